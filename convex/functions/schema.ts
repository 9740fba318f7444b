import { authTables } from "@convex-dev/auth/server";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { captions, format, optionalText, sceneError, sceneStatus, sessionStatus } from "./payloads";

/** What a viewer sees between asking for something and the server's first word on it. */
const waiting = v.optional(
  v.object({ error: v.union(v.null(), sceneError), since: v.number() }),
);

export default defineSchema({
  ...authTables,

  users: defineTable({
    name: v.optional(v.string()),
    image: v.optional(v.string()),
    email: v.optional(v.string()),
    emailVerificationTime: v.optional(v.number()),
    phone: v.optional(v.string()),
    phoneVerificationTime: v.optional(v.number()),
    isAnonymous: v.optional(v.boolean()),
    /** Who vouched at the last sign-in, and the id there. */
    subject: v.optional(v.string()),
    /** Who this is to the server: the owner of its projects. */
    externalId: v.optional(v.string()),
  })
    .index("email", ["email"])
    .index("phone", ["phone"])
    .index("by_externalId", ["externalId"]),

  projects: defineTable({
    externalId: v.string(),
    /** Nobody's while the server's owner has no account here: then nobody sees it. */
    ownerId: v.optional(v.id("users")),
    ownerExternalId: v.optional(v.string()),
    title: v.string(),
    updatedAt: v.number(),
  })
    .index("by_externalId", ["externalId"])
    .index("by_owner", ["ownerId", "updatedAt"])
    .index("by_ownerExternalId", ["ownerExternalId"]),

  videoSessions: defineTable({
    externalId: v.string(),
    projectId: v.id("projects"),
    title: v.string(),
    status: sessionStatus,
    seq: v.number(),
    format,
    totalFrames: v.number(),
    sceneCount: v.number(),
    updatedAt: v.number(),
    /** Kept as a tombstone, as scenes are. */
    removed: v.optional(v.boolean()),
    waiting,
  })
    .index("by_externalId", ["externalId"])
    .index("by_project", ["projectId", "updatedAt"]),

  scenes: defineTable({
    externalId: v.string(),
    sessionId: v.id("videoSessions"),
    index: v.number(),
    title: v.string(),
    status: sceneStatus,
    version: v.number(),
    seq: v.number(),
    startFrame: v.number(),
    endFrame: v.number(),
    durationInFrames: v.number(),
    videoUrl: v.union(v.null(), v.string()),
    posterUrl: optionalText,
    captions,
    checksum: v.union(v.null(), v.string()),
    error: v.union(v.null(), sceneError),
    updatedAt: v.number(),
    /** Kept as a tombstone, so that an older update arriving late doesn't bring the scene back. */
    removed: v.boolean(),
    waiting,
  })
    .index("by_externalId", ["externalId"])
    .index("by_session", ["sessionId", "removed", "index"]),

  sceneVersions: defineTable({
    sceneId: v.id("scenes"),
    version: v.number(),
    seq: v.number(),
    title: v.string(),
    status: sceneStatus,
    checksum: v.union(v.null(), v.string()),
    durationInFrames: v.number(),
    author: v.optional(v.string()),
    change: v.optional(v.string()),
    createdAt: v.number(),
  }).index("by_scene", ["sceneId", "version"]),

  /** Which numbers of a session have arrived; apart from the session, so that watching it stays cheap. */
  deliveries: defineTable({
    sessionId: v.id("videoSessions"),
    /** Everything up to here has. */
    received: v.number(),
    /** These have too, though something before them hasn't. Ascending. */
    ahead: v.array(v.number()),
  }).index("by_session", ["sessionId"]),

  /** Signatures seen within the tolerance: a second use of one is a replay. */
  signatures: defineTable({ signature: v.string(), expiresAt: v.number() })
    .index("by_signature", ["signature"])
    .index("by_expiresAt", ["expiresAt"]),

  /** What was asked of the server, until it has taken it. */
  triggers: defineTable({
    userId: v.id("users"),
    kind: v.union(v.literal("generate"), v.literal("edit")),
    path: v.string(),
    body: v.string(),
    correlationId: v.string(),
    sessionId: v.id("videoSessions"),
    sceneId: v.optional(v.id("scenes")),
    /** `taken` by the server, whose first word is awaited; `done` when that was long enough ago. */
    status: v.union(v.literal("waiting"), v.literal("taken"), v.literal("done"), v.literal("failed")),
    attempts: v.number(),
    nextAt: v.number(),
    /** That of the `waiting` that it began: a later one isn't its own. */
    since: v.number(),
    jobId: v.optional(v.string()),
  })
    .index("by_status", ["status", "nextAt"])
    .index("by_session", ["sessionId", "status"]),
});
