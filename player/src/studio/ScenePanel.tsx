/** One scene: change it by words or by code, see what it was, go back. */
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from "react";
import type { SceneActions } from "../feed/feed.ts";
import { Problem } from "../feed/problem.ts";
import type { Block, Finding, Scene, SceneEdit, SceneSource } from "../feed/types.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { sceneWord } from "../watch/status.ts";
import { DiffView } from "./DiffView.tsx";
import { History } from "./History.tsx";
import type { SessionEditor } from "./use-session.ts";

const CodeEditor = lazy(() => import("./CodeEditor.tsx"));
const CHECK_AFTER_MS = 450;

interface Props {
  scene: Scene;
  editor: SessionEditor;
  actions: SceneActions;
  canPrompt: boolean;
}

export function ScenePanel({ scene, editor, actions, canPrompt }: Props) {
  const [tab, setTab] = useState<"code" | "history">("code");
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
        <div className="st-tabs" role="tablist" aria-label="What to see of the scene">
          {(["code", "history"] as const).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="scene-panel"
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
            <button type="button" className="pr-button pr-button-quiet" onClick={() => editor.retry(scene.id)}>
              Retry
            </button>
          </ProblemNote>
        ) : null}
        {tab === "code" ? (
          <Editing scene={scene} editor={editor} actions={actions} canPrompt={canPrompt} />
        ) : (
          <History scene={scene} editor={editor} actions={actions} />
        )}
      </div>
    </aside>
  );
}

function Editing({ scene, editor, actions, canPrompt }: Props) {
  const [source, setSource] = useState<SceneSource | null>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saving, setSaving] = useState(false);
  const blocks = source?.kind === "blocks";
  const dirty = source !== null && text !== textOf(source);
  const findings = useFindings(actions, scene.id, blocks ? null : text);
  const dirtyNow = useRef(dirty);
  dirtyNow.current = dirty;

  const load = useCallback(async () => {
    try {
      const fresh = await actions.source(scene.id);
      setSource(fresh);
      setText(textOf(fresh));
      setProblem(null);
    } catch (thrown) {
      setProblem(Problem.of(thrown));
    }
  }, [actions, scene.id]);
  // A newer version from elsewhere replaces what was read, never what was written here.
  useEffect(() => {
    if (!dirtyNow.current) void load();
  }, [load, scene.version]);

  const send = async (edit: SceneEdit): Promise<boolean> => {
    setSaving(true);
    setProblem(null);
    try {
      await editor.edit(scene.id, edit);
      return true;
    } catch (thrown) {
      setProblem(Problem.of(thrown));
      return false;
    } finally {
      setSaving(false);
    }
  };
  const save = async (version = source?.version ?? scene.version): Promise<void> => {
    let edit: SceneEdit;
    try {
      edit = blocks ? { version, blocks: JSON.parse(text) as Block[] } : { version, code: text };
    } catch (thrown) {
      setProblem(Problem.of(thrown));
      return;
    }
    if (await send(edit)) setSource((was) => was && { ...was, ...(blocks ? { blocks: JSON.parse(text) as Block[] } : { code: text }) });
  };

  const errors = findings.filter((finding) => finding.severity === "error").length;
  return (
    <>
      {canPrompt ? <PromptForm busy={saving} onSend={(prompt) => send({ version: scene.version, prompt })} /> : null}
      {problem ? <Conflict problem={problem} onLoad={load} onOverwrite={save} /> : null}
      {source === null ? (
        problem ? null : <div className="st-code pr-skeleton" role="status" aria-label="Loading the source" />
      ) : (
        <Suspense fallback={<div className="st-code pr-skeleton" role="status" aria-label="Loading the editor" />}>
          <CodeEditor value={text} findings={findings} language={blocks ? "json" : "python"} onChange={setText} onSave={() => void save()} />
        </Suspense>
      )}
      {findings.length > 0 ? <Findings findings={findings} onFix={(from, to) => setText((code) => code.replace(from, to))} /> : null}
      <footer className="st-save">
        <span className="pr-dim" role="status">
          {dirty ? "Not saved" : "Saved"}
          {errors > 0 ? ` · ${errors} ${errors === 1 ? "error" : "errors"}` : ""}
        </span>
        <button type="button" className="pr-button pr-button-quiet" disabled={!dirty || saving} onClick={() => source && setText(textOf(source))}>
          Discard
        </button>
        <button type="button" className="pr-button" disabled={!dirty || saving} onClick={() => void save()}>
          {saving ? "Saving …" : "Save and render"}
        </button>
      </footer>
    </>
  );
}

function textOf(source: SceneSource): string {
  return source.kind === "blocks" ? JSON.stringify(source.blocks, null, 2) : source.code;
}

function PromptForm({ busy, onSend }: { busy: boolean; onSend(prompt: string): Promise<boolean> }) {
  const [prompt, setPrompt] = useState("");
  const send = (): void => {
    if (prompt.trim()) void onSend(prompt.trim()).then((sent) => sent && setPrompt(""));
  };
  return (
    <form
      className="st-prompt"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Icon name="spark" size={16} />
      <input aria-label="Say what to change" placeholder="Say what to change in this scene" value={prompt} onChange={(event) => setPrompt(event.target.value)} />
      <button type="submit" className="pr-button" disabled={busy || !prompt.trim()}>
        Change
      </button>
    </form>
  );
}

/** Why saving failed; when somebody else was first, what they changed and both ways on. */
function Conflict({ problem, onLoad, onOverwrite }: { problem: Problem; onLoad(): Promise<void>; onOverwrite(version: number): Promise<void> }) {
  const newer = problem.code === "stale_version" ? Number(problem.details["currentVersion"]) : null;
  const diff = problem.details["diff"];
  return (
    <>
      <ProblemNote problem={problem}>
        {newer === null ? null : (
          <>
            <button type="button" className="pr-button pr-button-quiet" onClick={() => void onLoad()}>
              Take version {newer}
            </button>
            <button type="button" className="pr-button pr-button-quiet" onClick={() => void onOverwrite(newer)}>
              Save mine over it
            </button>
          </>
        )}
      </ProblemNote>
      {typeof diff === "string" && diff ? <DiffView diff={diff} /> : null}
    </>
  );
}

function Findings({ findings, onFix }: { findings: readonly Finding[]; onFix(from: string, to: string): void }) {
  return (
    <ul className="st-findings" aria-label="Findings">
      {findings.map((finding) => {
        const pair = finding.replacement;
        const [from, to] = !pair ? [] : Array.isArray(pair) ? pair : [pair.old, pair.new];
        return (
          <li key={`${finding.rule}:${finding.line}:${finding.column}`} data-severity={finding.severity}>
            <code>{finding.line}</code>
            <span>
              {finding.message} {finding.fix ? <span className="pr-dim">{finding.fix}</span> : null}
            </span>
            {from !== undefined && to !== undefined ? (
              <button type="button" className="st-plain" onClick={() => onFix(from, to)}>
                Fix
              </button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** The checker's findings on what is written, a moment after the last key. */
function useFindings(actions: SceneActions, sceneId: string, code: string | null): readonly Finding[] {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  useEffect(() => {
    if (!code) return;
    let current = true;
    const timer = setTimeout(() => {
      // A check that fails is no error of the code: the last findings stay.
      actions.check(sceneId, code).then((found) => current && setFindings(found), () => undefined);
    }, CHECK_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [actions, sceneId, code]);
  return findings;
}
