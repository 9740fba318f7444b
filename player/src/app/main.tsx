/** The player as an MCP App: one file, in a sandboxed frame of the host's. */
import "../styles/tokens.css";
import "../styles/studio.css";
import "./app.css";
import { App } from "@modelcontextprotocol/ext-apps";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { McpFeed } from "../feed/mcp.ts";
import type { Snapshot } from "../feed/types.ts";
import { useFeedState } from "../feed/use-feed.ts";
import type { Player } from "../playback/player.ts";
import { segmentOf } from "../playback/player-state.ts";
import { Editing } from "../studio/Editing.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { PlayerView } from "../watch/PlayerView.tsx";
import { sceneWord, sessionWord } from "../watch/status.ts";
import { usePlayer, usePlayerState } from "../watch/use-player.ts";
import { offerSeek, tellPlace } from "./place.ts";

const app = new App({ name: "proofreel player", version: "1.0.0" }, { tools: {} }, { autoResize: true });
const feed = new McpFeed(app);
let playing: Player | null = null;
offerSeek(app, () => playing);

function Page() {
  const { session, problem } = useFeedState(feed);
  if (session) return <Watch key={session.id} session={session} />;
  if (problem) return <ProblemNote problem={problem} />;
  return <div className="pr-player pr-skeleton" role="status" aria-label="Waiting for the video" />;
}

function Watch({ session }: { session: Snapshot }) {
  const player = usePlayer(session, { fromMemory: false });
  const here = usePlayerState(player, (state) => segmentOf(state)?.scene.id);
  const [edited, setEdited] = useState<string | null>(null);
  useEffect(() => {
    playing = player;
    Object.assign(window, { proofreel: { player } });
    return tellPlace(app, player);
  }, [player]);
  const scene = session.scenes.find(({ id }) => id === (edited ?? here));
  const mayEdit = app.getHostCapabilities()?.serverTools !== undefined;
  return (
    <main className="app">
      <PlayerView player={player} session={session} />
      <header>
        <h1>
          {session.title}
          {session.status === "ready" ? null : (
            <span className="pr-pill" data-status={session.status}>
              {sessionWord(session.status)}
            </span>
          )}
        </h1>
        {scene && mayEdit ? (
          <button type="button" className="pr-button pr-button-quiet" aria-expanded={edited !== null} onClick={() => setEdited(edited === null ? scene.id : null)}>
            {edited === null ? `Edit scene ${scene.index + 1}` : "Close the editor"}
          </button>
        ) : null}
      </header>
      {scene && edited !== null ? (
        <section className="app-editor" aria-label={`Scene ${scene.index + 1}: ${scene.title}`}>
          <h2>
            {scene.title}
            <span className="pr-pill" data-status={scene.status}>
              {sceneWord(scene.status)}
            </span>
          </h2>
          {scene.status === "error" && scene.error ? <ProblemNote problem={{ ...scene.error, title: "The last render failed" }} /> : null}
          <Editing key={scene.id} scene={scene} editor={feed.author} author={feed.author} />
        </section>
      ) : null}
    </main>
  );
}

function follow(theme: string | undefined): void {
  if (theme === "dark" || theme === "light") document.documentElement.dataset["theme"] = theme;
}

app.addEventListener("hostcontextchanged", (context) => follow(context.theme));
const root = document.getElementById("root");
if (root) createRoot(root).render(<Page />);
void app.connect().then(() => follow(app.getHostContext()?.theme));
