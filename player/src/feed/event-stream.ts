/** Server-sent events over `fetch`: unlike EventSource it outlives error answers and can say where it left off. */

export interface StreamEvent {
  event: string;
  data: string;
  id: string | null;
}

/** Cut a text stream into events, as in the WHATWG's "event stream interpretation". */
export class EventParser {
  #rest = "";
  #event = "";
  #data: string[] = [];
  #id: string | null = null;

  push(chunk: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    // A CR at the very end may be half of a CRLF: leave it for the next chunk.
    const text = this.#rest + chunk;
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== "") this.#field(line);
      else if (this.#data.length > 0) {
        events.push({ event: this.#event || "message", data: this.#data.join("\n"), id: this.#id });
      }
      if (line === "") {
        this.#event = "";
        this.#data = [];
        this.#id = null;
      }
    }
    return events;
  }

  #field(line: string): void {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#id = value;
  }
}

export interface StreamHandlers {
  onOpen(): void;
  onEvent(event: StreamEvent): void;
  /**
   * A connection ended: `reason` is a Response that isn't 200, what fetch threw, or null where the server closed it.
   * Returns whether to try again.
   */
  onDrop(reason: unknown): boolean;
}

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;
/** Servers send a comment at least every 15 s; three missed mean that nobody is there. */
const SILENCE_MS = 45_000;

/** Stay connected to `url` until the returned function is called. */
export function openEventStream(url: string, handlers: StreamHandlers): () => void {
  let stopped = false;
  let lastId: string | null = null;
  let failures = 0;
  let current: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = async (): Promise<void> => {
    const abort = new AbortController();
    current = abort;
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    const alive = (): void => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => abort.abort(new DOMException("silent", "TimeoutError")), SILENCE_MS);
    };
    let reason: unknown = null;
    try {
      alive();
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (lastId !== null) headers["last-event-id"] = lastId;
      const response = await fetch(url, { headers, signal: abort.signal, cache: "no-store" });
      if (!response.ok || !response.body) throw response;
      failures = 0;
      handlers.onOpen();
      const parser = new EventParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        alive();
        for (const event of parser.push(value)) {
          if (event.id !== null) lastId = event.id;
          handlers.onEvent(event);
        }
      }
    } catch (thrown) {
      reason = thrown;
    } finally {
      clearTimeout(watchdog);
      abort.abort();
    }
    if (stopped || !handlers.onDrop(reason)) return;
    failures += 1;
    // Spread out, so that a restarted server isn't met by everybody in one moment.
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);
    timer = setTimeout(hurry, wait);
  };

  const hurry = (): void => {
    if (timer === undefined || stopped) return;
    clearTimeout(timer);
    timer = undefined;
    void connect();
  };
  const onVisible = (): void => {
    if (document.visibilityState === "visible" && failures > 1) hurry();
  };
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", onVisible);
  void connect();

  return () => {
    stopped = true;
    clearTimeout(timer);
    current?.abort();
    window.removeEventListener("online", hurry);
    document.removeEventListener("visibilitychange", onVisible);
  };
}
