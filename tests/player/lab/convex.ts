/** A Convex deployment on a loopback port: the real functions in convex-test's engine, fed as the server feeds them. */
import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import type { LabSession } from "./session.ts";

const CONVEX = join(import.meta.dirname, "../../../convex");

export class Deployment {
  readonly url: string;
  readonly #secret: string;
  readonly #process: ChildProcess;
  #clock = Date.now();

  private constructor(url: string, secret: string, process: ChildProcess) {
    this.url = url;
    this.#secret = secret;
    this.#process = process;
  }

  static async start(): Promise<Deployment> {
    const started = spawn(process.execPath, ["tests/loopback/main.mjs"], {
      cwd: CONVEX, env: { ...process.env, AUTH_GITHUB_ID: "github-id", AUTH_GITHUB_SECRET: "github-secret" }, stdio: ["pipe", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: started.stdout! })) {
      if (!line.startsWith("{")) continue;
      const { url, secret } = JSON.parse(line) as { url: string; secret: string };
      return new Deployment(url, secret, started);
    }
    throw new Error("the Convex deployment didn't start");
  }

  stop(): void {
    this.#process.stdin?.end();
  }

  async lab<T>(what: string, body: unknown): Promise<T> {
    const response = await fetch(`${this.url}/lab/${what}`, { method: "POST", body: JSON.stringify(body) });
    return (await response.json()) as T;
  }

  /** Put a signed-in user into a page, as Convex Auth keeps one. */
  async signIn(page: Page, owner: string): Promise<void> {
    const { token, refreshToken } = await this.lab<{ token: string; refreshToken: string }>("sign-in", { email: `${owner}@example.org`, owner });
    const space = this.url.replaceAll(/[^a-zA-Z0-9]/g, "");
    await page.addInitScript(
      (kept) => {
        // Once: what the page renews stays.
        for (const [name, value] of kept) if (localStorage.getItem(name) === null) localStorage.setItem(name, value);
      },
      [[`__convexAuthJWT_${space}`, token], [`__convexAuthRefreshToken_${space}`, refreshToken]] as [string, string][],
    );
  }

  /** Tell the deployment how a session stands, as the server's signed callbacks do. */
  async tell(session: LabSession, owner: string, media: string, projectId = "prj_lab"): Promise<void> {
    const { scenes, format, id: sessionId, title, status, totalFrames } = session.snapshot();
    const { quality: _, ...size } = format;
    const project = { title: "Geometry", owner };
    for (const scene of scenes) {
      const { id: sceneId, url, posterUrl, progress: __, ...rest } = scene;
      const captions = [{ startMs: 0, endMs: 1000, text: `This is ${scene.title}, told with its scene.` }];
      const urls = { videoUrl: url && media + url, posterUrl: posterUrl && media + posterUrl };
      const body = { ...rest, ...urls, captions, projectId, sessionId, sceneId, checksum: null, project };
      await this.callback("/callbacks/scene-updated", body);
    }
    await this.callback("/callbacks/session-updated", {
      projectId, sessionId, seq: session.seq, title, status, totalFrames, sceneCount: scenes.length,
      format: { ...size, profile: "preview" }, updatedAt: Date.now(), project,
    });
  }

  /** One signed callback, as the server sends it. */
  async callback(path: string, body: unknown): Promise<void> {
    const text = JSON.stringify(body);
    // Two requests of one millisecond would be each other's replay.
    this.#clock = Math.max(this.#clock + 1, Date.now());
    const signature = createHmac("sha256", this.#secret).update(`${this.#clock}.${text}`).digest("hex");
    const headers = {
      "content-type": "application/json", "x-signature": signature, "x-timestamp": String(this.#clock), "x-correlation-id": randomUUID(),
    };
    const response = await fetch(this.url + path, { method: "POST", headers, body: text });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}
