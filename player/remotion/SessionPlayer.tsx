/** Remotion's player around a session; give it a new session and it goes on where it was. */
import { Player, type PlayerRef } from "@remotion/player";
import type { CSSProperties, Ref } from "react";
import { SessionComposition, framesOf, type SessionProps } from "./SessionComposition.tsx";

interface Props extends Pick<SessionProps, "session" | "trimBefore"> {
  readonly ref?: Ref<PlayerRef>;
  readonly style?: CSSProperties;
  readonly controls?: boolean;
}

export function SessionPlayer({ session, trimBefore, ref, style, controls = true }: Props) {
  const { width, height, fps } = session.format;
  const inputProps: SessionProps = trimBefore ? { session, trimBefore } : { session };
  return (
    <Player
      {...(ref ? { ref } : {})}
      component={SessionComposition}
      inputProps={inputProps}
      durationInFrames={framesOf(inputProps)}
      compositionWidth={width}
      compositionHeight={height}
      fps={fps}
      controls={controls}
      style={{ width: "100%", ...style }}
      acknowledgeRemotionLicense
    />
  );
}
