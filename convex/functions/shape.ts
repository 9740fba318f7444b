/** Checks foreign JSON against a Convex validator and keeps the fields that it names. */
import type { Infer, Validator } from "convex/values";

type AnyValidator = Validator<unknown, "required" | "optional", string>;

export class ShapeError extends Error {
  constructor(path: string, expected: string) {
    super(`${path || "the body"} must be ${expected}`);
  }
}

/**
 * `value` as the validator describes it. Fields that it doesn't name are dropped: a newer server
 * may send more than this deployment knows.
 *
 * Throws `ShapeError` with the path of the first thing that doesn't fit.
 */
export function shaped<V extends Validator<unknown, "required" | "optional", string>>(
  validator: V,
  value: unknown,
  path = "",
): Infer<V> {
  return fit(validator, value, path) as Infer<V>;
}

function fit(given: AnyValidator, value: unknown, path: string): unknown {
  const validator = given as Exclude<Validator<unknown>, never>;
  switch (validator.kind) {
    case "string":
      return primitive(typeof value === "string", value, path, "text");
    case "float64":
      return primitive(Number.isSafeInteger(value), value, path, "a whole number");
    case "boolean":
      return primitive(typeof value === "boolean", value, path, "true or false");
    case "null":
      return primitive(value === null, value, path, "null");
    case "literal":
      return primitive(value === validator.value, value, path, JSON.stringify(validator.value));
    case "array":
      if (!Array.isArray(value)) throw new ShapeError(path, "a list");
      return value.map((item, at) => fit(validator.element as AnyValidator, item, `${path}[${at}]`));
    case "object":
      return fields(validator.fields as Record<string, AnyValidator>, value, path);
    case "union":
      return oneOf(validator.members as AnyValidator[], value, path);
    default:
      throw new ShapeError(path, `something other than ${validator.kind}`);
  }
}

function primitive(fits: boolean, value: unknown, path: string, expected: string): unknown {
  if (!fits) throw new ShapeError(path, expected);
  return value;
}

function fields(known: Record<string, AnyValidator>, value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ShapeError(path, "an object");
  }
  const kept: Record<string, unknown> = {};
  for (const [name, validator] of Object.entries(known)) {
    const at = path ? `${path}.${name}` : name;
    if (Object.hasOwn(value, name)) kept[name] = fit(validator, (value as Record<string, unknown>)[name], at);
    else if (validator.isOptional === "required") throw new ShapeError(at, "there");
  }
  return kept;
}

function oneOf(members: AnyValidator[], value: unknown, path: string): unknown {
  let deepest: ShapeError | undefined;
  for (const member of members) {
    try {
      return fit(member, value, path);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      if ((member.kind as string) === "object" && value !== null) deepest = error;
    }
  }
  throw deepest ?? new ShapeError(path, "one of the values it may have");
}
