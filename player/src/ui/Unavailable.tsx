/** What a page shows instead of a session that can't be read. */
import type { Problem } from "../feed/problem.ts";
import type { Account } from "../feed/source.ts";
import { ProblemNote } from "./ProblemNote.tsx";
import { SignIn } from "./SignIn.tsx";

export function Unavailable({ title, problem, account }: { title: string; problem: Problem; account: Account | null }) {
  if (problem.code === "unauthenticated") return <SignIn account={account} />;
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
