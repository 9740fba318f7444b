/** CodeMirror, loaded when a scene's code is first looked at. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Annotation, EditorState, type Text } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { Finding } from "../feed/types.ts";

/** What an editor of a scene takes: this one, and the plain field in its place inside a chat. */
export interface EditorProps {
  value: string;
  findings: readonly Finding[];
  /** A line to go to; a new object goes there again. */
  goTo?: { readonly line: number } | null;
  language: "python" | "json";
  onChange(value: string): void;
  onSave(): void;
}

/** On changes that came from outside: they are no news there. */
const given = Annotation.define<boolean>();

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-call)" },
  { tag: [tags.className, tags.definition(tags.className)], color: "var(--code-class)" },
]);

export default function CodeEditor({ value, findings, goTo, language, onChange, onSave }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  /** What was written here and hasn't come back as `value` yet, oldest first. */
  const told = useRef<string[]>([]);
  const latest = useRef({ onChange, onSave });
  latest.current = { onChange, onSave };

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          indentOnInput(),
          bracketMatching(),
          indentUnit.of("    "),
          language === "python" ? python() : [],
          syntaxHighlighting(COLOURS),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": language === "python" ? "The scene's code" : "The scene's blocks" }),
          keymap.of([
            { key: "Mod-s", run: () => (latest.current.onSave(), true) },
            // Escape, then Tab leaves the editor, so that the keyboard is never caught in it.
            indentWithTab,
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((transaction) => transaction.annotation(given))) return;
            const text = update.state.doc.toString();
            told.current.push(text);
            latest.current.onChange(text);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
    // The value is given to the editor once; what comes later is below.
  }, [language]);

  useEffect(() => {
    const editor = view.current;
    // An echo, perhaps of some letters ago: taking it would undo what was typed since.
    const echo = told.current.lastIndexOf(value);
    told.current = echo < 0 ? [] : told.current.slice(echo + 1);
    if (!editor || echo >= 0 || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value }, annotations: given.of(true) });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch(setDiagnostics(editor.state, findings.flatMap((finding) => diagnosticOf(finding, editor.state.doc))));
  }, [findings]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !goTo) return;
    const { from } = editor.state.doc.line(Math.min(Math.max(goTo.line, 1), editor.state.doc.lines));
    editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    editor.focus();
  }, [goTo]);

  return <div className="st-code" ref={host} />;
}

function diagnosticOf(finding: Finding, text: Text): Diagnostic[] {
  if (finding.line === null) return [];
  const at = (line: number, column: number): number => {
    const found = text.line(Math.min(Math.max(line, 1), text.lines));
    return Math.min(found.from + Math.max(0, column - 1), found.to);
  };
  const from = at(finding.line, finding.column ?? 1);
  const to = finding.end_line && finding.end_column ? at(finding.end_line, finding.end_column) : text.lineAt(from).to;
  const message = finding.fix ? `${finding.message} ${finding.fix}` : finding.message;
  return [{ from, to: Math.max(from, to), severity: finding.severity, source: finding.rule, message }];
}
