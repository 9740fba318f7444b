/** A session with the changes that are on their way to the server laid over it. */
import { useMemo, useRef, useState } from "react";
import type { AuthorActions, SceneActions } from "../feed/feed.ts";
import { Problem } from "../feed/problem.ts";
import type { NewScene, SceneEdit, Snapshot } from "../feed/types.ts";
import { Pending, duplicated, inserted, moved, queued, removed, type Change } from "./optimistic.ts";

export interface SessionEditor {
  readonly session: Snapshot;
  /** Why the last action was taken back. */
  readonly problem: Problem | null;
  dismiss(): void;
  move(sceneId: string, index: number): void;
  duplicate(sceneId: string): void;
  remove(sceneId: string): void;
  insert(scene: NewScene): void;
  retry(sceneId: string): void;
  revert(sceneId: string, version: number): Promise<boolean>;
  /** These reject with the Problem: it is shown beside what was written. */
  edit(sceneId: string, edit: SceneEdit): Promise<number>;
  prompt(sceneId: string, prompt: string): Promise<void>;
}

export function useSession(known: Snapshot, actions: SceneActions): SessionEditor {
  const latest = useRef(new Pending());
  const [pending, setPending] = useState(latest.current);
  const [problem, setProblem] = useState<Problem | null>(null);
  const session = useMemo(() => pending.over(known), [known, pending]);
  const ids = (): ReadonlySet<string> => new Set(known.scenes.map((scene) => scene.id));
  const track = (now: Pending): void => {
    latest.current = now;
    setPending(now);
  };

  const attempt = async <T,>(change: Change, act: () => Promise<T>): Promise<T> => {
    const [withIt, ticket] = latest.current.with(change);
    track(withIt);
    try {
      return await act();
    } finally {
      track(latest.current.without(ticket));
    }
  };
  const tell = async (change: Change, act: () => Promise<void>): Promise<boolean> => {
    try {
      setProblem(null);
      await attempt(change, act);
      return true;
    } catch (thrown) {
      setProblem(Problem.of(thrown));
      return false;
    }
  };
  const author = <T,>(act: (actions: AuthorActions) => Promise<T>) => async (): Promise<T> => {
    if (!actions.author) throw new Problem({ title: "This session can't be changed here", code: "read_only" }, 0);
    return await act(actions.author);
  };
  return {
    session,
    problem,
    dismiss: () => setProblem(null),
    move: (id, index) => void tell(moved(id, index), author((a) => a.move(id, index))),
    duplicate: (id) => void tell(duplicated(id, ids()), author((a) => a.duplicate(id))),
    remove: (id) => void tell(removed(id), author((a) => a.remove(id))),
    insert: (scene) => void tell(inserted(scene, ids()), author((a) => a.insert(scene))),
    retry: (id) => void tell(queued(id), author((a) => a.retry(id))),
    revert: (id, version) => tell((state) => state, author((a) => a.revert(id, version))),
    edit: (id, edit) => attempt(queued(id), author((a) => a.edit(id, edit))),
    prompt: (id, prompt) => attempt(queued(id), () => actions.prompt(id, prompt)),
  };
}
