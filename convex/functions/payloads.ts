/** What the server sends, as validators: the shapes of its outbox. */
import { v, type Infer } from "convex/values";

export const sceneStatus = v.union(
  v.literal("queued"),
  v.literal("generating_code"),
  v.literal("rendering"),
  v.literal("uploading"),
  v.literal("ready"),
  v.literal("error"),
);

export const sessionStatus = v.union(
  v.literal("idle"),
  v.literal("queued"),
  v.literal("generating"),
  v.literal("rendering"),
  v.literal("ready"),
  v.literal("error"),
);

export const format = v.object({
  width: v.number(),
  height: v.number(),
  fps: v.number(),
  profile: v.string(),
});

export const optionalText = v.optional(v.union(v.null(), v.string()));

export const sceneError = v.object({
  code: v.string(),
  message: v.string(),
  fix: optionalText,
  line: v.optional(v.union(v.null(), v.number())),
  correlationId: optionalText,
});

/** In milliseconds from the chunk's start. */
const caption = v.object({ startMs: v.number(), endMs: v.number(), text: v.string() });
export const captions = v.optional(v.array(caption));

/** Sent along so that a project known to the server alone has a title and an owner here. */
const project = v.optional(v.object({ title: v.string(), owner: v.string() }));

export const sceneUpdate = v.object({
  projectId: v.string(),
  sessionId: v.string(),
  sceneId: v.string(),
  seq: v.number(),
  version: v.number(),
  index: v.number(),
  title: v.string(),
  status: sceneStatus,
  startFrame: v.number(),
  endFrame: v.number(),
  durationInFrames: v.number(),
  videoUrl: v.union(v.null(), v.string()),
  /** A picture of the chunk, and what is said in it. */
  posterUrl: optionalText,
  captions,
  checksum: v.union(v.null(), v.string()),
  error: v.union(v.null(), sceneError),
  updatedAt: v.number(),
  removed: v.optional(v.boolean()),
  /** Who wrote this version, and what was done to it. */
  author: v.optional(v.string()),
  change: v.optional(v.string()),
  project,
});

export const sessionUpdate = v.object({
  projectId: v.string(),
  sessionId: v.string(),
  seq: v.number(),
  title: v.string(),
  status: sessionStatus,
  totalFrames: v.number(),
  sceneCount: v.number(),
  format,
  updatedAt: v.number(),
  /** Of a resync alone: every scene that the session has. Others go, and gaps before it are closed. */
  sceneIds: v.optional(v.array(v.string())),
  /** The session is no more; `sceneIds` is empty then. */
  removed: v.optional(v.boolean()),
  project,
});

export type SceneUpdate = Infer<typeof sceneUpdate>;
export type SessionUpdate = Infer<typeof sessionUpdate>;
