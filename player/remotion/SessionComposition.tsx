/**
 * A session as a Remotion composition: one sequence a scene, each playing its chunk.
 *
 * Remotion has a licence of its own, see docs/player.md. Nothing of this folder is in the built pages.
 */
import { Video } from "@remotion/media";
import { AbsoluteFill, Sequence, type CalculateMetadataFunction } from "remotion";
import type { Scene, Snapshot } from "../src/feed/types.ts";

export interface SessionProps extends Record<string, unknown> {
  readonly session: Snapshot;
  /** Frames to leave out at a scene's start, by the scene's id. */
  readonly trimBefore?: Readonly<Record<string, number>>;
}

/** Seconds before its turn in which a scene's first frame is fetched and decoded. */
const PREMOUNT_S = 2;

export function SessionComposition({ session, trimBefore = {} }: SessionProps) {
  let from = 0;
  return (
    <AbsoluteFill style={{ backgroundColor: "#000" }}>
      {session.scenes.map((scene) => {
        const at = from;
        const trimmed = trimmedFrames(scene, trimBefore);
        from += scene.durationInFrames - trimmed;
        if (!scene.url || scene.durationInFrames - trimmed <= 0) return null;
        return (
          <Sequence
            // A new version is a new video: it is not sought to from the old one's place.
            key={scene.url}
            from={at}
            durationInFrames={scene.durationInFrames - trimmed}
            premountFor={Math.round(session.format.fps * PREMOUNT_S)}
            name={`${scene.index + 1} ${scene.title}`}
          >
            <Video src={scene.url} trimBefore={trimmed} style={{ width: "100%", height: "100%" }} />
          </Sequence>
        );
      })}
    </AbsoluteFill>
  );
}

/** Frames of the whole; at least 1, because Remotion has no empty compositions. */
export function framesOf({ session, trimBefore = {} }: SessionProps): number {
  return Math.max(1, session.scenes.reduce((sum, scene) => sum + scene.durationInFrames - trimmedFrames(scene, trimBefore), 0));
}

/** For `<Composition calculateMetadata>`: the session's own size, rate and length. */
export const sessionMetadata: CalculateMetadataFunction<SessionProps> = ({ props }) => {
  const { width, height, fps } = props.session.format;
  return { width, height, fps, durationInFrames: framesOf(props) };
};

function trimmedFrames(scene: Scene, trimBefore: Readonly<Record<string, number>>): number {
  return Math.min(scene.durationInFrames, Math.max(0, trimBefore[scene.id] ?? 0));
}
