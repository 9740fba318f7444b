/** A made-up session: its scenes, their versions and chunks, and what happens to them. */
import { randomUUID } from "node:crypto";
import type { Block, Scene, SceneVersion, Snapshot } from "../../../player/src/feed/types.ts";
import { FORMAT, makeChunk, type ChunkSpec } from "./chunks.ts";

const COLOURS = ["0x3b4cca", "0x1f8a70", "0xb04a7a", "0xa86420", "0x6a3fb5", "0x2a7fa8"];

interface StoredVersion extends SceneVersion {
  code: string;
  blocks: Block[] | null;
  spec: ChunkSpec | null;
}

export interface StoredScene {
  scene: Scene;
  versions: StoredVersion[];
}

export interface Logged {
  readonly seq: number;
  readonly event: string;
  readonly data: unknown;
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function sceneCode(title: string): string {
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
