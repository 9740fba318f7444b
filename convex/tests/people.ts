/** Signed-in users and what is theirs. */
import { makeFunctionReference } from "convex/server";
import type { Id } from "../functions/_generated/dataModel";
import type { Deployment } from "./deployment";

export interface Person {
  id: Id<"users">;
  /** The engine as this user calls it. */
  as: Pick<Deployment, "query" | "mutation" | "action">;
}

/** A user who has signed in; `owner` is who they are to the server. */
export async function person(t: Deployment, owner: string): Promise<Person> {
  const email = `${owner}@example.org`;
  const id = await t.run((ctx) =>
    ctx.db.insert("users", { email, emailVerificationTime: Date.now(), externalId: owner }),
  );
  return { id, as: t.withIdentity({ subject: `${id}|session of ${owner}` }) };
}

/** What a call was refused with, or null if it wasn't. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return null;
  } catch (error) {
    return (error as { data?: unknown }).data ?? String(error);
  }
}

export interface PublicFunction {
  name: string;
  kind: "query" | "mutation" | "action";
}

const modules = import.meta.glob<Record<string, unknown>>(["../functions/*.ts", "!**/*.config.ts"]);

/** Every function that a client may call. */
export async function publicFunctions(): Promise<PublicFunction[]> {
  const found: PublicFunction[] = [];
  for (const [path, load] of Object.entries(modules)) {
    for (const [exported, value] of Object.entries(await load())) {
      const given = value as { isPublic?: boolean; isQuery?: boolean; isMutation?: boolean; isAction?: boolean };
      if (typeof value !== "function" || !given.isPublic) continue;
      const name = `${path.replace("../functions/", "").replace(".ts", "")}:${exported}`;
      const kind = given.isQuery ? "query" : given.isMutation ? "mutation" : given.isAction ? "action" : null;
      if (kind) found.push({ name, kind });
    }
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

export function call(as: Person["as"], { name, kind }: PublicFunction, args: Record<string, unknown>): Promise<unknown> {
  if (kind === "query") return as.query(makeFunctionReference<"query">(name), args);
  if (kind === "mutation") return as.mutation(makeFunctionReference<"mutation">(name), args);
  return as.action(makeFunctionReference<"action">(name), args);
}

