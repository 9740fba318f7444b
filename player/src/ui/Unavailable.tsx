/** What a page shows instead of a session that can't be read. */
import type { Problem } from "../feed/problem.ts";
import { ProblemNote } from "./ProblemNote.tsx";

export function Unavailable({ title, problem }: { title: string; problem: Problem }) {
  return (
    <div className="pr-blank">
      <h1>{title}</h1>
      <ProblemNote problem={problem}>
        <button type="button" className="pr-button" onClick={() => location.reload()}>
          Try again
        </button>
      </ProblemNote>
    </div>
  );
}
