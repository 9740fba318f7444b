import { useMemo, useRef, useState, type PointerEvent } from "react";
import type { Player } from "../playback/player.ts";
import { clock, frameAt } from "../playback/timeline.ts";
import { placeAt, shareOf, slotsOf } from "./layout.ts";
import { doneShare, sceneWord } from "./status.ts";
import { usePlayerState } from "./use-player.ts";

/** The line of a session: a piece per scene, a marker at each scene's first frame, and where we are. */
export function Scrubber({ player }: { player: Player }) {
  const timeline = usePlayerState(player, (state) => state.timeline);
  const place = usePlayerState(player, (state) => state.place);
  const slots = useMemo(() => slotsOf(timeline), [timeline]);
  const line = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);

  const shareUnder = (event: PointerEvent): number => {
    const box = line.current?.getBoundingClientRect();
    return box && box.width > 0 ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  };
  const seekTo = (event: PointerEvent): void => {
    const wanted = placeAt(timeline, slots, shareUnder(event));
    if (timeline.segments[wanted.segment]?.frames === 0) player.seekScene(wanted.segment);
    else player.seek(frameAt(timeline, wanted));
  };

  const at = shareOf(timeline, slots, place);
  const scene = timeline.segments[place.segment]?.scene;
  const frame = frameAt(timeline, place);
  const hovered = hover === null ? null : placeAt(timeline, slots, hover);
  return (
    <div className="pr-scrubber">
      <div
        ref={line}
        className="pr-line"
        role="slider"
        tabIndex={0}
        aria-label="Place in the video"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, timeline.frames - 1)}
        aria-valuenow={frame}
        aria-valuetext={`${clock(frame / timeline.fps)} of ${clock(timeline.frames / timeline.fps)}, scene ${place.segment + 1}${scene ? `: ${scene.title}` : ""}`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => {
          setHover(shareUnder(event));
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
        onPointerLeave={() => setHover(null)}
      >
        {slots.map((slot) => {
          const { scene: piece, url } = timeline.segments[slot.index] as (typeof timeline.segments)[number];
          const played = Math.min(1, Math.max(0, (at - slot.left) / (slot.width || 1)));
          const done = doneShare(piece);
          return (
            <span
              key={piece.id}
              className="pr-piece"
              data-status={url && piece.status !== "error" ? "ready" : piece.status}
              data-hover={hovered?.segment === slot.index || undefined}
              style={{ flexGrow: slot.width, flexBasis: 0 }}
            >
              {!url && done !== null ? <i className="pr-piece-done" style={{ width: `${done * 100}%` }} /> : null}
              <i className="pr-piece-played" style={{ transform: `scaleX(${played})` }} />
            </span>
          );
        })}
        <span className="pr-thumb" style={{ left: `${at * 100}%` }} />
      </div>
      {slots.slice(1).map((slot) => {
        const { scene: marked, start } = timeline.segments[slot.index] as (typeof timeline.segments)[number];
        return (
          <button
            key={marked.id}
            type="button"
            tabIndex={-1}
            className="pr-marker"
            style={{ left: `${slot.left * 100}%` }}
            data-frame={start}
            aria-label={`Scene ${slot.index + 1}: ${marked.title}`}
            onClick={() => player.seekScene(slot.index)}
          />
        );
      })}
      {hovered && hover !== null ? (
        <output className="pr-tip" style={{ left: `clamp(72px, ${hover * 100}%, calc(100% - 72px))` }}>
          <b>{timeline.segments[hovered.segment]?.scene.title}</b>
          {timeline.segments[hovered.segment]?.url
            ? clock(frameAt(timeline, hovered) / timeline.fps)
            : sceneWord(timeline.segments[hovered.segment]?.scene.status ?? "queued")}
        </output>
      ) : null}
    </div>
  );
}
