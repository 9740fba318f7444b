/** The source of a scene: code, or blocks; checked as it is written, rehearsed when asked, saved when it is right. */
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from "react";
import type { AuthorActions } from "../feed/feed.ts";
import { Problem } from "../feed/problem.ts";
import type { Block, Finding, Preview, Scene, SceneDraft, SceneSource } from "../feed/types.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { BlockEditor } from "./BlockEditor.tsx";
import { DiffView } from "./DiffView.tsx";
import { Findings, PreviewReport } from "./Findings.tsx";
import type { SessionEditor } from "./use-session.ts";

const CodeEditor = lazy(() => import("./CodeEditor.tsx"));
const CHECK_AFTER_MS = 450;

/** What reading and trying a source takes. */
type Reader = Pick<AuthorActions, "source" | "check" | "preview">;

interface Props {
  scene: Scene;
  editor: Pick<SessionEditor, "edit">;
  author: Reader;
}

export function Editing({ scene, editor, author }: Props) {
  const { source, draft, problem, load, setDraft, setProblem, setSource } = useSource(scene, author);
  const [busy, setBusy] = useState<"saving" | "checking" | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [asJson, setAsJson] = useState(false);
  const [json, setJson] = useState<{ text: string; blocks: Block[] } | null>(null);
  const [line, setLine] = useState<{ line: number } | null>(null);
  const findings = useFindings(author, scene.id, draft && "code" in draft ? draft.code : null);
  const dirty = source !== null && draft !== null && !same(draft, draftOf(source));

  const change = (changed: SceneDraft): void => {
    setDraft(changed);
    setPreview(null);
  };
  const attempt = async (what: "saving" | "checking", act: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setProblem(null);
    try {
      await act();
    } catch (thrown) {
      setProblem(Problem.of(thrown));
    } finally {
      setBusy(null);
    }
  };
  const save = (version = source?.version ?? scene.version): void => {
    if (!draft) return;
    void attempt("saving", async () => {
      const made = await editor.edit(scene.id, { version, ...draft });
      // The next change builds on this one, also when its event was here first.
      setSource((was) => was && { ...was, ...draft, version: made });
    });
  };
  const check = (): void => {
    if (draft) void attempt("checking", async () => setPreview(await author.preview(scene.id, draft)));
  };
  const fix = (from: string, to: string): void => {
    if (draft && "code" in draft) change({ code: draft.code.replace(from, () => to) });
  };

  if (!draft) {
    if (problem) return <ProblemNote problem={problem} />;
    return <div className="st-code pr-skeleton" role="status" aria-label="Loading the source" />;
  }
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const onLine = "code" in draft ? (wanted: number): void => setLine({ line: wanted }) : null;
  // JSON stays as it is laid out by who writes it.
  const text = "code" in draft ? draft.code : json?.blocks === draft.blocks ? json.text : JSON.stringify(draft.blocks, null, 2);
  const onText = (changed: string): void => {
    if ("code" in draft) return change({ code: changed });
    try {
      const blocks = JSON.parse(changed) as Block[];
      setJson({ text: changed, blocks });
      change({ blocks });
      setProblem(null);
    } catch (thrown) {
      setProblem(Problem.of(thrown));
    }
  };
  return (
    <>
      {problem ? <Refused problem={problem} onLoad={load} onOverwrite={save} /> : null}
      {"blocks" in draft ? (
        <div className="st-mode" role="group" aria-label="How to edit the blocks">
          <button type="button" aria-pressed={!asJson} onClick={() => setAsJson(false)}>
            Form
          </button>
          <button type="button" aria-pressed={asJson} onClick={() => setAsJson(true)}>
            JSON
          </button>
        </div>
      ) : null}
      {"blocks" in draft && !asJson ? (
        <BlockEditor blocks={draft.blocks} onChange={(blocks) => change({ blocks })} onSave={() => save()} />
      ) : (
        <Suspense fallback={<div className="st-code pr-skeleton" role="status" aria-label="Loading the editor" />}>
          <CodeEditor value={text} findings={findings} goTo={line} language={"code" in draft ? "python" : "json"} onChange={onText} onSave={() => save()} />
        </Suspense>
      )}
      {preview ? <PreviewReport preview={preview} onFix={fix} onLine={onLine} /> : findings.length > 0 ? <Findings findings={findings} onFix={fix} onLine={onLine} /> : null}
      <footer className="st-save">
        <span className="pr-dim" role="status">
          {dirty ? "Not saved" : "Saved"}
          {errors > 0 ? <span className="pr-hidden">{`, ${errors} ${errors === 1 ? "error" : "errors"}`}</span> : null}
        </span>
        <button type="button" className="pr-button pr-button-quiet" disabled={busy !== null} onClick={check} title="Run it without rendering: about a second">
          {busy === "checking" ? "Checking …" : "Check layout"}
        </button>
        <button type="button" className="pr-button pr-button-quiet" disabled={!dirty || busy !== null} onClick={() => source && change(draftOf(source))}>
          Discard
        </button>
        <button type="button" className="pr-button" disabled={!dirty || busy !== null} onClick={() => save()}>
          {busy === "saving" ? "Saving …" : "Save and render"}
        </button>
      </footer>
    </>
  );
}

/** Why it wasn't taken; when somebody else was first, what they changed and both ways on. */
function Refused({ problem, onLoad, onOverwrite }: { problem: Problem; onLoad(): Promise<void>; onOverwrite(version: number): void }) {
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
            <button type="button" className="pr-button pr-button-quiet" onClick={() => onOverwrite(newer)}>
              Save mine over it
            </button>
          </>
        )}
      </ProblemNote>
      {typeof diff === "string" && diff ? <DiffView diff={diff} /> : null}
    </>
  );
}

function draftOf(source: SceneSource): SceneDraft {
  return source.kind === "blocks" ? { blocks: source.blocks ?? [] } : { code: source.code };
}

function same(one: SceneDraft, other: SceneDraft): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The source as the server has it, and as it is written here. */
function useSource(scene: Scene, author: Reader) {
  const [source, setSource] = useState<SceneSource | null>(null);
  const [draft, setDraft] = useState<SceneDraft | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const dirty = useRef(false);
  dirty.current = source !== null && draft !== null && !same(draft, draftOf(source));
  const load = useCallback(async () => {
    try {
      const fresh = await author.source(scene.id);
      setSource(fresh);
      setDraft(draftOf(fresh));
      setProblem(null);
    } catch (thrown) {
      setProblem(Problem.of(thrown));
    }
  }, [author, scene.id]);
  // A newer version from elsewhere replaces what was read, never what was written here.
  useEffect(() => {
    if (!dirty.current) void load();
  }, [load, scene.version]);
  return { source, draft, problem, load, setSource, setDraft, setProblem };
}

/** The checker's findings on what is written, a moment after the last key. */
function useFindings(author: Reader, sceneId: string, code: string | null): readonly Finding[] {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  useEffect(() => {
    if (!code) return;
    let current = true;
    const timer = setTimeout(() => {
      // A check that fails is no error of the code: the last findings stay.
      author.check(sceneId, code).then((found) => current && setFindings(found), () => undefined);
    }, CHECK_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [author, sceneId, code]);
  return findings;
}
