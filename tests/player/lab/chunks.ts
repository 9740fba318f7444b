/** Chunks made by ffmpeg in the format the renderer writes, with their frame numbers burnt in as a strip of bits. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const FORMAT = { width: 854, height: 480, fps: 15, quality: "preview" };
export const BITS = 20;
export const BIT_WIDTH = 42;
export const STRIP_HEIGHT = 12;

export interface ChunkSpec {
  /** Goes into the strip above the frame number: 0 to 1023. */
  readonly tag: number;
  readonly frames: number;
  readonly title: string;
  readonly colour: string;
  /** Seconds of the tone before this chunk, so that its phase goes on over the boundary. */
  readonly toneFrom: number;
}

const made = join(tmpdir(), "proofreel-player-chunks");

/** The path of the chunk's file, made if it isn't there yet. */
export async function makeChunk(spec: ChunkSpec): Promise<string> {
  mkdirSync(made, { recursive: true });
  const name = createHash("sha256").update(JSON.stringify([spec, 5])).digest("hex").slice(0, 16);
  const path = join(made, `${name}.mp4`);
  if (existsSync(path)) return path;
  const { width, height, fps } = FORMAT;
  const seconds = spec.frames / fps;
  const text = (value: string): string => value.replaceAll(/[\\':%,]/g, "");
  const picture = [
    `gradients=s=${width}x${height}:r=${fps}:d=${seconds}:c0=${spec.colour}:c1=0x14151b:speed=0.02`,
    `drawtext=text='${text(spec.title)}':fontcolor=white:fontsize=44:x=(w-text_w)/2:y=h*0.38`,
    `drawtext=text='%{eif\\:n\\:d}':fontcolor=white@0.7:fontsize=26:x=(w-text_w)/2:y=h*0.55`,
  ].join(",");
  const partial = `${path}.${process.pid}.part`;
  await ffmpeg(
    [
      "-f", "lavfi", "-i", picture,
      "-f", "rawvideo", "-pix_fmt", "gray", "-s", `${width}x${STRIP_HEIGHT}`, "-r", String(fps), "-i", "pipe:0",
      "-f", "lavfi", "-i", `aevalsrc=0.4*sin(2*PI*440*(t+${spec.toneFrom})):s=48000:d=${seconds}`,
      "-filter_complex", `[0:v][1:v]overlay=0:${height - STRIP_HEIGHT}[v]`,
      "-map", "[v]", "-map", "2:a", "-t", String(seconds),
      "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-g", String(fps), "-bf", "0",
      "-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2",
      "-movflags", "+faststart", "-f", "mp4", partial,
    ],
    strips(spec),
  );
  renameSync(partial, path);
  return path;
}

/** A picture of the chunk's middle, as the server keeps it beside each chunk. */
export async function makePoster(spec: ChunkSpec): Promise<string> {
  const chunk = await makeChunk(spec);
  const path = chunk.replace(/\.mp4$/, ".jpg");
  if (existsSync(path)) return path;
  const cut = `crop=${FORMAT.width}:${FORMAT.height - STRIP_HEIGHT * 2}:0:0,scale=640:-2`;
  const partial = `${path}.${process.pid}.part`;
  await ffmpeg(["-ss", String(spec.frames / FORMAT.fps / 2), "-i", chunk, "-frames:v", "1", "-vf", cut, "-f", "mjpeg", partial], Buffer.alloc(0));
  renameSync(partial, path);
  return path;
}

function strips(spec: ChunkSpec): Buffer {
  const all = Buffer.alloc(FORMAT.width * STRIP_HEIGHT * spec.frames);
  for (let frame = 0; frame < spec.frames; frame++) {
    const value = spec.tag * 1024 + frame;
    for (let y = 0; y < STRIP_HEIGHT; y++) {
      const row = (frame * STRIP_HEIGHT + y) * FORMAT.width;
      for (let bit = 0; bit < BITS; bit++) {
        if ((value >> bit) & 1) all.fill(255, row + bit * BIT_WIDTH, row + (bit + 1) * BIT_WIDTH);
      }
    }
  }
  return all;
}

function ffmpeg(args: string[], input: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...args], {
      stdio: ["pipe", "inherit", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (data: Buffer) => (said += data.toString()));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg: ${said}`))));
  });
}
