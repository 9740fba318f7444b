import { followLink } from "../router.ts";

export function Missing({ path }: { path: string }) {
  return (
    <main className="pr-blank">
      <h1>There is nothing here</h1>
      <p>
        <code>{path}</code> is no page of proofreel.
      </p>
      <a className="pr-button" href="/" onClick={followLink}>
        To the studio
      </a>
    </main>
  );
}
