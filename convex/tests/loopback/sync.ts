/** Convex' sync protocol, as much of it as `ConvexClient` needs: queries that stay up to date, calls, tokens. */
import type { JSONValue } from "convex/values";
import type { WebSocket } from "ws";
import type { Answer, Engine, Kind } from "./engine";

interface Subscribed {
  udfPath: string;
  args: JSONValue;
  /** What was sent last, as text. */
  sent?: string;
}

interface Modification {
  type: "Add" | "Remove";
  queryId: number;
  udfPath: string;
  args: JSONValue[];
}

interface Message {
  type: "Connect" | "Authenticate" | "ModifyQuerySet" | "Mutation" | "Action" | "Event";
  modifications: Modification[];
  newVersion: number;
  baseVersion: number;
  tokenType: "User" | "None" | "Admin";
  value: string;
  requestId: number;
  udfPath: string;
  args: JSONValue[];
}

export class SyncConnection {
  readonly #queries = new Map<number, Subscribed>();
  #version = { querySet: 0, identity: 0, ts: 0 };
  #token: string | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(
    readonly engine: Engine,
    readonly socket: WebSocket,
    /** Tell every connection that documents may have changed. */
    readonly changed: () => void,
  ) {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as Message;
      this.#work = this.#work.then(() => this.#take(message));
    });
  }

  /** Run the queries anew and send what came out differently. */
  refresh(): void {
    this.#work = this.#work.then(() => this.#transition({}));
  }

  async #take(message: Message): Promise<void> {
    switch (message.type) {
      case "ModifyQuerySet":
        return await this.#modify(message);
      case "Authenticate":
        return await this.#authenticate(message);
      case "Mutation":
        return await this.#call("mutation", message);
      case "Action":
        return await this.#call("action", message);
      case "Connect":
      case "Event":
    }
  }

  async #modify({ modifications, newVersion }: Message): Promise<void> {
    const removed: object[] = [];
    for (const { type, queryId, udfPath, args } of modifications) {
      if (type === "Add") this.#queries.set(queryId, { udfPath, args: args[0] ?? {} });
      else if (this.#queries.delete(queryId)) removed.push({ type: "QueryRemoved", queryId });
    }
    await this.#transition({ querySet: newVersion, more: removed, always: true });
  }

  async #authenticate({ tokenType, value, baseVersion }: Message): Promise<void> {
    const token = tokenType === "User" ? value : null;
    try {
      await this.engine.identified(token);
    } catch (error) {
      this.#send({ type: "AuthError", error: String(error), baseVersion, authUpdateAttempted: true });
      return;
    }
    this.#token = token;
    await this.#transition({ identity: baseVersion + 1, always: true });
  }

  async #call(kind: Kind, { requestId, udfPath, args }: Message): Promise<void> {
    const answer = await this.engine.call(kind, udfPath, args[0] ?? {}, await this.engine.identified(this.#token));
    const type = kind === "mutation" ? "MutationResponse" : "ActionResponse";
    if (answer.ok) {
      const ts = encoded(this.#version.ts + 1);
      this.#send({ type, requestId, success: true, result: answer.value, ts, logLines: [] });
      // A mutation is over for the client when a transition has come as far as its time, with news or without.
      if (kind === "mutation") await this.#transition({ always: true });
    } else {
      const errorData = answer.data === null ? {} : { errorData: answer.data };
      this.#send({ type, requestId, success: false, result: answer.message, ...errorData, logLines: [] });
    }
    this.changed();
  }

  async #transition(change: { querySet?: number; identity?: number; more?: object[]; always?: boolean }): Promise<void> {
    const { more = [], always = false, ...versions } = change;
    const modifications = [...more, ...(await this.#news())];
    if (modifications.length === 0 && !always) return;
    const start = this.#version;
    this.#version = { ...start, ...versions, ts: start.ts + 1 };
    this.#send({
      type: "Transition",
      startVersion: { ...start, ts: encoded(start.ts) },
      endVersion: { ...this.#version, ts: encoded(this.#version.ts) },
      modifications,
    });
  }

  async #news(): Promise<object[]> {
    const news: object[] = [];
    const caller = await this.engine.identified(this.#token).catch(() => this.engine.t);
    for (const [queryId, query] of this.#queries) {
      const answer = await this.engine.call("query", query.udfPath, query.args, caller);
      const text = JSON.stringify(answer);
      if (text === query.sent) continue;
      query.sent = text;
      news.push({ queryId, ...outcome(answer), logLines: [], journal: null });
    }
    return news;
  }

  #send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}

function outcome(answer: Answer): object {
  if (answer.ok) return { type: "QueryUpdated", value: answer.value };
  return { type: "QueryFailed", errorMessage: answer.message, ...(answer.data === null ? {} : { errorData: answer.data }) };
}

/** A number as the protocol writes it: eight bytes, little-endian, base64. */
function encoded(ts: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(ts));
  return bytes.toString("base64");
}
