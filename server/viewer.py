"""Where sessions can be watched: this server's own pages, or over stdio a small server on loopback.

The loopback server has the whole HTTP app behind a token that nobody can guess; it starts when somebody
wants to watch, and ends with the process.
"""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from pipeline.previewing import preview
from pipeline.state import projects
from pipeline.studio import Studio
from server.snapshots import preview_dict, snapshot

if TYPE_CHECKING:
    import uvicorn

    from server.auth.viewing import ViewingKeys
    from server.settings import Settings

__all__ = ["HttpViewer", "LoopbackViewer"]

_PAGE = Path(__file__).parent / "web" / "app.html"


class HttpViewer:
    """The pages of the HTTP app that the client speaks to."""

    page = _PAGE

    def __init__(self, studio: Studio, settings: Settings, keys: ViewingKeys) -> None:
        self._studio = studio
        self._settings = settings
        self._keys = keys
        self.far = settings.auth != "none"

    async def video(self, session_id: str, name: str, *, owner: str) -> str:
        """The address of an exported file, with a key that opens it for a day."""
        there = f"{await self.origin()}/api/sessions/{session_id}/video/{quote(name)}"
        return f"{there}?key={quote(self._keys.make(owner))}" if self.far else there

    async def origin(self) -> str:
        """The public address, or the one by which the client came."""
        if self._settings.public_url:
            return self._settings.public_url.rstrip("/")
        from fastmcp.server.dependencies import get_http_request

        base = get_http_request().base_url
        return f"{base.scheme}://{base.netloc}"

    async def show(self, session_id: str, *, owner: str) -> tuple[dict[str, Any], str]:
        """The session and its page; media carry a viewing key."""
        origin = await self.origin()
        return _shown(self._studio, session_id, owner, origin, self._keys), f"{origin}/watch/{session_id}"

    async def preview(
        self, scene_id: str, *, owner: str, code: str | None, blocks: list[dict[str, Any]] | None
    ) -> dict[str, Any]:
        """A rehearsal of a change; its pictures are in it."""
        return await _previewed(self._studio, scene_id, owner, code, blocks)


class LoopbackViewer:
    """A server of this process on loopback, started at the first wish to watch."""

    page = _PAGE
    far = False

    async def video(self, session_id: str, name: str, *, owner: str) -> None:
        """Nowhere: client and files are on one machine."""

    def __init__(self, studio: Studio, settings: Settings | None = None) -> None:
        self._studio = studio
        self._settings = settings
        self._starting = asyncio.Lock()
        self._origin = ""
        self._token = secrets.token_urlsafe(32)
        self._keys: ViewingKeys | None = None
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def origin(self) -> str:
        """``http://127.0.0.1:PORT``; starts the server."""
        async with self._starting:
            if not self._origin:
                self._origin = await self._start()
            return self._origin

    async def show(self, session_id: str, *, owner: str) -> tuple[dict[str, Any], str]:
        """The session and its page; the address signs whoever opens it in."""
        projects.get_session(self._studio.db, session_id, owner=owner)
        origin = await self.origin()
        assert self._keys is not None
        there = urlencode({"token": self._token, "then": f"/watch/{session_id}"})
        return _shown(self._studio, session_id, owner, origin, self._keys), f"{origin}/login?{there}"

    async def preview(
        self, scene_id: str, *, owner: str, code: str | None, blocks: list[dict[str, Any]] | None
    ) -> dict[str, Any]:
        """A rehearsal of a change; its pictures are in it."""
        return await _previewed(self._studio, scene_id, owner, code, blocks)

    async def aclose(self) -> None:
        """Stop the server, if it was started."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            self._server.force_exit = True
            await asyncio.wait([self._serving], timeout=3)

    async def _start(self) -> str:
        import uvicorn

        from server.auth.tokens import OneToken
        from server.http import create_app
        from server.settings import load_settings

        settings = self._settings or load_settings()
        app = create_app(settings, self._studio, auth=OneToken(self._token, self._studio.settings.owner))
        self._keys = app.state.keys
        config = uvicorn.Config(app, "127.0.0.1", 0, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        # The process's own signals are the MCP server's business.
        self._server.install_signal_handlers = lambda: None  # pyright: ignore
        socket = config.bind_socket()
        self._serving = asyncio.create_task(self._server.serve(sockets=[socket]))
        return f"http://127.0.0.1:{socket.getsockname()[1]}"


async def _previewed(
    studio: Studio, scene_id: str, owner: str, code: str | None, blocks: list[dict[str, Any]] | None
) -> dict[str, Any]:
    seen = await preview(studio, scene_id, owner=owner, code=code, blocks=blocks)
    return dict(preview_dict(seen))


def _shown(studio: Studio, session_id: str, owner: str, origin: str, keys: ViewingKeys) -> dict[str, Any]:
    session = projects.get_session(studio.db, session_id, owner=owner)
    said = snapshot(studio.db, studio.store, session)
    return _absolute(said, origin, f"key={quote(keys.make(owner))}")


def _absolute(node: Any, origin: str, key: str) -> Any:
    """Addresses of this server as a page without an origin can load them."""
    if isinstance(node, dict):
        return {name: _absolute(value, origin, key) for name, value in node.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(node, list):
        return [_absolute(value, origin, key) for value in node]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(node, str) and node.startswith(("/media/", "/api/")):
        return f"{origin}{node}?{key}"
    return node
