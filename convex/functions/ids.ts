/** Ids of what is begun here, in the form of the server's own: a ULID behind what it is. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

/** An opaque id that sorts by time of making. */
export function newId(prefix: "prj" | "ses"): string {
  let time = "";
  for (let at = 0, rest = Date.now(); at < 10; at++, rest = Math.floor(rest / 32)) time = DIGITS[rest % 32] + time;
  // Convex seeds Math.random anew for each mutation; crypto isn't there outside of actions.
  const chance = Array.from({ length: 16 }, () => DIGITS[Math.floor(Math.random() * 32)]).join("");
  return `${prefix}_${time}${chance}`;
}
