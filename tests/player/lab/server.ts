/** A server that speaks the player's HTTP API over made-up sessions, with switches for what can go wrong. */
import { randomUUID } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { AddressInfo } from "node:net";
import type { Block, Scene, SceneVersion, Snapshot } from "../../../player/src/feed/types.ts";
import { FORMAT, makeChunk, makePoster, type ChunkSpec } from "./chunks.ts";

const WEB = join(import.meta.dirname, "../../../server/web");
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
export const COLOURS = ["0x3b4cca", "0x1f8a70", "0xb04a7a", "0xa86420", "0x6a3fb5", "0x2a7fa8"];

interface StoredVersion extends SceneVersion {
  code: string;
  blocks: Block[] | null;
  spec: ChunkSpec | null;
}

interface StoredScene {
  scene: Scene;
  versions: StoredVersion[];
}

interface Logged {
  readonly seq: number;
  readonly event: string;
  readonly data: unknown;
}

class Refusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>) {
    super(String(body["detail"]));
    this.status = status;
    this.body = body;
  }
}

/** One session; its state outlives the server's restarts. */
export class LabSession {
  readonly stored: StoredScene[] = [];
  readonly log: Logged[] = [];
  readonly id: string;
  title: string;
  seq = 0;
  status: Snapshot["status"] = "idle";
  /** `render` decides what becomes of an edit; tests replace it. */
  render: (scene: StoredScene) => Promise<void>;
  readonly listeners = new Set<(logged: Logged | null, name: string, data: unknown) => void>();

  constructor(id: string, title: string) {
    this.id = id;
    this.title = title;
    this.render = (stored) => this.finish(stored, 20 + ((stored.scene.version * 7) % 20));
  }

  async add(title: string, frames: number, index = this.stored.length): Promise<StoredScene> {
    const stored = this.place(title, index);
    if (frames > 0) await this.ready(stored, frames);
    return stored;
  }

  /** Make a scene one of blocks. */
  setBlocks(stored: StoredScene, blocks: Block[]): void {
    this.current(stored).blocks = blocks;
  }

  place(title: string, index = this.stored.length): StoredScene {
    const scene: Scene = {
      id: `scn_${this.id}_${randomUUID().slice(0, 6)}`, index, title, status: "queued", version: 1, seq: ++this.seq,
      startFrame: 0, endFrame: -1, durationInFrames: 0, url: null, posterUrl: null, error: null, progress: null,
      updatedAt: Date.now(),
    };
    const stored: StoredScene = { scene, versions: [] };
    this.addVersion(stored, sceneCode(title), "created", "");
    this.stored.splice(index, 0, stored);
    this.arrange();
    return stored;
  }

  /** The same once more behind it, with its chunk. */
  duplicate(stored: StoredScene): StoredScene {
    const id = `scn_${this.id}_${randomUUID().slice(0, 6)}`;
    const twin: StoredScene = {
      scene: { ...stored.scene, id, version: 1, seq: ++this.seq },
      versions: [{ ...this.current(stored), version: 1, change: `a copy of scene ${stored.scene.index + 1}`, diff: "" }],
    };
    this.stored.splice(stored.scene.index + 1, 0, twin);
    this.reordered();
    return twin;
  }

  addVersion(stored: StoredScene, code: string, change: string, diff: string): void {
    for (const version of stored.versions) version.current = false;
    const { version } = stored.scene;
    stored.versions.push({
      version, createdAt: Date.now() - 60_000 * (20 - version * 3), author: version === 1 ? "director" : "you", change,
      checksum: null, current: true, diff, code, spec: null, blocks: null,
    });
  }

  current(stored: StoredScene): StoredVersion {
    return stored.versions.find((version) => version.current) as StoredVersion;
  }

  async ready(stored: StoredScene, frames: number): Promise<void> {
    const at = this.stored.indexOf(stored);
    if (at < 0) return; // removed meanwhile
    const before = this.stored.slice(0, at).reduce((sum, other) => sum + other.scene.durationInFrames, 0);
    const spec: ChunkSpec = {
      tag: (at + 1) * 16 + stored.scene.version, frames, title: stored.scene.title,
      colour: COLOURS[at % COLOURS.length] as string, toneFrom: before / FORMAT.fps,
    };
    await makeChunk(spec);
    const version = this.current(stored);
    version.spec = spec;
    version.checksum = randomUUID().replaceAll("-", "");
    this.change(stored, {
      status: "ready", durationInFrames: frames, error: null, progress: null,
      url: `/media/projects/prj_lab/sessions/${this.id}/scenes/${stored.scene.id}/v${stored.scene.version}.mp4`,
      posterUrl: `/media/projects/prj_lab/sessions/${this.id}/scenes/${stored.scene.id}/v${stored.scene.version}.jpg`,
    });
  }

  /** A render as it goes: statuses in order, progress, the new chunk. */
  async finish(stored: StoredScene, frames: number): Promise<void> {
    this.change(stored, { status: "rendering" });
    for (let done = 0; done <= frames; done += Math.ceil(frames / 4)) {
      this.tell(null, "progress", { sceneId: stored.scene.id, done, total: frames });
      await pause(60);
    }
    this.change(stored, { status: "uploading" });
    await this.ready(stored, frames);
  }

  fail(stored: StoredScene, message: string): void {
    this.change(stored, {
      status: "error", progress: null,
      error: {
        code: "scene_failed", message, line: 7, correlationId: randomUUID(),
        fix: "The name is misspelt: use `Circle`.",
      },
    });
  }

  change(stored: StoredScene, change: Partial<Scene>): void {
    if (!this.stored.includes(stored)) return; // removed meanwhile
    stored.scene = { ...stored.scene, ...change, seq: ++this.seq, updatedAt: Date.now() };
    this.arrange();
    this.tell(this.seq, "scene", { seq: this.seq, version: stored.scene.version, scene: stored.scene });
    this.seq += 1;
    const { scenes: _, ...info } = this.snapshot();
    this.tell(this.seq, "session", info);
  }

  arrange(): void {
    let startFrame = 0;
    this.stored.forEach((stored, index) => {
      const { durationInFrames } = stored.scene;
      stored.scene = { ...stored.scene, index, startFrame, endFrame: startFrame + durationInFrames - 1 };
      startFrame += durationInFrames;
    });
    const statuses = this.stored.map((stored) => stored.scene.status);
    const busy = statuses.some((status) => status !== "ready" && status !== "error");
    this.status = statuses.length === 0 ? "idle" : busy ? "rendering" : statuses.includes("error") ? "error" : "ready";
  }

  reordered(): void {
    this.seq += 1;
    this.arrange();
    this.tell(this.seq, "snapshot", this.snapshot());
  }

  tell(seq: number | null, event: string, data: unknown): void {
    const logged = seq === null ? null : { seq, event, data };
    if (logged) this.log.push(logged);
    for (const listener of this.listeners) listener(logged, event, data);
  }

  snapshot(): Snapshot {
    const scenes = this.stored.map((stored) => stored.scene);
    return {
      id: this.id, projectId: "prj_lab", title: this.title, status: this.status, seq: this.seq, format: FORMAT,
      totalFrames: scenes.reduce((sum, scene) => sum + scene.durationInFrames, 0), scenes,
      exportUrl: null, captionsUrl: `/api/sessions/${this.id}/captions.vtt`, canPrompt: true,
    };
  }

  captions(): string {
    const stamp = (seconds: number): string =>
      `00:${String(Math.floor(seconds / 60)).padStart(2, "0")}:${(seconds % 60).toFixed(3).padStart(6, "0")}`;
    const cues = this.stored.map(({ scene }) => {
      const from = scene.startFrame / FORMAT.fps;
      const to = from + scene.durationInFrames / FORMAT.fps;
      return `${stamp(from)} --> ${stamp(to)}\nThis is <i>${scene.title}</i>, spoken aloud.`;
    });
    return `WEBVTT\n\n${cues.join("\n\n")}\n`;
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

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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

export function sceneCode(title: string): string {
  return `from manim import *


class Scene1(Scene):
    """${title}."""

    def construct(self):
        title = Text("${title}", font_size=48).to_edge(UP)
        circle = Circle(radius=1.5, color=BLUE)
        label = MathTex(r"A = \\pi r^2").next_to(circle, DOWN)
        self.play(Write(title), run_time=1.2)
        self.play(Create(circle), FadeIn(label, shift=UP))
        self.wait(2)
`;
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
