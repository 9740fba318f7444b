// The TypeScript SDK's client makes a lesson, from planning to the video: node lesson.mjs COMMAND ARGUMENTS…
// Older versions of the protocol are spoken as far as planning.
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const [command, ...args] = process.argv.slice(2);

async function connected(options) {
  const made = new Client({ name: "typescript", version: "1.0.0" }, options);
  await made.connect(new StdioClientTransport({ command, args, env: process.env, stderr: "inherit" }));
  return made;
}

const spoken = [];
for (const version of ["2025-06-18", "2025-11-25"]) {
  const older = await connected({ supportedProtocolVersions: [version] });
  const planned = await older.callTool({ name: "plan_lesson", arguments: { lesson: "---\ntitle: T\n---\n\n## A\n\nText.\n" } });
  if (planned.structuredContent.scenes.length === 1) spoken.push(older.getNegotiatedProtocolVersion());
  await older.close();
}
const client = await connected({ versionNegotiation: { mode: { pin: "2026-07-28" } } });
spoken.push(client.getNegotiatedProtocolVersion());

async function call(name, given) {
  const result = await client.callTool({ name, arguments: given });
  if (result.isError) throw new Error(`${name}: ${JSON.stringify(result.content)}`);
  return result.structuredContent;
}

const lesson = `---
title: Two dots
---

## One

\`\`\`manim
self.play(Create(Dot()), run_time=0.4)
\`\`\`

## Two

\`\`\`manim
self.play(Create(Square()), run_time=0.4)
\`\`\`
`;
const { tools } = await client.listTools();
const planned = await call("plan_lesson", { lesson });
const checked = await call("check_scene", { scene_id: planned.scenes[0].scene_id });
let session = await call("render", { session_id: planned.session_id, wait_s: 25 });
for (let round = 0; round < 6 && !["ready", "error"].includes(session.status); round += 1)
  session = await call("get_status", { session_id: planned.session_id, wait_s: 25 });
let video = await call("export_video", { session_id: planned.session_id });
for (let round = 0; round < 6 && !video.path; round += 1)
  video = await call("export_video", { session_id: planned.session_id });
const source = await client.readResource({ uri: `scene://${planned.scenes[0].scene_id}/source` });
console.log(
  JSON.stringify({
    spoken,
    tools: tools.length,
    checked: checked.ok,
    status: session.status,
    frames: video.frames,
    source: source.contents[0].text.includes("Dot"),
  }),
);
await client.close();
