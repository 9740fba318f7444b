/** The files of a session. */
import { useEffect, useRef, useState } from "react";
import { Problem } from "../feed/problem.ts";
import type { Downloads, Snapshot } from "../feed/types.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";

export function DownloadMenu({ session, downloads }: { session: Snapshot; downloads: Downloads }) {
  const root = useRef<HTMLDetailsElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const missing = session.scenes.filter((scene) => scene.status !== "ready").length;
  useEffect(() => {
    const close = (event: Event): void => {
      const menu = root.current;
      if (!menu?.open || (event.type === "pointerdown" && menu.contains(event.target as Node))) return;
      if (event instanceof KeyboardEvent && event.key !== "Escape") return;
      menu.open = false;
      if (event.type === "keydown") menu.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const fetchVideo = async (): Promise<void> => {
    if (!downloads.video) return;
    setBusy(true);
    setProblem(null);
    try {
      keep(session.exportUrl ?? (await downloads.video()), `${session.title}.mp4`);
    } catch (thrown) {
      setProblem(Problem.of(thrown));
    } finally {
      setBusy(false);
    }
  };
  const files = [
    ["Captions", "VTT", downloads.vtt, "vtt"],
    ["Captions", "SRT", downloads.srt, "srt"],
    ["Source", "ZIP", downloads.source, "zip"],
  ] as const;
  if (session.scenes.length === 0) return null;
  if (!downloads.video && !session.exportUrl && files.every(([, , url]) => !url)) return null;
  return (
    <details className="st-download" ref={root}>
      <summary className="pr-button">
        <Icon name="download" size={16} /> Download
      </summary>
      <div>
        {downloads.video || session.exportUrl ? (
          <button type="button" disabled={missing > 0 || busy} onClick={() => void fetchVideo()}>
            <span>{busy ? "Joining the scenes …" : "Video"}</span>
            <small>{missing > 0 ? `${missing} not ready` : "MP4"}</small>
          </button>
        ) : null}
        {files.map(([name, kind, url, suffix]) =>
          url ? (
            <a key={kind} href={url} download={`${session.title}.${suffix}`}>
              <span>{name}</span>
              <small>{kind}</small>
            </a>
          ) : null,
        )}
        {problem ? <ProblemNote problem={problem} /> : null}
      </div>
    </details>
  );
}

function keep(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
