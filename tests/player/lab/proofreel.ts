/** The real server with a real sandbox, on a home of its own. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const COMMAND = join(import.meta.dirname, "../../../.venv/bin/proofreel");

export class Proofreel {
  readonly home = mkdtempSync(join(tmpdir(), "pr-home-"));
  url = "";
  #port = 0;
  #process: ChildProcess | null = null;

  /** Render a lesson into the home; gives the session's id. */
  async make(lesson: string): Promise<string> {
    const file = join(this.home, "lesson.md");
    writeFileSync(file, lesson);
    const args = ["make", file, "--quality", "preview", "-o", join(this.home, "out.mp4"), "--json"];
    const done = spawnSync(COMMAND, args, { env: this.#env, encoding: "utf-8", timeout: 240_000 });
    if (done.status !== 0) throw new Error(`proofreel make: ${done.stderr}`);
    return (JSON.parse(done.stdout) as { session: string }).session;
  }

  /** Start, at the port of the last time if there was one. */
  async start(): Promise<void> {
    const started = spawn(COMMAND, ["serve", "--http", "--port", String(this.#port)], { env: this.#env, stdio: ["ignore", "ignore", "pipe"] });
    this.#process = started;
    const said: string[] = [];
    for await (const line of createInterface({ input: started.stderr! })) {
      said.push(line);
      const found = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(line);
      if (!found) continue;
      this.#port = Number(found[1]);
      this.url = `http://127.0.0.1:${this.#port}`;
      started.stderr!.resume();
      return;
    }
    throw new Error(`proofreel serve: ${said.join("\n")}`);
  }

  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    await gone;
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  get #env(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PROOFREEL_"));
    return { ...Object.fromEntries(kept), PROOFREEL_HOME: this.home, PROOFREEL_SANDBOX: "bubblewrap", PROOFREEL_WORKERS: "1" };
  }
}
