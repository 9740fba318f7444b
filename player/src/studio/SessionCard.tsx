/** A session as a card: its picture, how far it is, and the way to be rid of it. */
import { useState } from "react";
import { Problem } from "../feed/problem.ts";
import type { SessionSummary } from "../feed/types.ts";
import { followLink, studioPath } from "../router.ts";
import { focused } from "../ui/focused.ts";
import { Icon } from "../ui/icons.tsx";
import { sessionWord } from "../watch/status.ts";
import { Tool } from "./BlockEditor.tsx";

/** Without `onRemove` it can only be opened. */
export function SessionCard({ session, onRemove }: { session: SessionSummary & { project: string }; onRemove?(): Promise<void> }) {
  const [asking, setAsking] = useState(false);
  return (
    <li>
      <a className="st-card" href={studioPath(session.id)} onClick={followLink}>
        <span className="st-card-picture" aria-hidden="true">
          {session.posterUrl ? <img src={session.posterUrl} alt="" loading="lazy" /> : <Icon name="film" size={28} />}
          {session.readyCount === session.sceneCount ? null : (
            <span className="st-meter">
              <i style={{ width: `${(100 * session.readyCount) / Math.max(1, session.sceneCount)}%` }} />
            </span>
          )}
        </span>
        <strong>{session.title}</strong>
        <span className="pr-dim st-cut">
          {session.project === session.title ? "" : `${session.project} · `}
          {ago(session.updatedAt)}
        </span>
        <span className="st-card-foot">
          <span className="pr-pill" data-status={session.status}>
            {sessionWord(session.status)}
          </span>
          <span className="pr-dim">
            {session.sceneCount === 0 ? "No scenes yet" : `${session.readyCount} of ${session.sceneCount} scenes`}
          </span>
        </span>
      </a>
      {onRemove ? (
        asking ? (
          <Question title={session.title} onRemove={onRemove} onKeep={() => setAsking(false)} />
        ) : (
          <span className="st-card-tools">
            <Tool icon="trash" label={`Delete ${session.title}`} onClick={() => setAsking(true)} />
          </span>
        )
      ) : null}
    </li>
  );
}

function Question({ title, onRemove, onKeep }: { title: string; onRemove(): Promise<void>; onKeep(): void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = (): void => {
    setBusy(true);
    onRemove().catch((thrown: unknown) => {
      setProblem(Problem.of(thrown));
      setBusy(false);
    });
  };
  return (
    <div
      className="st-card-question"
      role="group"
      aria-label={`Delete ${title}?`}
      onKeyDown={(event) => event.key === "Escape" && onKeep()}
    >
      <p role="status">{problem ? problem.message : `Delete “${title}” with all its versions, for good?`}</p>
      <button type="button" className="st-danger" disabled={busy} ref={focused} onClick={remove}>
        {busy ? "Deleting …" : "Delete"}
      </button>
      <button type="button" className="st-plain" onClick={onKeep}>
        Keep
      </button>
    </div>
  );
}

const SPANS: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [[86_400, "day"], [3600, "hour"], [60, "minute"]];

/** How long ago, in the reader's words; a date after a week. */
function ago(at: number): string {
  const seconds = Math.max(0, (Date.now() - at) / 1000);
  if (seconds > 7 * 86_400) return new Date(at).toLocaleDateString(undefined, { dateStyle: "medium" });
  const [span, unit] = SPANS.find(([least]) => seconds >= least) ?? [60, "minute"];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.floor(seconds / span), unit);
}
