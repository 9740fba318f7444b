/** A page with nothing but Remotion's player of a session. Bundled by the test. */
import { createRef } from "react";
import { createRoot } from "react-dom/client";
import type { PlayerRef } from "@remotion/player";
import { SessionPlayer } from "../../../player/remotion/index.ts";
import type { Snapshot } from "../../../player/src/feed/types.ts";

const ref = createRef<PlayerRef>();
const root = createRoot(document.body.appendChild(document.createElement("div")));

function show(session: Snapshot, trimBefore?: Record<string, number>): void {
  root.render(<SessionPlayer ref={ref} session={session} {...(trimBefore ? { trimBefore } : {})} controls={false} style={{ width: session.format.width }} />);
}

Object.assign(window, { remotion: { show, player: ref } });
