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
import type * as auth from "../auth.js";
import type * as callbacks from "../callbacks.js";
import type * as deliveries from "../deliveries.js";
import type * as http from "../http.js";
import type * as payloads from "../payloads.js";
import type * as shape from "../shape.js";
import type * as signatures from "../signatures.js";
import type * as signing from "../signing.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  auth: typeof auth;
  callbacks: typeof callbacks;
  deliveries: typeof deliveries;
  http: typeof http;
  payloads: typeof payloads;
  shape: typeof shape;
  signatures: typeof signatures;
  signing: typeof signing;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
