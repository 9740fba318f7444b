/** An MCP host as a page: the real AppBridge around the app in a sandboxed frame. Bundled by the test. */
import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Snapshot } from "../../../player/src/feed/types.ts";

type CallToolResult = Awaited<ReturnType<NonNullable<AppBridge["oncalltool"]>>>;

interface Given {
  readonly html: string;
  readonly session: Snapshot;
  readonly csp: string;
}

const log: string[] = [];
let bridge: AppBridge | null = null;

/** Open the app as a host does when a tool with a page was called. */
async function open({ html, session, csp }: Given): Promise<void> {
  const frame = document.createElement("iframe");
  // Without allow-same-origin: the app's origin is `null`, it has no storage and no cookies. Without allow-forms, too.
  frame.setAttribute("sandbox", "allow-scripts");
  frame.style.cssText = "width: 720px; height: 520px; border: 0";
  document.body.append(frame);
  const target = frame.contentWindow as Window;
  bridge = new AppBridge(null, { name: "lab host", version: "1.0.0" }, { serverTools: {}, updateModelContext: { text: {} } }, { hostContext: { theme: "light" } });
  bridge.oncalltool = async ({ name, arguments: given }) => {
    log.push(`${name} ${JSON.stringify(given)}`);
    // Of a real server, where the test has said how to reach one.
    if ("callServer" in window) return await (window.callServer as (name: string, given: unknown) => Promise<CallToolResult>)(name, given);
    const answer = await fetch(`/api/sessions/${session.id}`);
    return { content: [], structuredContent: { session: absolute((await answer.json()) as Snapshot) } };
  };
  bridge.onupdatemodelcontext = async ({ content }) => {
    for (const part of content ?? []) if (part.type === "text") log.push(`model: ${part.text}`);
    return {};
  };
  bridge.addEventListener("initialized", () => {
    log.push("initialized");
    void bridge?.sendToolInput({ arguments: { session_id: session.id } });
    void bridge?.sendToolResult({ content: [{ type: "text", text: "a video" }], structuredContent: { session: absolute(session) } });
  });
  bridge.addEventListener("sizechange", ({ height }) => {
    if (height) frame.style.height = `${height}px`;
    log.push("size");
  });
  await bridge.connect(new PostMessageTransport(target, target));
  frame.srcdoc = html.replace("<head>", `<head><meta http-equiv="Content-Security-Policy" content="${csp}">`);
}

function absolute(session: Snapshot): Snapshot {
  const at = (url: string | null): string | null => (url === null ? null : new URL(url, location.href).href);
  const scenes = session.scenes.map((scene) => ({ ...scene, url: at(scene.url), posterUrl: at(scene.posterUrl) }));
  return { ...session, scenes, captionsUrl: at(session.captionsUrl) };
}

Object.assign(window, {
  host: {
    open,
    log,
    theme: (theme: "dark" | "light") => bridge?.setHostContext({ theme }),
    tools: async () => (await bridge?.listTools({}))?.tools.map((tool) => tool.name),
    call: (name: string, given: Record<string, unknown>) => bridge?.callTool({ name, arguments: given }),
  },
});
