/** Where the viewer is: told to the model, so that "make this larger" can be understood; and set by it, through `seek`. */
import type { App } from "@modelcontextprotocol/ext-apps";
import type { Player } from "../playback/player.ts";
import { segmentOf, type PlayerState } from "../playback/player-state.ts";
import { clamp } from "../playback/timeline.ts";

/** A viewer who drags goes past many places. */
const SETTLED_MS = 800;

const SEEK = {
  name: "seek",
  title: "Go to a place in the video",
  description: "Show the user a moment of the open video: of a scene where scene_id is given, else of the whole.",
  inputSchema: {
    type: "object" as const,
    properties: { time_s: { type: "number", minimum: 0 }, scene_id: { type: "string" } },
    required: ["time_s"],
  },
  annotations: { readOnlyHint: true, openWorldHint: false },
};

/** Offer `seek` to the host; to be called before the app connects. */
export function offerSeek(app: App, player: () => Player | null): void {
  app.onlisttools = () => Promise.resolve({ tools: [SEEK] });
  app.oncalltool = ({ name, arguments: given }) => {
    const open = player();
    const failed = name !== SEEK.name ? `There is no tool ${name}.` : open ? goTo(open, given ?? {}) : "No video is open yet.";
    const text = failed ?? (open ? placeText(open.get()) : "");
    return Promise.resolve({ content: [{ type: "text" as const, text }], isError: failed !== null });
  };
}

/** Tell the model where the viewer is, whenever that has settled; gives how to stop. */
export function tellPlace(app: App, player: Player): () => void {
  let told = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    const state = player.get();
    const text = placeText(state);
    // Nobody points at a picture that moves, and before the first look nobody points at all.
    if (state.wantsPlay || !state.shown || text === told || !app.getHostCapabilities()?.updateModelContext) return;
    told = text;
    void app.updateModelContext({ content: [{ type: "text", text }] }).catch(() => undefined);
  };
  const stop = player.subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(tell, SETTLED_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function placeText(state: PlayerState): string {
  const segment = segmentOf(state);
  if (!segment) return "";
  const seconds = (state.place.local / state.timeline.fps).toFixed(1);
  const { scene } = segment;
  return `In the player: scene ${scene.index + 1} (${scene.title}, ${scene.id}), ${seconds} s into it.`;
}

/** Null, or why it can't be done. */
function goTo(player: Player, { time_s, scene_id }: Record<string, unknown>): string | null {
  const { timeline } = player.get();
  if (typeof time_s !== "number" || !(time_s >= 0)) return "time_s: seconds from 0 on.";
  const segment = scene_id === undefined ? null : timeline.segments.find(({ scene }) => scene.id === scene_id);
  if (segment === undefined) return `scene_id: this video has ${timeline.segments.map(({ scene }) => scene.id).join(", ")}.`;
  const [start, frames] = segment ? [segment.start, segment.frames] : [0, timeline.frames];
  player.seek(start + clamp(Math.floor(time_s * timeline.fps), 0, Math.max(0, frames - 1)));
  return null;
}
