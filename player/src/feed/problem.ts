/** An error of the server as a person should see it: `application/problem+json`, or the nearest thing to it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly fix: string | null;
  readonly correlationId: string | null;
  /** Everything else the server said, e.g. `currentVersion` and `diff` of a `stale_version`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(body: Record<string, unknown>, status: number) {
    const title = text(body["title"]) ?? `The server answered ${status}`;
    super(text(body["detail"]) ?? title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.code = text(body["code"]) ?? `http_${status}`;
    this.fix = text(body["fix"]);
    this.correlationId = text(body["correlationId"]);
    this.details = body;
  }

  /** What was thrown, whatever it is, as a Problem. */
  static of(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    if (thrown instanceof TypeError) {
      return new Problem(
        {
          title: "The server can't be reached",
          detail: "The request got no answer.",
          code: "unreachable",
          fix: "See that proofreel serve is running and that you are online, then try again.",
        },
        0,
      );
    }
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Problem({ title: "Something went wrong here", detail: message, code: "client_error" }, 0);
  }

  static async ofResponse(response: Response): Promise<Problem> {
    const raw = await response.text().catch(() => "");
    const correlationId = response.headers.get("x-correlation-id");
    try {
      const body: unknown = JSON.parse(raw);
      if (typeof body === "object" && body !== null) {
        return new Problem({ correlationId, ...body }, response.status);
      }
    } catch {
      // Not JSON: a proxy's page. Its status line says more than its HTML.
    }
    const detail = `${response.status} ${response.statusText}`.trim();
    return new Problem({ title: `The server answered ${detail}`, correlationId }, response.status);
  }
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
