"""JSON Schema in words: what a value may be, as a cell of a table."""

from __future__ import annotations

from typing import Any

__all__ = ["cell", "default_of", "words_of"]


def words_of(schema: dict[str, Any]) -> str:
    """What a value may be: its type, choices and limits. Named types are linked to their heading."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " or ".join(words_of(part) for part in schema[union] if part.get("type") != "null")
    if "prefixItems" in schema:
        parts = [words_of(part) for part in schema["prefixItems"]]
        return f"a pair of {parts[0]}s" if len(set(parts)) < len(parts) else " and ".join(parts)
    if schema.get("type") == "array":
        return f"{_least_and_most(schema, 'Items')} of: {words_of(schema.get('items', {}))}".lstrip()
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"names with a {words_of(schema['additionalProperties'])} each"
    kind = str(schema.get("type", "object"))
    return _text(schema) if kind == "string" else kind + _range(schema)


def _text(schema: dict[str, Any]) -> str:
    if schema.get("format", "").endswith("path"):
        return "a path"
    if "http" in schema.get("pattern", ""):
        return "an address"
    return f"text ({_least_and_most(schema, 'Length')})" if "maxLength" in schema else "text"


def _least_and_most(schema: dict[str, Any], of: str) -> str:
    """Bounds on a list's or a text's length, in words; a least of one goes without saying."""
    least, most = schema.get(f"min{of}", 0), schema.get(f"max{of}")
    if most is None:
        return "list" if of == "Items" else ""
    if least == most:
        return f"{most:,}"
    return f"{least:,} to {most:,}" if least > 1 else f"at most {most:,}"


def _range(schema: dict[str, Any]) -> str:
    """Bounds of a number that a person would think of: not that it is below a billion."""
    least, most = schema.get("minimum"), schema.get("maximum")
    above = f" above {schema['exclusiveMinimum']:g}" if "exclusiveMinimum" in schema else ""
    if most is not None and most < 1e9:
        return f"{above} up to {most:g}" if least is None else f" from {least:g} to {most:g}"
    return above or (f" from {least:,g}" if least is not None and least > -1e9 else "")


def default_of(value: Any) -> str:
    """A default value; a dash where there is none."""
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if value is None or value in ((), [], "", {}):
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def cell(text: str | None) -> str:
    """A docstring or description on one line, as a table takes it."""
    plain = (text or "").strip().replace("``", "`")
    return " ".join(plain.split()).replace("|", "\\|")
