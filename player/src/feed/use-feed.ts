/** A session's feed as React sees it. */
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { FeedState, SceneActions, SceneFeed } from "./feed.ts";
import { Problem } from "./problem.ts";
import type { Source } from "./source.ts";

const OPENING: FeedState = { session: null, connection: "connecting", problem: null };
const nothing = (): (() => void) => () => undefined;

export interface OpenFeed extends FeedState {
  readonly actions: SceneActions | null;
  readonly feed: SceneFeed | null;
}

export function useFeed(source: Source, sessionId: string): OpenFeed {
  const [feed, setFeed] = useState<SceneFeed | null>(null);
  const [failure, setFailure] = useState<Problem | null>(null);
  useEffect(() => {
    let current = true;
    source.open(sessionId).then(
      (opened) => current && setFeed(opened),
      (thrown: unknown) => current && setFailure(Problem.of(thrown)),
    );
    return () => {
      current = false;
      setFeed(null);
    };
  }, [source, sessionId]);
  const state = useFeedState(feed);
  return { ...state, problem: state.problem ?? failure, feed, actions: feed?.actions ?? null };
}

export function useFeedState(feed: SceneFeed | null): FeedState {
  // Kept from render to render: a new function would disconnect the feed and connect it again.
  const subscribe = useCallback((listener: () => void) => (feed ? feed.subscribe(listener) : nothing()), [feed]);
  return useSyncExternalStore(subscribe, () => feed?.get() ?? OPENING);
}
