/** A session in the studio: the player, its scenes, and the editor of the chosen one. */
import { useEffect, useState } from "react";
import type { Connection, SceneActions } from "../feed/feed.ts";
import type { Source } from "../feed/source.ts";
import type { Snapshot } from "../feed/types.ts";
import { useFeed } from "../feed/use-feed.ts";
import { clock } from "../playback/timeline.ts";
import { watchPath } from "../router.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { Unavailable } from "../ui/Unavailable.tsx";
import { PlayerView } from "../watch/PlayerView.tsx";
import { sessionWord } from "../watch/status.ts";
import { usePlayer } from "../watch/use-player.ts";
import { DownloadMenu } from "./DownloadMenu.tsx";
import { SceneList } from "./SceneList.tsx";
import { ScenePanel } from "./ScenePanel.tsx";
import { useSession } from "./use-session.ts";

interface Props {
  source: Source;
  sessionId: string;
  /** Told of the session each time it changes. */
  onKnown(session: Snapshot): void;
}

export function SessionView({ source, sessionId, onKnown }: Props) {
  const { session, problem, connection, actions } = useFeed(source, sessionId);
  useEffect(() => {
    if (session) onKnown(session);
  }, [session, onKnown]);
  if (session && actions) return <Open known={session} connection={connection} actions={actions} />;
  if (problem) {
    return (
      <main className="st-main">
        <Unavailable title="The session can’t be shown" problem={problem} account={source.account} />
      </main>
    );
  }
  return (
    <main className="st-main st-session">
      <h1 className="pr-hidden">Loading the session</h1>
      <div className="st-left">
        <div className="pr-skeleton st-head-skeleton" />
        <div className="pr-player pr-skeleton" role="status" aria-label="Loading the session" />
      </div>
    </main>
  );
}

function Open({ known, connection, actions }: { known: Snapshot; connection: Connection; actions: SceneActions }) {
  const editor = useSession(known, actions);
  const { session } = editor;
  const player = usePlayer(session);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = session.scenes.find((scene) => scene.id === chosenId) ?? session.scenes[0];
  useEffect(() => {
    document.title = `${session.title} · proofreel`;
    Object.assign(window, { proofreel: { player } });
  }, [session.title, player]);
  return (
    <main className="st-main st-session">
      <div className="st-left">
        <Head session={session} connection={connection} actions={actions} />
        {session.error ? (
          <div className="st-toast">
            <ProblemNote problem={{ ...session.error, title: "What was asked for wasn’t done" }} />
          </div>
        ) : null}
        <PlayerView player={player} session={session} />
        {editor.problem ? (
          <div className="st-toast">
            <ProblemNote problem={editor.problem}>
              <button type="button" className="pr-button pr-button-quiet" onClick={editor.dismiss}>
                Dismiss
              </button>
            </ProblemNote>
          </div>
        ) : null}
        <SceneList
          editor={editor}
          player={player}
          arranges={actions.author !== null}
          chosenId={chosen?.id ?? null}
          onChoose={(scene) => {
            setChosenId(scene.id);
            player.seekScene(scene.index);
          }}
        />
      </div>
      {chosen ? <ScenePanel key={chosen.id} scene={chosen} editor={editor} actions={actions} canPrompt={session.canPrompt ?? false} /> : null}
    </main>
  );
}

function Head({ session, connection, actions }: { session: Snapshot; connection: Connection; actions: SceneActions }) {
  const ready = session.scenes.filter((scene) => scene.status === "ready").length;
  return (
    <header className="st-head">
      <div className="st-head-text">
        <h1>{session.title}</h1>
        <p>
          <span className="pr-pill" data-status={session.status} role="status">
            {sessionWord(session.status)}
          </span>
          <span>
            {ready} of {session.scenes.length} scenes
          </span>
          <span>{clock(Math.round(session.totalFrames / session.format.fps))}</span>
          <span className="st-wide">
            {session.format.width}×{session.format.height} · {session.format.fps} fps
          </span>
          {connection === "reconnecting" ? (
            <span className="pr-pill" data-status="rendering" role="status">
              Reconnecting
            </span>
          ) : null}
        </p>
      </div>
      <Share session={session} />
      <DownloadMenu session={session} downloads={actions.downloads} />
    </header>
  );
}

function Share({ session }: { session: Snapshot }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(new URL(watchPath(session.id), location.href).href).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 1800);
  };
  return (
    <a
      className="pr-button pr-button-quiet"
      href={watchPath(session.id)}
      title="Copies the link of the watch page; opens it in a new tab with Ctrl"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        void copy();
      }}
    >
      <Icon name={copied ? "check" : "link"} size={16} />
      <span aria-live="polite">{copied ? "Copied" : "Share"}</span>
    </a>
  );
}

