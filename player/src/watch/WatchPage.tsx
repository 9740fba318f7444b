/** `/watch/{id}`: the player, its title and its scenes. */
import { useEffect } from "react";
import type { Source } from "../feed/source.ts";
import type { Snapshot } from "../feed/types.ts";
import { useFeed } from "../feed/use-feed.ts";
import type { Connection } from "../feed/feed.ts";
import { Unavailable } from "../ui/Unavailable.tsx";
import { clock } from "../playback/timeline.ts";
import { PlayerView } from "./PlayerView.tsx";
import { sceneWord, sessionWord } from "./status.ts";
import { usePlayer, usePlayerState } from "./use-player.ts";
import type { Player } from "../playback/player.ts";

export function WatchPage({ source, sessionId }: { source: Source; sessionId: string }) {
  const { session, problem, connection } = useFeed(source, sessionId);
  if (session) return <Watch session={session} connection={connection} />;
  return (
    <main className="pr-watch">
      {problem ? (
        <Unavailable title="The video can’t be shown" problem={problem} account={source.account} />
      ) : (
        <>
          <h1 className="pr-hidden">Loading the video</h1>
          <div className="pr-player pr-skeleton" role="status" aria-label="Loading the video" />
        </>
      )}
    </main>
  );
}

function Watch({ session, connection }: { session: Snapshot; connection: Connection }) {
  const player = usePlayer(session);
  useEffect(() => {
    document.title = `${session.title} · proofreel`;
  }, [session.title]);
  useEffect(() => {
    // For tests and for people who look: the player of this page.
    Object.assign(window, { proofreel: { player } });
  }, [player]);
  return (
    <main className="pr-watch">
      <PlayerView player={player} session={session} global />
      <header className="pr-watch-head">
        <h1>{session.title}</h1>
        {session.status === "ready" ? null : (
          <span className="pr-pill" data-status={session.status}>
            {sessionWord(session.status)}
          </span>
        )}
        {connection === "reconnecting" ? (
          <span className="pr-pill" data-status="queued" role="status">
            Reconnecting
          </span>
        ) : null}
      </header>
      <Scenes player={player} />
    </main>
  );
}

function Scenes({ player }: { player: Player }) {
  const timeline = usePlayerState(player, (state) => state.timeline);
  const current = usePlayerState(player, (state) => state.place.segment);
  return (
    <ol className="pr-scenes" aria-label="Scenes">
      {timeline.segments.map((segment) => (
        <li key={segment.scene.id}>
          <button
            type="button"
            aria-current={segment.index === current || undefined}
            onClick={() => player.seekScene(segment.index)}
          >
            <span className="pr-scenes-number">{segment.index + 1}</span>
            <span className="pr-scenes-title">{segment.scene.title}</span>
            {segment.url ? (
              <time>{clock(segment.start / timeline.fps)}</time>
            ) : (
              <span className="pr-pill" data-status={segment.scene.status}>
                {sceneWord(segment.scene.status)}
              </span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}
