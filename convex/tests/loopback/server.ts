/** Deployment and site of a Convex project in one loopback server, for clients that aren't written in TypeScript. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { JSONValue } from "convex/values";
import type { TableNames } from "../../functions/_generated/dataModel";
import { deployment, SECRET } from "../deployment";
import { Engine, installKeys, loadFunctions, type Kind } from "./engine";
import { SyncConnection } from "./sync";

interface Call {
  path: string;
  args: JSONValue | JSONValue[];
}

/**
 * Start on a port of 127.0.0.1 (0: a free one). Besides what a deployment answers there is `/lab/`, for tests:
 * `POST sign-in {email, owner?}` → `{token, refreshToken, userId}`, `GET tables/NAME` → every document, `POST reset`,
 * `POST environment {NAME: value | null}`, `POST github {id, login, email}`: whom GitHub says that everybody is.
 */
export async function serve(port: number): Promise<{ url: string; secret: string; close: () => Promise<void> }> {
  const engine = new Engine();
  const connections = new Set<SyncConnection>();
  const changed = () => connections.forEach((connection) => connection.refresh());
  const server = createServer((request, response) => {
    answer(engine, request)
      .then((given) => deliver(given, response))
      .catch((error: unknown) => deliver(Response.json({ message: String(error) }, { status: 500 }), response))
      .finally(changed);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    const connection = new SyncConnection(engine, socket, changed);
    connections.add(connection);
    socket.on("close", () => connections.delete(connection));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await installKeys(url);
  await loadFunctions();
  const close = async () => {
    sockets.clients.forEach((socket) => socket.terminate());
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, secret: SECRET, close };
}

const ALLOW = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };

async function answer(engine: Engine, request: IncomingMessage): Promise<Response> {
  const path = request.url ?? "/";
  if (request.method === "OPTIONS") return new Response(null, { status: 204 });
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const body = Buffer.concat(chunks);
  const [, kind] = /^\/api\/(query|mutation|action)$/.exec(path) ?? [];
  if (kind) return await call(engine, kind as Kind, request, JSON.parse(String(body)) as Call);
  if (path.startsWith("/lab/")) return await lab(engine, path.slice("/lab/".length), String(body));
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const method = request.method ?? "GET";
  return await engine.t.fetch(path, { method, headers, ...(method === "GET" ? {} : { body }) });
}

async function call(engine: Engine, kind: Kind, request: IncomingMessage, { path, args }: Call): Promise<Response> {
  const token = request.headers.authorization?.replace(/^Bearer /, "") ?? null;
  const caller = await engine.identified(token).catch(() => null);
  if (!caller) return Response.json({ code: "InvalidAuthHeader", message: "the token doesn't verify" }, { status: 401 });
  const given = (Array.isArray(args) ? args[0] : args) ?? {};
  const result = await engine.call(kind, path, given, caller);
  if (result.ok) return Response.json({ status: "success", value: result.value, logLines: [] });
  const data = result.data === null ? {} : { errorData: result.data };
  return Response.json({ status: "error", errorMessage: result.message, ...data, logLines: [] }, { status: 560 });
}

async function lab(engine: Engine, what: string, body: string): Promise<Response> {
  if (what === "sign-in") {
    const { email, owner } = JSON.parse(body) as { email: string; owner?: string };
    return Response.json(await engine.signIn(email, owner));
  }
  if (what === "environment") {
    for (const [name, value] of Object.entries(JSON.parse(body) as Record<string, string | null>)) {
      if (value === null) delete process.env[name];
      else process.env[name] = value;
    }
    return Response.json({});
  }
  if (what === "github") {
    answerForGitHub(JSON.parse(body) as GitHubAccount);
    return Response.json({});
  }
  if (what === "reset") {
    engine.t = deployment();
    return Response.json({});
  }
  const [, table] = /^tables\/(\w+)$/.exec(what) ?? [];
  if (!table) return Response.json({ message: `there is no /lab/${what}` }, { status: 404 });
  return Response.json(await engine.t.run((ctx) => ctx.db.query(table as TableNames).collect()));
}

interface GitHubAccount {
  id: number;
  login: string;
  email: string;
}

const outside = globalThis.fetch;

/** GitHub's two hosts, as Convex Auth asks them after a person has come back with a code. */
function answerForGitHub(account: GitHubAccount): void {
  const answers: Record<string, unknown> = {
    "/login/oauth/access_token": { access_token: "gho_1", token_type: "bearer", scope: "read:user,user:email" },
    "/user": { ...account, name: null, avatar_url: "https://pictures.example/ada.png" },
    "/user/emails": [{ email: account.email, primary: true, verified: true }],
  };
  globalThis.fetch = async (input, init) => {
    const { host, pathname } = new URL(input instanceof Request ? input.url : String(input));
    if (host === "github.com" || host === "api.github.com") return Response.json(answers[pathname] ?? {});
    return await outside(input, init);
  };
}

async function deliver(given: Response, response: ServerResponse): Promise<void> {
  // Cookies are a header each.
  const cookies = given.headers.getSetCookie();
  response.writeHead(given.status, { ...Object.fromEntries(given.headers), ...(cookies.length > 0 ? { "set-cookie": cookies } : {}), ...ALLOW });
  response.end(Buffer.from(await given.arrayBuffer()));
}
