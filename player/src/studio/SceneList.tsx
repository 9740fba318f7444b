/** The scenes in order: their states, and what can be done to each. */
import { useState } from "react";
import type { Scene, SceneDraft } from "../feed/types.ts";
import type { Player } from "../playback/player.ts";
import { clock } from "../playback/timeline.ts";
import { focused } from "../ui/focused.ts";
import { Icon } from "../ui/icons.tsx";
import { doneShare, sceneWord } from "../watch/status.ts";
import { usePlayerState } from "../watch/use-player.ts";
import { Tool } from "./BlockEditor.tsx";
import type { SessionEditor } from "./use-session.ts";

interface Props {
  editor: SessionEditor;
  player: Player;
  chosenId: string | null;
  /** Whether scenes can be moved, added and removed here. */
  arranges: boolean;
  onChoose(scene: Scene): void;
}

export function SceneList({ editor, player, chosenId, arranges, onChoose }: Props) {
  const { scenes, format } = editor.session;
  const playing = usePlayerState(player, (state) => state.timeline.segments[state.place.segment]?.scene.id);
  const [dragged, setDragged] = useState<string | null>(null);
  const [adding, setAdding] = useState<number | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  return (
    <section className="st-scenes" aria-label="Scenes">
      <header>
        <h2>Scenes</h2>
        {arranges ? (
          <button type="button" className="pr-button pr-button-quiet" onClick={() => setAdding(scenes.length)}>
            <Icon name="plus" size={15} /> Add scene
          </button>
        ) : null}
      </header>
      {scenes.length === 0 && adding === null ? <p className="st-none">No scenes yet. They appear as they are written.</p> : null}
      <ol>
        {scenes.map((scene) => (
          <li
            key={scene.id}
            draggable={arranges}
            data-dragged={dragged === scene.id || undefined}
            data-chosen={scene.id === chosenId || undefined}
            onDragStart={() => setDragged(scene.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => dragged && dragged !== scene.id && editor.move(dragged, scene.index)}
          >
            {arranges ? (
              <span className="st-grip" aria-hidden="true">
                <Icon name="grip" size={15} />
              </span>
            ) : null}
            <button
              type="button"
              className="st-scene"
              aria-current={scene.id === chosenId || undefined}
              onClick={() => onChoose(scene)}
            >
              <Thumbnail scene={scene} playing={scene.id === playing} />
              <span className="st-scene-title">{scene.title}</span>
              <SceneState scene={scene} fps={format.fps} />
            </button>
            <span className="st-tools" hidden={!arranges}>
              {removing === scene.id ? (
                <>
                  <button
                    type="button"
                    className="st-danger"
                    ref={focused}
                    onClick={() => {
                      editor.remove(scene.id);
                      setRemoving(null);
                    }}
                  >
                    Remove
                  </button>
                  <button type="button" className="st-plain" onClick={() => setRemoving(null)}>
                    Keep
                  </button>
                </>
              ) : (
                <>
                  {scene.status === "error" ? (
                    <Tool icon="replay" label={`Retry scene ${scene.index + 1}`} onClick={() => editor.retry(scene.id)} />
                  ) : null}
                  <Tool
                    icon="up"
                    label={`Move scene ${scene.index + 1} up`}
                    disabled={scene.index === 0}
                    onClick={() => editor.move(scene.id, scene.index - 1)}
                  />
                  <Tool
                    icon="down"
                    label={`Move scene ${scene.index + 1} down`}
                    disabled={scene.index === scenes.length - 1}
                    onClick={() => editor.move(scene.id, scene.index + 1)}
                  />
                  <Tool icon="copy" label={`Duplicate scene ${scene.index + 1}`} onClick={() => editor.duplicate(scene.id)} />
                  <Tool icon="trash" label={`Remove scene ${scene.index + 1}`} onClick={() => setRemoving(scene.id)} />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {adding === null ? null : (
        <NewSceneForm
          index={adding}
          count={scenes.length}
          onCancel={() => setAdding(null)}
          onAdd={(title, index, kind) => {
            editor.insert({ index, title, ...starter(title, kind) });
            setAdding(null);
          }}
        />
      )}
    </section>
  );
}

function SceneState({ scene, fps }: { scene: Scene; fps: number }) {
  if (scene.status === "ready") return <span className="st-length">{clock(scene.durationInFrames / fps)}</span>;
  const done = doneShare(scene);
  return (
    <>
      {done === null ? null : (
        <span
          className="st-meter"
          role="progressbar"
          aria-label={`Scene ${scene.index + 1}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(done * 100)}
        >
          <i style={{ width: `${done * 100}%` }} />
        </span>
      )}
      <span className="pr-pill" data-status={scene.status}>
        {sceneWord(scene.status)}
      </span>
    </>
  );
}

function Thumbnail({ scene, playing }: { scene: Scene; playing: boolean }) {
  return (
    <span className="st-thumb" data-playing={playing || undefined} data-status={scene.status}>
      {scene.posterUrl ? <img src={scene.posterUrl} alt="" loading="lazy" draggable={false} /> : <Icon name="film" size={16} />}
      <span className="st-number">{scene.index + 1}</span>
    </span>
  );
}

interface FormProps {
  index: number;
  count: number;
  onAdd(title: string, index: number, kind: "blocks" | "code"): void;
  onCancel(): void;
}

function NewSceneForm({ index, count, onAdd, onCancel }: FormProps) {
  const [title, setTitle] = useState("");
  const [place, setPlace] = useState(index);
  const [kind, setKind] = useState<"blocks" | "code">("blocks");
  return (
    <form
      className="st-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) onAdd(title.trim(), place, kind);
      }}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <input ref={focused} aria-label="Title of the new scene" placeholder="Title of the new scene" value={title} onChange={(event) => setTitle(event.target.value)} />
      <select aria-label="Where it goes" value={place} onChange={(event) => setPlace(Number(event.target.value))}>
        {Array.from({ length: count + 1 }, (_, at) => (
          <option key={at} value={at}>
            {at === count ? "At the end" : `Before scene ${at + 1}`}
          </option>
        ))}
      </select>
      <select aria-label="What it is made of" value={kind} onChange={(event) => setKind(event.target.value as "blocks" | "code")}>
        <option value="blocks">Blocks</option>
        <option value="code">Manim code</option>
      </select>
      <button type="submit" className="pr-button" disabled={!title.trim()}>
        Add
      </button>
      <button type="button" className="pr-button pr-button-quiet" onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}

/** A scene that runs, to be written over. */
function starter(title: string, kind: "blocks" | "code"): SceneDraft {
  if (kind === "blocks") return { blocks: [{ kind: "bullets", items: [{ text: "The first point" }] }] };
  const code = `from manim import *\n\n\nclass NewScene(Scene):\n    def construct(self):\n        title = Text(${JSON.stringify(title)})\n        self.play(Write(title))\n        self.wait()\n`;
  return { code };
}
