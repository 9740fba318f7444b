import { useLayoutEffect, useRef, useState, type ReactNode } from "react";
import type { Player } from "../playback/player.ts";
import { clock } from "../playback/timeline.ts";
import { Icon, type IconName } from "../ui/icons.tsx";
import { Scrubber } from "./Scrubber.tsx";
import { RATES } from "./shortcuts.ts";
import { sceneWord } from "./status.ts";
import { usePlayerState } from "./use-player.ts";

export interface StageSwitches {
  readonly fullscreen: boolean;
  readonly captions: boolean;
  readonly hasCaptions: boolean;
  toggleFullscreen(): void;
  togglePictureInPicture(): void;
  toggleCaptions(): void;
}

export function Controls({ player, stage }: { player: Player; stage: StageSwitches }) {
  const ended = usePlayerState(player, (state) => state.phase === "ended");
  const plays = usePlayerState(player, (state) => state.wantsPlay);
  const muted = usePlayerState(player, (state) => state.muted || state.volume === 0);
  const volume = usePlayerState(player, (state) => (state.muted ? 0 : state.volume));
  return (
    <div className="pr-controls">
      <Scrubber player={player} />
      <div className="pr-row">
        <Button
          icon={ended ? "replay" : plays ? "pause" : "play"}
          label={ended ? "Play again" : plays ? "Pause" : "Play"}
          keys="k"
          onClick={() => player.toggle()}
        />
        <Button icon="stepBack" label="One frame back" keys="," wide onClick={() => player.step(-1)} />
        <Button icon="stepForward" label="One frame on" keys="." wide onClick={() => player.step(1)} />
        <span className="pr-volume">
          <Button
            icon={muted ? "muted" : "volume"}
            label={muted ? "Sound on" : "Sound off"}
            keys="m"
            onClick={() => player.setMuted(!player.get().muted)}
          />
          <input
            type="range"
            aria-label="Volume"
            min={0}
            max={1}
            step={0.05}
            value={volume}
            onChange={(event) => player.setVolume(Number(event.target.value))}
          />
        </span>
        <Time player={player} />
        <span className="pr-gap" />
        <Chapters player={player} />
        <Speed player={player} />
        {stage.hasCaptions ? (
          <Button
            icon="captions"
            label="Captions"
            keys="c"
            pressed={stage.captions}
            onClick={() => stage.toggleCaptions()}
          />
        ) : null}
        {document.pictureInPictureEnabled ? (
          <Button
            icon="pip"
            label="Picture in picture"
            keys="i"
            wide
            onClick={() => stage.togglePictureInPicture()}
          />
        ) : null}
        <Button
          icon={stage.fullscreen ? "windowed" : "fullscreen"}
          label={stage.fullscreen ? "Leave full screen" : "Full screen"}
          keys="f"
          onClick={() => stage.toggleFullscreen()}
        />
      </div>
    </div>
  );
}

interface ButtonProps {
  icon: IconName;
  label: string;
  keys: string;
  pressed?: boolean;
  wide?: boolean;
  onClick(): void;
}

function Button({ icon, label, keys, pressed, wide, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      className="pr-control"
      data-wide={wide || undefined}
      aria-label={label}
      aria-keyshortcuts={keys}
      title={`${label} (${keys})`}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      onClick={onClick}
    >
      <Icon name={icon} size={22} />
    </button>
  );
}

function Time({ player }: { player: Player }) {
  const second = usePlayerState(player, (state) => Math.floor(state.frame / state.timeline.fps));
  const total = usePlayerState(player, (state) => Math.round(state.timeline.frames / state.timeline.fps));
  const frame = usePlayerState(player, (state) => (state.phase === "paused" ? state.frame : null));
  return (
    <span className="pr-time">
      {clock(second)} <span className="pr-dim">/ {clock(total)}</span>
      {frame === null ? null : <span className="pr-frame"> frame {frame}</span>}
    </span>
  );
}

function Speed({ player }: { player: Player }) {
  const rate = usePlayerState(player, (state) => state.rate);
  return (
    <Menu label={`Speed ${rate}×`} face={<span className="pr-rate">{rate}×</span>}>
      {(close) =>
        RATES.map((choice) => (
          <button
            key={choice}
            type="button"
            role="menuitemradio"
            aria-checked={choice === rate}
            onClick={() => {
              player.setRate(choice);
              close();
            }}
          >
            {choice === 1 ? "Normal" : `${choice}×`}
          </button>
        ))
      }
    </Menu>
  );
}

function Chapters({ player }: { player: Player }) {
  const timeline = usePlayerState(player, (state) => state.timeline);
  const current = usePlayerState(player, (state) => state.place.segment);
  const title = timeline.segments[current]?.scene.title ?? "";
  return (
    <Menu
      label={`Scenes, now ${current + 1}: ${title}`}
      face={
        <span className="pr-chapter-face">
          <Icon name="chapters" size={18} />
          <span>{title}</span>
        </span>
      }
    >
      {(close) =>
        timeline.segments.map((segment) => (
          <button
            key={segment.scene.id}
            type="button"
            role="menuitemradio"
            aria-checked={segment.index === current}
            className="pr-chapter"
            onClick={() => {
              player.seekScene(segment.index);
              close();
            }}
          >
            <span className="pr-chapter-title">{segment.scene.title}</span>
            <span className="pr-chapter-time">
              {segment.url ? clock(segment.start / timeline.fps) : sceneWord(segment.scene.status)}
            </span>
          </button>
        ))
      }
    </Menu>
  );
}

interface MenuProps {
  label: string;
  face: ReactNode;
  children(close: () => void): ReactNode;
}

/** A button with a list over it; arrows move in the list, Escape or a click elsewhere closes it. */
function Menu({ label, face, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector("button")?.focus();
  };
  // Before the next key: it is meant for the list.
  useLayoutEffect(() => {
    if (!open) return;
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitemradio]") ?? [])];
    (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (!open) return;
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitemradio]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (to !== undefined) items.at(to % items.length)?.focus();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className="pr-menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        className="pr-control"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open ? (
        <div className="pr-menu-list" role="menu" aria-label={label}>
          {children(close)}
        </div>
      ) : null}
    </span>
  );
}
