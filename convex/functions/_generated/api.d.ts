/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import type * as access from "../access.js";
import type * as auth from "../auth.js";
import type * as callbacks from "../callbacks.js";
import type * as crons from "../crons.js";
import type * as deliveries from "../deliveries.js";
import type * as http from "../http.js";
import type * as ids from "../ids.js";
import type * as jobs from "../jobs.js";
import type * as limits from "../limits.js";
import type * as payloads from "../payloads.js";
import type * as projects from "../projects.js";
import type * as scenes from "../scenes.js";
import type * as sessions from "../sessions.js";
import type * as shape from "../shape.js";
import type * as signatures from "../signatures.js";
import type * as signing from "../signing.js";
import type * as triggers from "../triggers.js";
import type * as users from "../users.js";
import type * as views from "../views.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  access: typeof access;
  auth: typeof auth;
  callbacks: typeof callbacks;
  crons: typeof crons;
  deliveries: typeof deliveries;
  http: typeof http;
  ids: typeof ids;
  jobs: typeof jobs;
  limits: typeof limits;
  payloads: typeof payloads;
  projects: typeof projects;
  scenes: typeof scenes;
  sessions: typeof sessions;
  shape: typeof shape;
  signatures: typeof signatures;
  signing: typeof signing;
  triggers: typeof triggers;
  users: typeof users;
  views: typeof views;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
