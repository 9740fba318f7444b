/** An error as the server tells it: what, why, what to do, and the id to ask about. */
import type { ReactNode } from "react";
import type { Problem } from "../feed/problem.ts";
import { Icon } from "./icons.tsx";
import { Words } from "./Words.tsx";

interface Shown {
  readonly title?: string;
  readonly message: string;
  readonly fix: string | null;
  readonly code: string;
  readonly correlationId: string | null;
  readonly line?: number | null;
}

export function ProblemNote({ problem, children }: { problem: Shown | Problem; children?: ReactNode }) {
  const line = "line" in problem ? problem.line : null;
  return (
    <div className="pr-problem" role="alert">
      <Icon name="alert" size={18} />
      <div>
        {problem.title && problem.title !== problem.message ? <strong>{problem.title}</strong> : null}
        <p className="pr-problem-message">
          <Words>{problem.message}</Words>
          {line ? <span className="pr-problem-line"> line {line}</span> : null}
        </p>
        {problem.fix ? <p className="pr-problem-fix">
            <Words>{problem.fix}</Words>
          </p> : null}
        <p className="pr-problem-id">
          <code>{problem.code}</code>
          {problem.correlationId ? <code title="Correlation id">{problem.correlationId}</code> : null}
        </p>
        {children ? <div className="pr-problem-actions">{children}</div> : null}
      </div>
    </div>
  );
}
