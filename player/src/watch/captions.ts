/** WebVTT captions on the session's line. They are drawn by the player: two video elements can't share a text track. */
import type { Snapshot } from "../feed/types.ts";

export interface Cue {
  /** Seconds from the session's start. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const TIMING = /((?:\d+:)?\d{1,2}:\d{2}\.\d{3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}\.\d{3})/;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", nbsp: "\u00a0", lrm: "\u200e", rlm: "\u200f" };

export function parseCaptions(vtt: string): Cue[] {
  const cues: Cue[] = [];
  for (const block of vtt.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => TIMING.test(line));
    const timing = TIMING.exec(lines[at] ?? "");
    if (!timing?.[1] || !timing[2]) continue;
    const text = plain(lines.slice(at + 1).join("\n"));
    if (text) cues.push({ start: seconds(timing[1]), end: seconds(timing[2]), text });
  }
  return cues.sort((a, b) => a.start - b.start);
}

/** The captions that came with the scenes, on the session's line. */
export function cuesOf({ scenes, format }: Pick<Snapshot, "scenes" | "format">): Cue[] {
  return scenes.flatMap(({ startFrame, captions = [] }) =>
    captions.map(({ startMs, endMs, text }) => ({ start: startFrame / format.fps + startMs / 1000, end: startFrame / format.fps + endMs / 1000, text })),
  );
}

/** What is to be read at a time; empty between cues. */
export function captionAt(cues: readonly Cue[], time: number): string {
  return cues
    .filter((cue) => cue.start <= time && time < cue.end)
    .map((cue) => cue.text)
    .join("\n");
}

function seconds(stamp: string): number {
  return stamp.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, "")
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .trim();
}
