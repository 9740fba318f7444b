/** Who are you? Shown where a deployment answers only those it knows. */
import { useState } from "react";
import { Problem } from "../feed/problem.ts";
import type { Account } from "../feed/source.ts";
import { ProblemNote } from "./ProblemNote.tsx";

const NAMES: Record<string, string> = { github: "GitHub", google: "Google" };

/** Without an account it is the server itself that asks who one is, at its own page, and sends one back here. */
export function SignIn({ account }: { account: Account | null }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async (provider: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await account?.signIn(provider);
    } catch (thrown) {
      setProblem(Problem.of(thrown));
      setBusy(false);
    }
  };
  return (
    <div className="pr-blank">
      <h1>Sign in to see your videos</h1>
      <p>Your projects are shown to you alone.</p>
      {account?.unfinished && !problem ? <p role="status">The last sign-in wasn’t finished. Try again, or another way.</p> : null}
      <div className="pr-problem-actions">
        {account ? null : (
          <a className="pr-button" href={`/login?then=${encodeURIComponent(location.pathname)}`}>
            Sign in
          </a>
        )}
        {account?.providers.map((provider) => (
          <button key={provider} type="button" className="pr-button" disabled={busy} onClick={() => void go(provider)}>
            Continue with {NAMES[provider] ?? provider}
          </button>
        ))}
      </div>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
