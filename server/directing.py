"""The director in this process: its tools are this server's own, called in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from mcp.shared.exceptions import MCPError

from pipeline.director.toolbox import ToolAnswer, ToolSchema
from pipeline.studio import Studio
from server.settings import Settings
from server.shares import director_settings
from tools.context import ACTING_FOR

if TYPE_CHECKING:
    from fastmcp import Client

__all__ = ["McpTools", "directing"]


@asynccontextmanager
async def directing(settings: Settings, studio: Studio) -> AsyncGenerator[None]:
    """Give ``studio`` a director for as long as the block runs, where the settings have a key.

    Generations that an earlier process left are taken up again.
    """
    chosen = director_settings(settings)
    if chosen is None:
        yield
        return
    from pipeline.director import Director
    from server.app import create_mcp

    async with AsyncExitStack() as stack:
        boxes: dict[str, McpTools] = {}
        mcp = create_mcp(studio)

        async def close_boxes() -> None:
            for box in boxes.values():
                await box.aclose()

        # After the director: what still works must not find its tools closed, and think that it failed.
        stack.push_async_callback(close_boxes)

        def tools_of(owner: str) -> McpTools:
            if owner not in boxes:
                boxes[owner] = McpTools(mcp, owner)
            return boxes[owner]

        director = Director(studio, tools_of, chosen)
        stack.push_async_callback(director.aclose)
        studio.director = director
        director.resume()
        try:
            yield
        finally:
            studio.director = None


class McpTools:
    """A client of the server in the same process, acting for one owner."""

    def __init__(self, mcp: Any, owner: str) -> None:
        from fastmcp import Client  # a quarter of a second, for those who have a director

        self._client: Client[Any] = Client(mcp)
        self._owner = owner
        self._opening = asyncio.Lock()
        self._open = False

    async def aclose(self) -> None:
        """Close the connection."""
        if self._open:
            await self._client.__aexit__(None, None, None)

    async def list(self) -> Sequence[ToolSchema]:
        """Every tool that the server lists."""
        with self._acting():
            listed = await (await self._connected()).list_tools()
        return [ToolSchema(tool.name, tool.description or "", dict(tool.input_schema)) for tool in listed]

    async def call(self, name: str, arguments: Mapping[str, Any]) -> ToolAnswer:
        """Call one; a tool error is an answer with ``failed``, not an exception."""
        client = await self._connected()
        try:
            with self._acting():
                result = await client.call_tool(name, dict(arguments), raise_on_error=False)
        except MCPError as error:
            # Not the tool's answer but the protocol's: it took too long, or there is no such tool.
            return ToolAnswer(str(error), failed=True)
        texts = [block.text for block in result.content if block.type == "text"]
        images = [(block.mime_type, block.data) for block in result.content if block.type == "image"]
        return ToolAnswer("\n".join(texts), result.is_error, images, dict(result.structured_content or {}))

    async def guide(self, uri: str) -> str:
        """A guide that the server offers as a resource."""
        with self._acting():
            parts = await (await self._connected()).read_resource(uri)
        return "\n".join(getattr(part, "text", "") for part in parts)

    async def _connected(self) -> Client[Any]:
        async with self._opening:
            if not self._open:
                await self._client.__aenter__()
                self._open = True
        return self._client

    @contextmanager
    def _acting(self) -> Generator[None]:
        """A call in memory is answered in the caller's context: for whom it is stands there."""
        token = ACTING_FOR.set(self._owner)
        try:
            yield
        finally:
            ACTING_FOR.reset(token)
