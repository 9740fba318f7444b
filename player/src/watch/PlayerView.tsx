/** The player as people know players: the picture, what overlies it, the controls. */
import "../styles/player.css";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Snapshot } from "../feed/types.ts";
import type { Player } from "../playback/player.ts";
import { Icon } from "../ui/icons.tsx";
import { captionAt, cuesOf, parseCaptions, type Cue } from "./captions.ts";
import { Controls } from "./Controls.tsx";
import { Overlay } from "./Overlay.tsx";
import { press, SHORTCUTS } from "./shortcuts.ts";
import { usePlayerState } from "./use-player.ts";

/** Controls go after this long without a move, while it plays. */
const IDLE_MS = 2600;

export function PlayerView({ player, session, global = false }: { player: Player; session: Snapshot; global?: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const cues = useCaptions(session);
  const [captions, setCaptions] = useState(true);
  const [help, setHelp] = useState(false);
  const fullscreen = useFullscreen(root);
  const plays = usePlayerState(player, (state) => state.phase === "playing");
  const phase = usePlayerState(player, (state) => state.phase);
  const [idle, wake] = useIdle();

  useEffect(() => {
    stage.current?.append(player.element);
  }, [player]);

  const switches = {
    fullscreen,
    captions,
    hasCaptions: cues.length > 0,
    toggleCaptions: () => setCaptions((shown) => !shown),
    toggleHelp: () => setHelp((shown) => !shown),
    toggleFullscreen: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void root.current?.requestFullscreen?.().catch(() => undefined);
    },
    togglePictureInPicture: () => {
      if (document.pictureInPictureElement) void document.exitPictureInPicture();
      else void player.video.requestPictureInPicture?.().catch(() => undefined);
    },
  };
  const onKey = (event: KeyboardEvent): void => {
    if (press(event, player, switches)) wake();
  };
  // On the watch page the keys are the page's; in the studio they are the player's while it has the focus.
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const target = global ? document : root.current;
    const listen = (event: Event): void => latest.current(event as KeyboardEvent);
    target?.addEventListener("keydown", listen);
    return () => target?.removeEventListener("keydown", listen);
  }, [global]);

  const { width, height } = session.format;
  return (
    <div
      ref={root}
      className="pr-player"
      role="region"
      aria-label={`Player: ${session.title}`}
      tabIndex={-1}
      data-phase={phase}
      data-idle={(plays && idle) || undefined}
      style={{ "--pr-aspect": `${width} / ${height}` } as React.CSSProperties}
      onPointerMove={wake}
      onFocus={wake}
    >
      <div className="pr-stage" ref={stage} onClick={() => player.toggle()} onDoubleClick={switches.toggleFullscreen} />
      <Poster player={player} />
      <Overlay player={player} />
      {captions ? <Captions player={player} cues={cues} /> : null}
      <Controls player={player} stage={switches} />
      {help ? <Help onClose={() => setHelp(false)} /> : null}
    </div>
  );
}

function Poster({ player }: { player: Player }) {
  const url = usePlayerState(player, (state) =>
    state.shown ? null : (state.timeline.segments[state.place.segment]?.scene.posterUrl ?? null),
  );
  return url ? <img className="pr-poster" src={url} alt="" /> : null;
}

function Captions({ player, cues }: { player: Player; cues: readonly Cue[] }) {
  const text = usePlayerState(player, (state) =>
    // Nothing is said yet while the big button stands over the poster.
    state.phase === "waiting" || state.phase === "failed" || (state.frame === 0 && !state.wantsPlay) ? "" : captionAt(cues, state.frame / state.timeline.fps),
  );
  if (!text) return null;
  return (
    <div className="pr-captions">
      <span>{text}</span>
    </div>
  );
}

function Help({ onClose }: { onClose(): void }) {
  const close = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => close.current?.focus(), []);
  return (
    <div className="pr-help" role="dialog" aria-label="Keyboard shortcuts" onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <header>
        <h2>Keyboard</h2>
        <button ref={close} type="button" className="pr-control" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <dl>
        {SHORTCUTS.map(([keys, does]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The session's captions: with its scenes, or fetched anew when a scene's version changes. */
function useCaptions(session: Snapshot): readonly Cue[] {
  const [fetched, setCues] = useState<readonly Cue[]>([]);
  const sent = useMemo(() => cuesOf(session), [session]);
  const url = session.captionsUrl;
  const versions = session.scenes.map((scene) => (scene.status === "ready" ? scene.version : "-")).join();
  useEffect(() => {
    if (!url) return;
    const abort = new AbortController();
    fetch(url, { signal: abort.signal })
      .then(async (response) => setCues(response.ok ? parseCaptions(await response.text()) : []))
      // A video without its captions is better than none: the old ones stay.
      .catch(() => undefined);
    return () => abort.abort();
  }, [url, versions]);
  return sent.length > 0 ? sent : fetched;
}

function useFullscreen(root: React.RefObject<HTMLElement | null>): boolean {
  const [fullscreen, setFullscreen] = useState(false);
  useEffect(() => {
    const changed = (): void => setFullscreen(document.fullscreenElement === root.current);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, [root]);
  return fullscreen;
}

function useIdle(): [boolean, () => void] {
  const [idle, setIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wake = (): void => {
    setIdle(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIdle(true), IDLE_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return [idle, wake];
}
