/** A server that speaks the player's HTTP API over made-up sessions, with switches for what can go wrong. */
import { randomUUID } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { AddressInfo } from "node:net";
import { makeChunk, makePoster } from "./chunks.ts";
import { LabSession, type Logged, type StoredScene } from "./session.ts";

const WEB = join(import.meta.dirname, "../../../server/web");
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

class Refusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>) {
    super(String(body["detail"]));
    this.status = status;
    this.body = body;
  }
}

/** The HTTP side; start, stop and start again on the same port to play a restart. */
export class LabServer {
  readonly sessions = new Map<string, LabSession>();
  /** Requests as they came, for tests to look at. */
  readonly requests: { method: string; path: string; lastEventId: string | null }[] = [];
  /** A refusal per path; taken away by the test that put it there. */
  readonly refuse = new Map<string, { status: number; body: Record<string, unknown> }>();
  /** What the pages are told of where their data lives. */
  config: Record<string, string> = {};
  #server: Server | null = null;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(port = this.#port): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  session(id: string, title = "How a circle becomes a line"): LabSession {
    const session = new LabSession(id, title);
    this.sessions.set(id, session);
    return session;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", this.url).pathname;
    const method = request.method ?? "GET";
    this.requests.push({ method, path, lastEventId: (request.headers["last-event-id"] as string) ?? null });
    try {
      const refused = this.refuse.get(`${method} ${path}`) ?? this.refuse.get(path);
      if (refused) throw new Refusal(refused.status, refused.body);
      if (path.startsWith("/api/") && path.endsWith("/events")) this.#events(path, request, response);
      else if (path.startsWith("/api/")) await this.#api(method, path, request, response);
      else if (path.startsWith("/media/")) await this.#media(path, request, response);
      else this.#page(path, response);
    } catch (thrown) {
      const refusal =
        thrown instanceof Refusal ? thrown : new Refusal(500, { title: "It broke", detail: String(thrown), code: "broken" });
      json(response, refusal.status, { type: "about:blank", status: refusal.status, fix: null, correlationId: randomUUID(), ...refusal.body }, "application/problem+json");
    }
  }

  #events(path: string, request: IncomingMessage, response: ServerResponse): void {
    const session = this.#find(path.split("/")[3] ?? "");
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const write = (seq: number | null, event: string, data: unknown): void => {
      response.write(`${seq === null ? "" : `id: ${seq}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const since = Number(request.headers["last-event-id"] ?? NaN);
    if (Number.isNaN(since)) write(session.seq, "snapshot", session.snapshot());
    else for (const old of session.log) if (old.seq > since) write(old.seq, old.event, old.data);
    const listener = (logged: Logged | null, name: string, data: unknown): void => write(logged?.seq ?? null, name, data);
    session.listeners.add(listener);
    request.on("close", () => session.listeners.delete(listener));
  }

  async #api(method: string, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , kind, id = "", verb = ""] = path.split("/");
    const body: Record<string, any> = method === "POST" ? await read(request) : {};
    if (kind === "projects") return json(response, 200, { projects: this.#projects() });
    if (kind === "sessions") {
      const session = this.#find(id);
      if (verb === "captions.vtt") return send(response, 200, session.captions(), "text/vtt");
      if (verb === "captions.srt") return send(response, 200, "1\n00:00:00,000 --> 00:00:02,000\nSpoken.\n", "application/x-subrip");
      if (verb === "export") return json(response, 200, { url: `/media/export/${id}.mp4` });
      if (verb === "scenes") {
        const stored = session.place(body["title"], body["index"]);
        if (body["blocks"]) session.setBlocks(stored, body["blocks"]);
        session.reordered();
        void session.render(stored);
        return json(response, 202, stored.scene);
      }
      return json(response, 200, session.snapshot());
    }
    const session = [...this.sessions.values()].find((candidate) => candidate.stored.some((s) => s.scene.id === id));
    const stored = session?.stored.find((candidate) => candidate.scene.id === id);
    if (!session || !stored) throw missing("scene", id);
    if (method === "DELETE") {
      session.stored.splice(session.stored.indexOf(stored), 1);
      session.reordered();
      return send(response, 204, "", "text/plain");
    }
    if (verb === "source") {
      const { code, blocks } = session.current(stored);
      return json(response, 200, { version: stored.scene.version, kind: blocks ? "blocks" : "code", code, blocks });
    }
    if (verb === "history") {
      return json(response, 200, { versions: stored.versions.toReversed().map(({ code: _, spec: __, blocks: ___, ...version }) => version) });
    }
    if (verb === "check") return json(response, 200, { findings: findings(String(body["code"])) });
    if (verb === "preview") return json(response, 200, await this.#preview(session, stored, String(body["code"] ?? "")));
    if (verb === "duplicate") {
      const twin = session.duplicate(stored);
      return json(response, 201, twin.scene);
    }
    if (verb === "move") {
      session.stored.splice(session.stored.indexOf(stored), 1);
      session.stored.splice(body["index"], 0, stored);
      session.reordered();
      return json(response, 200, stored.scene);
    }
    if (verb === "revert") {
      const version = stored.versions.find((candidate) => candidate.version === body["version"]);
      if (!version?.spec) throw missing("version", String(body["version"]));
      for (const other of stored.versions) other.current = other === version;
      session.change(stored, {
        version: version.version, status: "ready", error: null, durationInFrames: version.spec.frames,
        url: `/media/projects/prj_lab/sessions/${session.id}/scenes/${stored.scene.id}/v${version.version}.mp4`,
      });
      return json(response, 202, stored.scene);
    }
    if (verb === "edit" && body["version"] !== stored.scene.version) {
      throw new Refusal(409, {
        title: "Somebody else was first", detail: `The scene is at version ${stored.scene.version} by now.`,
        code: "stale_version", currentVersion: stored.scene.version, diff: session.current(stored).diff,
        fix: "Look at what changed and save again.",
      });
    }
    const code = String(body["code"] ?? session.current(stored).code);
    if (verb === "edit" || verb === "prompt") {
      stored.scene = { ...stored.scene, version: Math.max(...stored.versions.map((v) => v.version)) + 1 };
      const added = code.split("\n").map((line) => `+${line}`).slice(0, 6).join("\n");
      session.addVersion(stored, code, body["prompt"] ? `prompt: ${String(body["prompt"])}` : "edited by hand", `@@ -1,3 +1,6 @@\n from manim import *\n-old line\n${added}`);
      if (body["blocks"]) session.setBlocks(stored, body["blocks"]);
    }
    session.change(stored, { status: "queued", error: null });
    void session.render(stored);
    json(response, 202, stored.scene);
  }

  async #media(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [sceneId, file] = path.split("/").slice(-2) as [string, string];
    const session = [...this.sessions.values()].find((s) => s.stored.some((stored) => stored.scene.id === sceneId));
    const version = session?.stored
      .find((stored) => stored.scene.id === sceneId)
      ?.versions.find((candidate) => `v${candidate.version}` === file.replace(/\.\w+$/, ""));
    if (!version?.spec) throw missing("chunk", path);
    if (file.endsWith(".jpg")) return send(response, 200, readFileSync(await makePoster(version.spec)), "image/jpeg");
    const chunk = await makeChunk(version.spec);
    const { size } = statSync(chunk);
    const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "");
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    response.writeHead(range ? 206 : 200, {
      "content-type": "video/mp4", "accept-ranges": "bytes", "content-length": end - start + 1,
      "access-control-allow-origin": "*", "cache-control": "public, max-age=31536000, immutable",
      ...(range ? { "content-range": `bytes ${start}-${end}/${size}` } : {}),
    });
    createReadStream(chunk, { start, end }).pipe(response);
  }

  /** A rehearsal that finds what the words "too_wide" stand for. */
  async #preview(session: LabSession, stored: StoredScene, code: string): Promise<unknown> {
    if (!code.includes("too_wide")) {
      return { ok: true, code, findings: findings(code), error: null, frames: 60, durationS: 4, pictures: {} };
    }
    const spec = session.current(stored).spec;
    const picture = spec ? readFileSync(await makePoster(spec)).toString("base64") : "";
    const layout = (message: string, fix: string, boxes: number[][], severity = "error"): unknown => ({
      rule: "off-frame", severity, stage: "layout", time_s: 1.2, frame: 18, play: 1, line: 8, view: [-7.11, -4, 7.11, 4],
      message, fix, edit: null, things: boxes.map((box, at) => ({ name: ["title", "label"][at], text: "", box })),
    });
    return {
      ok: false, code, error: null, frames: 60, durationS: 4, pictures: { 18: `data:image/jpeg;base64,${picture}` },
      findings: [
        layout("`title` leaves the frame at the right by 1.4.", "Scale it down: title.scale_to_fit_width(12).", [[-2.2, 0.1, 8.5, 1.6]]),
        layout("`label` lies over `title`.", "Move it: label.shift(DOWN * 0.8).", [[-2.2, 0.1, 8.5, 1.6], [-1, -0.6, 1.2, 0.5]], "warning"),
      ],
    };
  }

  #page(path: string, response: ServerResponse): void {
    const file = join(WEB, path);
    const found = path !== "/" && file.startsWith(WEB) && existsSync(file) ? file : join(WEB, "index.html");
    const type = TYPES[extname(found)] ?? "application/octet-stream";
    if (!found.endsWith("index.html")) return send(response, 200, readFileSync(found), type);
    send(response, 200, readFileSync(found, "utf-8").replace(/(id="proofreel-config">)\{\}/, `$1${JSON.stringify(this.config)}`), type);
  }

  #projects(): unknown[] {
    const sessions = [...this.sessions.values()].map((session) => ({
      id: session.id, title: session.title, status: session.status, totalFrames: session.snapshot().totalFrames,
      sceneCount: session.stored.length, updatedAt: Date.now() - 3_600_000,
      posterUrl: session.stored.find((stored) => stored.scene.posterUrl)?.scene.posterUrl ?? null,
      readyCount: session.stored.filter((stored) => stored.scene.status === "ready").length,
    }));
    return sessions.length === 0 ? [] : [{ id: "prj_lab", title: "Geometry", updatedAt: Date.now(), sessions }];
  }

  #find(id: string): LabSession {
    const session = this.sessions.get(id);
    if (!session) throw missing("session", id);
    return session;
  }
}

function missing(what: string, id: string): Refusal {
  return new Refusal(404, { title: `No such ${what}`, detail: `There is no ${what} ${id}.`, code: `${what}_not_found`, fix: "Look at the list for what there is." });
}

function findings(code: string): unknown[] {
  const at = code.split("\n").findIndex((line) => line.includes("Circel"));
  if (at < 0) return [];
  const column = (code.split("\n")[at] as string).indexOf("Circel") + 1;
  return [{ rule: "unknown-name", severity: "error", line: at + 1, column, end_line: at + 1, end_column: column + 6, message: "manim has no `Circel`.", fix: "Did you mean `Circle`?", edit: { old: "Circel", new: "Circle" }, stage: "source" }];
}

async function read(request: IncomingMessage): Promise<Record<string, any>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString() || "{}");
}

function json(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  send(response, status, JSON.stringify(body), type);
}

function send(response: ServerResponse, status: number, body: string | Buffer, type: string): void {
  response.writeHead(status, { "content-type": type });
  response.end(body);
}
