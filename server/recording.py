"""An agent's run as JSON lines, so that tools can be made better: calls, sizes and times, no secrets."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from fastmcp.exceptions import ToolError
from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import ToolResult

__all__ = ["Recorder", "without_secrets"]

_LONGEST: Final = 2000
_NAMES: Final = re.compile(
    r"token|secret|password|passwd|api_?key|authorization|credential|cookie", re.IGNORECASE
)
_VALUES: Final = re.compile(
    r"\b(?:prf|sk|pk|ghp|gho|xox[abp])[-_][\w-]{16,}|\bBearer\s+\S{12,}|\bAKIA[A-Z0-9]{16}\b"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|(?<=[?&](?:key)=)[^&\s\"]+|(?<=[?&]token=)[^&\s\"]+"
)


class Recorder(Middleware):
    """Writes a line for each call, as soon as it has ended."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    async def on_call_tool(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, ToolResult]
    ) -> ToolResult:
        """Run the tool and note what was asked and what came of it."""
        started = time.monotonic()
        asked: dict[str, Any] = {"tool": context.message.name, "arguments": context.message.arguments or {}}
        try:
            result = await call_next(context)
        except ToolError as error:
            self._write(asked, started, {"ok": False, "result": str(error)})
            raise
        text = "\n".join(getattr(block, "text", "") for block in result.content)
        pictures = sum(block.type == "image" for block in result.content)
        self._write(asked, started, {"ok": True, "result": text, "pictures": pictures})
        return result

    async def on_read_resource(self, context: MiddlewareContext[Any], call_next: CallNext[Any, Any]) -> Any:
        """Read the resource and note which. Pages of apps are read by hosts and never reach the model."""
        if str(context.message.uri).startswith("ui://"):
            return await call_next(context)
        started = time.monotonic()
        asked = {"resource": str(context.message.uri)}
        try:
            result = await call_next(context)
        except Exception as error:
            self._write(asked, started, {"ok": False, "result": str(error)})
            raise
        text = "".join(part.content for part in result.contents if isinstance(part.content, str))
        self._write(asked, started, {"ok": True, "result": text})
        return result

    def _write(self, asked: dict[str, Any], started: float, came: dict[str, Any]) -> None:
        kept = cast("dict[str, Any]", without_secrets({**asked, **came}))
        kept["tokens_in"] = _tokens(asked.get("arguments", asked))
        kept["tokens_out"] = _tokens(came["result"])
        kept["result"] = kept["result"][:_LONGEST]
        kept["ms"] = round((time.monotonic() - started) * 1000)
        kept["at"] = round(time.time(), 3)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")


def without_secrets(node: Any) -> Any:
    """The same data with what looks like a secret left out, by its name or by its form."""
    if isinstance(node, Mapping):
        found = cast("Mapping[str, Any]", node)
        return {
            name: "…" if _NAMES.search(name) and not name.startswith("tokens_") else without_secrets(value)
            for name, value in found.items()
        }
    if isinstance(node, list):
        return [without_secrets(item) for item in cast("list[Any]", node)]
    return _VALUES.sub("…", node) if isinstance(node, str) else node


def _tokens(said: Any) -> int:
    """About how many tokens: four characters each."""
    return len(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)) // 4
