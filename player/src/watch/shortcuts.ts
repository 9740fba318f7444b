/** The keyboard, as on YouTube. */
import type { Player } from "../playback/player.ts";
import { clamp } from "../playback/timeline.ts";

export interface Stage {
  toggleFullscreen(): void;
  togglePictureInPicture(): void;
  toggleCaptions(): void;
  toggleHelp(): void;
}

export const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export const SHORTCUTS: readonly (readonly [keys: string, does: string])[] = [
  ["Space or K", "Play or pause"],
  ["J and L", "10 seconds back or on"],
  ["← and →", "5 seconds back or on"],
  [", and .", "One frame back or on"],
  ["Shift P and Shift N", "Scene before or after"],
  ["0 to 9", "To that tenth of the video"],
  ["Home and End", "To the start or the end"],
  ["< and >", "Slower or faster"],
  ["↑ and ↓", "Louder or softer"],
  ["M", "Sound off or on"],
  ["C", "Captions"],
  ["F", "Full screen"],
  ["I", "Picture in picture"],
  ["?", "This list"],
];

/** Do what a key stands for; false if it stands for nothing here. */
export function press(event: KeyboardEvent, player: Player, stage: Stage): boolean {
  if (event.metaKey || event.altKey || event.ctrlKey || writes(event.target)) return false;
  const onButton = event.target instanceof HTMLElement && event.target.closest("button, a, [role=menuitemradio]");
  if (onButton && (event.key === " " || event.key === "Enter")) return false;
  const { frame, timeline, rate, volume, muted, place } = player.get();
  const by = (seconds: number) => (): void => player.seek(frame + Math.round(seconds * timeline.fps));
  const scene = (step: number) => (): void =>
    player.seekScene(clamp(place.segment + step, 0, timeline.segments.length - 1));
  const louder = (step: number) => (): void => player.setVolume(Math.round((volume + step) * 100) / 100);
  const faster = (step: number) => (): void => player.setRate(RATES[clamp(RATES.indexOf(rate) + step, 0, 7)] ?? 1);
  const keys: Record<string, () => void> = {
    " ": () => player.toggle(),
    k: () => player.toggle(),
    j: by(-10),
    l: by(10),
    ArrowLeft: by(-5),
    ArrowRight: by(5),
    ",": () => player.step(-1),
    ".": () => player.step(1),
    "<": faster(-1),
    ">": faster(1),
    N: scene(1),
    P: scene(-1),
    ArrowUp: louder(0.05),
    ArrowDown: louder(-0.05),
    Home: () => player.seek(0),
    End: () => player.seek(timeline.frames - 1),
    m: () => player.setMuted(!muted),
    c: () => stage.toggleCaptions(),
    f: () => stage.toggleFullscreen(),
    i: () => stage.togglePictureInPicture(),
    "?": () => stage.toggleHelp(),
  };
  const tenth = /^\d$/.test(event.key) ? Number(event.key) : null;
  const act = tenth === null ? keys[event.key] : () => player.seek(Math.floor((tenth / 10) * timeline.frames));
  if (!act) return false;
  act();
  event.preventDefault();
  return true;
}

function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable=true], .cm-editor") !== null;
}
