/** What an action will have done to a session, shown before the server has answered. Pure, so that taking one back is leaving it out. */
import type { NewScene, Scene, Snapshot } from "../feed/types.ts";

export type Change = (session: Snapshot) => Snapshot;

/** The changes that are on their way, oldest first. Immutable. */
export class Pending {
  readonly #changes: ReadonlyMap<number, Change>;
  readonly #next: number;

  constructor(changes: ReadonlyMap<number, Change> = new Map(), next = 0) {
    this.#changes = changes;
    this.#next = next;
  }

  /** One more, and the ticket that takes it back. */
  with(change: Change): [Pending, ticket: number] {
    return [new Pending(new Map(this.#changes).set(this.#next, change), this.#next + 1), this.#next];
  }

  /** Without a change: the server has answered, or refused it. */
  without(ticket: number): Pending {
    const left = new Map(this.#changes);
    left.delete(ticket);
    return new Pending(left, this.#next);
  }

  /** The session as it will be when all of them are done. */
  over(session: Snapshot): Snapshot {
    return [...this.#changes.values()].reduce((state, change) => change(state), session);
  }
}

export function moved(sceneId: string, index: number): Change {
  return (session) => {
    const scene = session.scenes.find((candidate) => candidate.id === sceneId);
    if (!scene) return session;
    const rest = session.scenes.filter((candidate) => candidate !== scene);
    return { ...session, scenes: numbered([...rest.slice(0, index), scene, ...rest.slice(index)]) };
  };
}

export function removed(sceneId: string): Change {
  return (session) => ({ ...session, scenes: numbered(session.scenes.filter((scene) => scene.id !== sceneId)) });
}

/** The ids of a session's scenes when an action began: a scene beyond them may be what the action has made. */
export type Known = ReadonlySet<string>;

/** The copy has the scene's chunk: it can be seen before the server has answered. */
export function duplicated(sceneId: string, known: Known): Change {
  return (session) => {
    const scene = session.scenes.find((candidate) => candidate.id === sceneId);
    if (!scene || hasArrived(session, known, scene.title)) return session;
    const copy: Scene = { ...scene, id: `copy:${scene.id}`, version: 1, seq: 0 };
    return { ...session, scenes: numbered(session.scenes.toSpliced(scene.index + 1, 0, copy)) };
  };
}

export function inserted(scene: NewScene, known: Known): Change {
  return (session) => {
    if (hasArrived(session, known, scene.title)) return session;
    const added: Scene = {
      id: `new:${scene.title}`,
      index: scene.index,
      title: scene.title,
      status: "queued",
      version: 1,
      seq: 0,
      startFrame: 0,
      endFrame: -1,
      durationInFrames: 0,
      url: null,
      posterUrl: null,
      error: null,
      progress: null,
      updatedAt: 0,
    };
    return { ...session, scenes: numbered(session.scenes.toSpliced(scene.index, 0, added)) };
  };
}

/** An edit or a retry: the scene waits for its next chunk, and shows the old one until then. */
export function queued(sceneId: string): Change {
  return (session) => ({
    ...session,
    scenes: session.scenes.map((scene) =>
      scene.id === sceneId ? { ...scene, status: "queued" as const, error: null, progress: null } : scene,
    ),
  });
}

/** Whether the feed was quicker than the answer, so that the scene must not be shown twice. */
function hasArrived(session: Snapshot, known: Known, title: string): boolean {
  return session.scenes.some((scene) => scene.title === title && !known.has(scene.id));
}

function numbered(scenes: Scene[]): Scene[] {
  let startFrame = 0;
  return scenes.map((scene, index) => {
    const at = startFrame;
    startFrame += scene.durationInFrames;
    return { ...scene, index, startFrame: at, endFrame: at + scene.durationInFrames - 1 };
  });
}
