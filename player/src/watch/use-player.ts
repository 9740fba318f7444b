/** A player as React sees it. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { Snapshot } from "../feed/types.ts";
import { Player, type PlayerState } from "../playback/player.ts";
import { timelineOf } from "../playback/timeline.ts";

/** A player that follows a session, closed with its component. */
export function usePlayer(session: Snapshot, options: { fromMemory?: boolean } = {}): Player {
  const [player] = useState(() => new Player(options));
  useEffect(() => () => player.close(), [player]);
  useEffect(() => player.setTimeline(timelineOf(session)), [player, session]);
  return player;
}

/** One piece of the player's state; the component is drawn again only when it changes. */
export function usePlayerState<T>(player: Player, pick: (state: PlayerState) => T): T {
  return useSyncExternalStore(
    (listener) => player.subscribe(listener),
    () => pick(player.get()),
  );
}
