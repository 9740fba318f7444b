import { useEffect, useState } from "react";
import type { SceneActions } from "../feed/feed.ts";
import { Problem } from "../feed/problem.ts";
import type { Scene, SceneVersion } from "../feed/types.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { DiffView } from "./DiffView.tsx";
import type { SessionEditor } from "./use-session.ts";

/** Every version of a scene, newest first; each can be made current again without rendering. */
export function History({ scene, editor, actions }: { scene: Scene; editor: SessionEditor; actions: SceneActions }) {
  const [versions, setVersions] = useState<readonly SceneVersion[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let current = true;
    actions.history(scene.id).then(
      (listed) => current && (setVersions(listed), setProblem(null)),
      (thrown: unknown) => current && setProblem(Problem.of(thrown)),
    );
    return () => {
      current = false;
    };
  }, [actions, scene.id, scene.version, scene.status]);
  if (problem) return <ProblemNote problem={problem} />;
  if (!versions) return <div className="st-code pr-skeleton" role="status" aria-label="Loading the history" />;
  return (
    <ol className="st-versions">
      {versions.map((version) => (
        <li key={version.version}>
          <header>
            <strong>Version {version.version}</strong>
            {version.current ? <span className="st-badge">Current</span> : null}
            <span className="pr-dim">
              {version.author} · {new Date(version.createdAt).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
            </span>
            {version.current || !version.checksum || !actions.author ? null : (
              <button type="button" className="pr-button pr-button-quiet" onClick={() => void editor.revert(scene.id, version.version)}>
                Revert to this
              </button>
            )}
          </header>
          <p>{version.change}</p>
          {version.diff ? <DiffView diff={version.diff} /> : null}
        </li>
      ))}
    </ol>
  );
}
