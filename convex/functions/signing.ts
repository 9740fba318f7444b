/** HMAC both ways: `X-Signature: hex(HMAC_SHA256(secret, timestamp + "." + body))`. */

/** How far a timestamp may be off, in milliseconds, in either direction. */
export const TOLERANCE_MS = 5 * 60_000;

const encoder = new TextEncoder();

/** The secrets that a caller may have signed with: the current one, and during a rotation the one before. */
export function acceptedSecrets(): string[] {
  const both = [process.env["PROOFREEL_SECRET"], process.env["PROOFREEL_PREVIOUS_SECRET"]];
  return both.filter((secret): secret is string => Boolean(secret));
}

/** The secret that requests to the server are signed with: the current one. */
export function signingSecret(): string | null {
  return process.env["PROOFREEL_SECRET"] || null;
}

/** Where the proofreel server takes jobs, without a slash at the end; null: nowhere. */
export function serverUrl(): string | null {
  return process.env["PROOFREEL_SERVER_URL"]?.replace(/\/+$/, "") || null;
}

function signedBytes(timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix = encoder.encode(`${timestamp}.`);
  const bytes = new Uint8Array(prefix.length + body.length);
  bytes.set(prefix);
  bytes.set(body, prefix.length);
  return bytes;
}

function keyOf(secret: string, usage: "sign" | "verify"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [usage]);
}

/** The headers of a signed request. `timestamp` is epoch milliseconds. */
export async function signedHeaders(
  secret: string,
  body: string,
  timestamp: number,
  correlationId: string,
): Promise<Record<string, string>> {
  const key = await keyOf(secret, "sign");
  const signature = await crypto.subtle.sign("HMAC", key, signedBytes(String(timestamp), encoder.encode(body)));
  return {
    "content-type": "application/json",
    "x-signature": Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    "x-timestamp": String(timestamp),
    "x-correlation-id": correlationId,
  };
}

/** Whether one of `secrets` signed these bytes. Takes the same time for every wrong signature. */
export async function verified(
  secrets: readonly string[],
  signature: string,
  timestamp: string,
  body: Uint8Array,
): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  const given = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const bytes = signedBytes(timestamp, body);
  const answers = await Promise.all(
    secrets.map(async (secret) => crypto.subtle.verify("HMAC", await keyOf(secret, "verify"), given, bytes)),
  );
  return answers.includes(true);
}

/** Whether a timestamp header is epoch milliseconds within the tolerance. */
export function timely(timestamp: string, now: number): boolean {
  return /^\d{1,15}$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= TOLERANCE_MS;
}
