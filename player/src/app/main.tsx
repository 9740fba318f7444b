/** The player as an MCP App: one file, in a sandboxed frame of the host's. */
import "../styles/tokens.css";
import "./app.css";
import { App } from "@modelcontextprotocol/ext-apps";
import { createRoot } from "react-dom/client";
import { McpFeed } from "../feed/mcp.ts";
import type { Snapshot } from "../feed/types.ts";
import { useFeedState } from "../feed/use-feed.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { PlayerView } from "../watch/PlayerView.tsx";
import { sessionWord } from "../watch/status.ts";
import { usePlayer } from "../watch/use-player.ts";
import { useEffect } from "react";

const app = new App({ name: "proofreel player", version: "1.0.0" }, {}, { autoResize: true });
const feed = new McpFeed(app);

function Page() {
  const { session, problem } = useFeedState(feed);
  if (session) return <Watch key={session.id} session={session} />;
  if (problem) return <ProblemNote problem={problem} />;
  return <div className="pr-player pr-skeleton" role="status" aria-label="Waiting for the video" />;
}

function Watch({ session }: { session: Snapshot }) {
  const player = usePlayer(session, { fromMemory: false });
  useEffect(() => {
    Object.assign(window, { proofreel: { player } });
  }, [player]);
  return (
    <main className="app">
      <PlayerView player={player} session={session} />
      <h1>
        {session.title}
        {session.status === "ready" ? null : (
          <span className="pr-pill" data-status={session.status}>
            {sessionWord(session.status)}
          </span>
        )}
      </h1>
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
