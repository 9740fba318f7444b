/** One scene: change it by words or by its source, see what it was, go back. */
import { useState } from "react";
import type { SceneActions } from "../feed/feed.ts";
import type { Scene } from "../feed/types.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { sceneWord } from "../watch/status.ts";
import { Editing } from "./Editing.tsx";
import { History } from "./History.tsx";
import { PromptForm } from "./PromptForm.tsx";
import type { SessionEditor } from "./use-session.ts";

interface Props {
  scene: Scene;
  editor: SessionEditor;
  actions: SceneActions;
  canPrompt: boolean;
}

export function ScenePanel({ scene, editor, actions, canPrompt }: Props) {
  const [tab, setTab] = useState<"code" | "history">("code");
  const tabs = ["code", "history"] as const;
  return (
    <aside className="st-panel" aria-label={`Scene ${scene.index + 1}: ${scene.title}`}>
      <header className="st-panel-head">
        <div>
          <h2>{scene.title}</h2>
          <p>
            <span className="pr-pill" data-status={scene.status}>
              {sceneWord(scene.status)}
            </span>
            <span>Version {scene.version}</span>
          </p>
        </div>
        <div
          className="st-tabs"
          role="tablist"
          aria-label="What to see of the scene"
          onKeyDown={(event) => {
            if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
            const other = tab === "code" ? "history" : "code";
            setTab(other);
            document.getElementById(`tab-${other}`)?.focus();
          }}
        >
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="scene-panel"
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setTab(name)}
            >
              <Icon name={name} size={15} /> {name === "code" ? "Edit" : "History"}
            </button>
          ))}
        </div>
      </header>
      <div className="st-panel-body" role="tabpanel" id="scene-panel" aria-labelledby={`tab-${tab}`}>
        {scene.status === "error" && scene.error ? (
          <ProblemNote problem={{ ...scene.error, title: "The last render failed" }}>
            {actions.author ? (
              <button type="button" className="pr-button pr-button-quiet" onClick={() => editor.retry(scene.id)}>
                Retry
              </button>
            ) : null}
          </ProblemNote>
        ) : null}
        {tab === "history" ? (
          <History scene={scene} editor={editor} actions={actions} />
        ) : (
          <>
            {canPrompt ? <PromptForm label="Say what to change" placeholder="Say what to change in this scene" action="Change" onSend={(prompt) => editor.prompt(scene.id, prompt)} /> : null}
            {actions.author ? (
              <Editing scene={scene} editor={editor} author={actions.author} />
            ) : canPrompt ? null : (
              <p className="st-none">Nobody here takes changes: sign in, or open the session on its server.</p>
            )}
          </>
        )}
      </div>
    </aside>
  );
}
