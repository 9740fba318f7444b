/** What lies over the picture while there's something to say: still rendering, failed, buffering, press play. */
import type { Player } from "../playback/player.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { doneShare, sceneWord, soFar } from "./status.ts";
import { usePlayerState } from "./use-player.ts";

export function Overlay({ player }: { player: Player }) {
  const phase = usePlayerState(player, (state) => state.phase);
  const wantsPlay = usePlayerState(player, (state) => state.wantsPlay);
  const problem = usePlayerState(player, (state) => state.problem);
  const started = usePlayerState(player, (state) => state.wantsPlay || state.frame > 0);
  if (phase === "empty") {
    return (
      <div className="pr-overlay" role="status">
        <p className="pr-overlay-title">No scenes yet</p>
        <p>They appear here as they are written.</p>
      </div>
    );
  }
  if (phase === "failed" && problem) {
    return (
      <div className="pr-overlay" tabIndex={0} role="group" aria-label="State of the scene">
        <ProblemNote problem={{ ...noteOf(problem), title: "This scene can't be played" }}>
          <button type="button" className="pr-button" onClick={() => player.retry()}>
            Try again
          </button>
          <SkipButton player={player} />
        </ProblemNote>
      </div>
    );
  }
  if (phase === "waiting") return <Waiting player={player} />;
  if (phase === "loading" && wantsPlay) return <div className="pr-spinner" role="status" aria-label="Buffering" />;
  if (phase === "paused" && !started) {
    return (
      <button type="button" className="pr-bigplay" aria-label="Play the video" onClick={() => player.play()}>
        <Icon name="play" size={34} />
      </button>
    );
  }
  return null;
}

function Waiting({ player }: { player: Player }) {
  const segment = usePlayerState(player, (state) => state.timeline.segments[state.place.segment]);
  if (!segment) return null;
  const { scene } = segment;
  if (scene.status === "error" && scene.error) {
    return (
      <div className="pr-overlay" tabIndex={0} role="group" aria-label="State of the scene">
        <ProblemNote problem={{ ...scene.error, title: `Scene ${segment.index + 1} failed` }}>
          <SkipButton player={player} />
        </ProblemNote>
      </div>
    );
  }
  const done = doneShare(scene);
  return (
    <div className="pr-overlay" role="status">
      <p className="pr-overlay-kicker">
        Scene {segment.index + 1} · {sceneWord(scene.status)}
      </p>
      <p className="pr-overlay-title">{scene.title}</p>
      <div className="pr-bar" data-indefinite={done === null || undefined}>
        <i style={{ width: `${(done ?? 0.3) * 100}%` }} />
      </div>
      <p className="pr-dim">{soFar(scene)}</p>
      <SkipButton player={player} />
    </div>
  );
}

function SkipButton({ player }: { player: Player }) {
  const next = usePlayerState(player, (state) =>
    state.timeline.segments.find((segment) => segment.index > state.place.segment && segment.url !== null),
  );
  if (!next) return null;
  return (
    <button type="button" className="pr-button pr-button-quiet" onClick={() => player.skip()}>
      Skip to scene {next.index + 1}
    </button>
  );
}

function noteOf(problem: { message: string; fix: string | null; code: string; correlationId: string | null }) {
  const { message, fix, code, correlationId } = problem;
  return { message, fix, code, correlationId };
}
