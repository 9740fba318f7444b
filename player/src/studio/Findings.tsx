/** What the checker and a rehearsal say, and the frames on which it shows. */
import { useState } from "react";
import type { Box, Finding, Preview } from "../feed/types.ts";
import { Words } from "../ui/Words.tsx";

interface Props {
  findings: readonly Finding[];
  onFix(from: string, to: string): void;
  /** Show the line in the code, if there is one to show. */
  onLine: ((line: number) => void) | null;
  /** The finding that is looked at. */
  chosen?: Finding | null;
  onChoose?(finding: Finding): void;
}

export function Findings({ findings, onFix, onLine, chosen, onChoose }: Props) {
  return (
    <ul className="st-findings" aria-label="Findings">
      {findings.map((finding, at) => (
        <li key={at} data-severity={finding.severity} data-chosen={(chosen && finding === chosen) || undefined}>
          {finding.line === null ? null : onLine ? (
            <button type="button" className="st-line" aria-label={`Go to line ${finding.line}`} onClick={() => finding.line !== null && onLine(finding.line)}>
              {finding.line}
            </button>
          ) : (
            <code>{finding.line}</code>
          )}
          <span>
            <Words>{finding.message}</Words>{" "}
            {finding.fix ? (
              <span className="pr-dim">
                <Words>{finding.fix}</Words>
              </span>
            ) : null}
          </span>
          {finding.things && onChoose ? (
            <button type="button" className="st-plain" aria-label={`Show where: ${finding.message}`} onClick={() => onChoose(finding)}>
              Show
            </button>
          ) : null}
          {finding.edit ? (
            <button type="button" className="st-plain" onClick={() => finding.edit && onFix(finding.edit.old, finding.edit.new)}>
              Fix
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** The result of a rehearsal: a frame with the boxes of what is wrong on it, and the findings below. */
export function PreviewReport({ preview, onFix, onLine }: { preview: Preview } & Pick<Props, "onFix" | "onLine">) {
  const layout = preview.findings.filter((finding) => finding.things && finding.view);
  const [chosen, setChosen] = useState<Finding | null>(null);
  const shown = chosen && layout.includes(chosen) ? chosen : (layout[0] ?? null);
  const picture = shown?.frame === undefined ? null : nearest(preview.pictures, shown.frame);
  return (
    <section className="st-preview" aria-label="What the check found">
      {picture && shown?.view ? <MarkedFrame picture={picture} finding={shown} others={layout.filter((one) => one !== shown && one.frame === shown.frame)} /> : null}
      {preview.error ? (
        <p className="st-preview-error" role="alert">
          <strong>{preview.error.type}</strong> {preview.error.message}
          {preview.error.line ? <span className="pr-dim"> line {preview.error.line}</span> : null}
          {preview.error.hint?.write ? <span className="pr-dim"> {preview.error.hint.write}</span> : null}
        </p>
      ) : null}
      {preview.findings.length > 0 ? (
        <Findings findings={preview.findings} onFix={onFix} onLine={onLine} chosen={shown} onChoose={setChosen} />
      ) : preview.error ? null : (
        <p className="st-preview-fine" role="status">
          Nothing to find fault with
          {preview.durationS === null ? "." : `: ${preview.durationS.toFixed(1)} seconds, nothing overlaps or leaves the frame.`}
        </p>
      )}
    </section>
  );
}

function MarkedFrame({ picture, finding, others }: { picture: string; finding: Finding; others: readonly Finding[] }) {
  const view = finding.view as Box;
  const names = finding.things?.map((thing) => thing.text || thing.name).join(", ") ?? "";
  return (
    <figure className="st-frame">
      <div>
        <img src={picture} alt={`Frame ${finding.frame}, with a box around: ${names}`} />
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {others.flatMap((other) => other.things ?? []).map((thing, at) => (
            <rect key={`other-${at}`} data-other {...within(thing.box, view)} />
          ))}
          {finding.things?.map((thing, at) => <rect key={at} {...within(thing.box, view)} />)}
        </svg>
      </div>
      <figcaption>
        {finding.time_s?.toFixed(1)} s · frame {finding.frame}
      </figcaption>
    </figure>
  );
}

/** A box in percent of the frame, cut where it leaves the frame so that its edge is seen. */
export function within(box: Box, view: Box): { x: number; y: number; width: number; height: number } {
  const [width, height] = [view[2] - view[0], view[3] - view[1]];
  const share = (value: number): number => Math.min(99.6, Math.max(0.4, value * 100));
  const left = share((box[0] - view[0]) / width);
  const right = share((box[2] - view[0]) / width);
  const top = share((view[3] - box[3]) / height);
  const bottom = share((view[3] - box[1]) / height);
  return { x: left, y: top, width: Math.max(0.4, right - left), height: Math.max(0.4, bottom - top) };
}

/** The picture of a frame, or of the frame next to it. */
function nearest(pictures: Readonly<Record<string, string>>, frame: number): string | null {
  const frames = Object.keys(pictures).map(Number).sort((a, b) => Math.abs(a - frame) - Math.abs(b - frame));
  return frames[0] === undefined ? null : (pictures[frames[0]] ?? null);
}
