/** Where this page's data lives: what the host wrote into the page, or what it was built with. */
export interface Config {
  /** The proofreel server; empty for the one the page came from. */
  readonly api: string;
  /** A Convex deployment to read from instead. */
  readonly convexUrl: string | null;
}

export function readConfig(document: Document): Config {
  const written = document.getElementById("proofreel-config")?.textContent || "{}";
  const given = JSON.parse(written) as Partial<Config>;
  return {
    api: (given.api ?? "").replace(/\/+$/, ""),
    convexUrl: given.convexUrl ?? (import.meta.env["VITE_CONVEX_URL"] as string | undefined) ?? null,
  };
}
