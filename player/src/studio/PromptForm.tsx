/** Asking for something in words: a change of a scene, or a whole video. */
import { useState, type ReactNode } from "react";
import { Problem } from "../feed/problem.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";

type Props = {
  label: string;
  placeholder: string;
  action: string;
  className?: string;
  /** More to choose, before the button. */
  children?: ReactNode;
  onSend(prompt: string): Promise<void>;
};

/** A line to say in words what is wanted; it is emptied when that was taken. */
export function PromptForm({ label, placeholder, action, className = "", children, onSend }: Props) {
  const [prompt, setPrompt] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onSend(prompt.trim());
      setPrompt("");
    } catch (thrown) {
      setProblem(Problem.of(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <form
        className={`st-prompt ${className}`.trim()}
        onSubmit={(event) => {
          event.preventDefault();
          if (prompt.trim() && !busy) void send();
        }}
      >
        <Icon name="spark" size={16} />
        <input aria-label={label} placeholder={placeholder} value={prompt} onChange={(event) => setPrompt(event.target.value)} />
        {children}
        <button type="submit" className="pr-button" disabled={busy || !prompt.trim()}>
          {busy ? "Asking …" : action}
        </button>
      </form>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
