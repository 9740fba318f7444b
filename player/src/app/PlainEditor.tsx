/** What stands for the code editor inside a chat: its frame loads nothing, and CodeMirror is larger than the whole app. */
import { useEffect, useRef } from "react";
import type { EditorProps } from "../studio/CodeEditor.tsx";

export default function PlainEditor({ value, goTo, language, onChange, onSave }: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    if (!area || !goTo) return;
    const before = area.value.split("\n").slice(0, goTo.line - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    const end = area.value.indexOf("\n", start);
    area.focus();
    area.setSelectionRange(start, end < 0 ? area.value.length : end);
  }, [goTo]);
  return (
    <textarea
      ref={field}
      className="st-code app-code"
      aria-label={language === "python" ? "The scene's code" : "The scene's blocks"}
      spellCheck={false}
      rows={14}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSave();
      }}
    />
  );
}
