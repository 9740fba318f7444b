"""The tasks extension: a client that knows it gets a task for a long call, and polls.

FastMCP's own extension (``fastmcp-tasks``) keeps tasks in Redis or in memory and pins one version of
FastMCP. Ours keeps them in SQLite beside the jobs that they stand for, so that a restart forgets none:
what was being worked on is taken up again when it is asked for. Rendering, joining and publishing can all
be begun twice without harm; a generation is begun by the call, and the task only waits for it.

Whatever can be refused is refused by the call itself, before there is a task: wrong arguments, an id of
somebody else, a user who says no.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

import mcp_types.methods as wire
import structlog
from fastmcp import Context
from fastmcp.server.dependencies import get_access_token
from fastmcp.server.extensions import MethodBinding, ServerExtension, ToolCallContinuation, ToolCallOutcome
from fastmcp.tools import ToolResult
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolRequestParams, RequestParams
from mcp_types.jsonrpc import MISSING_REQUIRED_CLIENT_CAPABILITY
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import BaseModel, ConfigDict, Field

from pipeline.cancelling import end_tasks
from pipeline.exporting import require_ready
from pipeline.state import projects, tasks
from pipeline.state.model import now_ms
from pipeline.state.scenes import list_scenes
from pipeline.studio import Studio
from proofreel.errors import ProofreelError
from server.errors import describe
from tools.context import current_principal, principal_of
from tools.generating import generated
from tools.publishing import published
from tools.rendering import exported, rendered
from tools.watching import Viewer

__all__ = ["Tasks"]

log = structlog.get_logger(__name__)

TASK_TOOLS: Final = frozenset({"render", "export_video", "publish", "generate_lesson"})
_BEGUN_BY_THE_CALL: Final = {"render": {"wait_s": 0}, "publish": {"wait_s": 0}, "generate_lesson": {}}
"""Tools that return at once and go on by themselves, with the arguments that make them so."""
_KEPT_MS: Final = 24 * 3600 * 1000
_POLL_MS: Final = 1000


class _TaskId(RequestParams):
    model_config = ConfigDict(populate_by_name=True, extra="allow")

    task_id: str = Field(alias="taskId")


class _Answer(BaseModel):
    """A result of this extension as it goes over the wire."""

    model_config = ConfigDict(extra="allow")


class Tasks(ServerExtension):
    """``io.modelcontextprotocol/tasks`` over the studio's own state."""

    identifier = "io.modelcontextprotocol/tasks"

    def __init__(self, studio: Studio, viewer: Viewer | None = None) -> None:
        self._studio = studio
        self._viewer = viewer
        self._running: dict[str, asyncio.Task[None]] = {}
        self._said: dict[str, str] = {}

    def methods(self) -> Sequence[MethodBinding]:
        """``tasks/get``, ``tasks/update`` and ``tasks/cancel``, of the newest protocol only."""
        versions = frozenset(MODERN_PROTOCOL_VERSIONS)
        return [
            MethodBinding(f"tasks/{name}", _TaskId, handler, versions)
            for name, handler in (("get", self._get), ("update", self._update), ("cancel", self._cancel))
        ]

    @asynccontextmanager
    async def lifespan(self) -> AsyncGenerator[None]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Let task results through to clients; stop working at the end, without ending the tasks."""
        tasks.forget_old_tasks(self._studio.db, before=now_ms() - _KEPT_MS)
        with _task_results_allowed():
            yield
            await end_tasks(self._running.values())

    async def intercept_tool_call(
        self, params: CallToolRequestParams, context: Context, call_next: ToolCallContinuation
    ) -> ToolCallOutcome:
        """Begin a task where the tool is long and the client asked for tasks; else run the tool."""
        request = context.request_context
        modern = request is not None and request.protocol_version in MODERN_PROTOCOL_VERSIONS
        asked = modern and context.client_extension_settings(self.identifier) is not None
        if params.name not in TASK_TOOLS or not asked:
            return await call_next()
        owner = current_principal().owner
        arguments = params.arguments or {}
        if params.name == "export_video":
            if arguments.keys() != {"session_id"}:
                return await call_next()  # refuses the arguments
            self._require_exportable(str(arguments["session_id"]), owner)
        else:
            params.arguments = {**arguments, **_BEGUN_BY_THE_CALL[params.name]}
            begun = await call_next()
            said: dict[str, Any] = getattr(begun, "structured_content", None) or {}
            if not _goes_on(params.name, said):
                return begun
            arguments = {**arguments, **{key: said[key] for key in ("generation_id",) if key in said}}
        task = tasks.create_task(self._studio.db, owner=owner, tool=params.name, arguments=arguments)
        self._begin(task)
        return _Answer.model_validate({"resultType": "task", **self._described(task)})

    async def _get(self, ctx: ServerRequestContext[Any, Any], params: _TaskId) -> _Answer:
        task = self._find(ctx, params.task_id)
        if task.status == "working" and task.id not in self._running:
            self._begin(task)
        said = {"resultType": "complete", **self._described(task)}
        if task.status == "completed":
            said["result"] = task.result
        elif task.status == "failed":
            said["error"] = task.result
        return _Answer.model_validate(said)

    async def _update(self, ctx: ServerRequestContext[Any, Any], params: _TaskId) -> _Answer:
        self._find(ctx, params.task_id)  # no task of ours ever asks for anything
        return _Answer.model_validate({"resultType": "complete"})

    async def _cancel(self, ctx: ServerRequestContext[Any, Any], params: _TaskId) -> _Answer:
        task = self._find(ctx, params.task_id)
        if task.status == "working":
            tasks.end_task(self._studio.db, task.id, "cancelled")
            if running := self._running.get(task.id):
                running.cancel()
            if task.tool == "render":
                self._studio.cancel(task.arguments["session_id"], owner=task.owner)
            if task.tool == "generate_lesson":
                self._studio.require_director().cancel(task.arguments["generation_id"], owner=task.owner)
        return _Answer.model_validate({"resultType": "complete"})

    def _find(self, ctx: ServerRequestContext[Any, Any], task_id: str) -> tasks.Task:
        if self.client_settings(ctx) is None:
            data: dict[str, Any] = {"requiredCapabilities": {"extensions": {self.identifier: {}}}}
            raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, "The client has not declared tasks.", data)
        token = get_access_token()
        owner = principal_of(token).owner if token else self._studio.settings.owner
        task = tasks.find_task(self._studio.db, task_id, owner=owner)
        if task is None:
            raise MCPError(INVALID_PARAMS, f"There is no task {task_id!r}.")
        return task

    def _described(self, task: tasks.Task) -> dict[str, Any]:
        said = {
            "taskId": task.id,
            "status": task.status,
            "createdAt": _iso(task.created_at),
            "lastUpdatedAt": _iso(task.updated_at),
            "ttlMs": _KEPT_MS,
            "pollIntervalMs": _POLL_MS,
        }
        message = self._said.get(task.id) if task.status == "working" else None
        return said | ({"statusMessage": message} if message else {})

    def _begin(self, task: tasks.Task) -> None:
        running = asyncio.create_task(self._work(task))
        self._running[task.id] = running
        running.add_done_callback(lambda _: self._running.pop(task.id, None))

    async def _work(self, task: tasks.Task) -> None:
        db = self._studio.db
        try:
            result = await self._run(task)
        except ProofreelError as error:
            said = {"content": [{"type": "text", "text": describe(error)}], "isError": True}
            tasks.end_task(db, task.id, "completed", said)
        except Exception:
            log.exception("task_crashed", task=task.id, tool=task.tool)
            tasks.end_task(db, task.id, "failed", {"code": -32603, "message": "proofreel itself failed."})
        else:
            content = [
                block.model_dump(mode="json", by_alias=True, exclude_none=True) for block in result.content
            ]
            said = {"content": content, "structuredContent": result.structured_content}
            tasks.end_task(db, task.id, "completed", said)
        finally:
            self._said.pop(task.id, None)

    def _require_exportable(self, session_id: str, owner: str) -> None:
        projects.get_session(self._studio.db, session_id, owner=owner)
        require_ready(list_scenes(self._studio.db, session_id))

    async def _run(self, task: tasks.Task) -> ToolResult:
        def say(text: str) -> None:
            self._said[task.id] = text

        session_id = str(task.arguments.get("session_id", ""))
        match task.tool:
            case "generate_lesson":
                generation_id = str(task.arguments["generation_id"])
                return await generated(self._studio, generation_id, owner=task.owner, say=say)
            case "render":
                wanted: list[str] = task.arguments.get("scene_ids") or []
                return await rendered(
                    self._studio,
                    session_id,
                    owner=task.owner,
                    scene_ids=wanted,
                    quality=task.arguments.get("quality"),
                    say=say,
                )
            case "export_video":
                return await exported(
                    self._studio, session_id, owner=task.owner, wait_s=None, viewer=self._viewer
                )
            case _:
                return await published(self._studio, session_id, owner=task.owner, wait_s=None)


class _task_results_allowed:  # noqa: N801  # reads as what it is: with _task_results_allowed(): …
    """The SDK validates results of ``tools/call`` and knows no tasks there: they are let through as they are.

    Counted: several servers of one process may run at once.
    """

    _held = 0
    _original: Any = None

    def __enter__(self) -> None:
        cls = type(self)
        if cls._held == 0:
            original = cls._original = wire.serialize_server_result

            def serialize(method: str, version: str, data: Any, **more: Any) -> Any:
                if method == "tools/call" and data.get("resultType") == "task":
                    return dict(data)
                return original(method, version, data, **more)

            wire.serialize_server_result = serialize
        cls._held += 1

    def __exit__(self, *_: object) -> None:
        cls = type(self)
        cls._held -= 1
        if cls._held == 0:
            wire.serialize_server_result = cls._original


def _goes_on(tool: str, said: dict[str, Any]) -> bool:
    """Whether the work that a call has begun is not at its end."""
    if tool == "publish":
        return said.get("done") is False
    return said.get("status") in ("queued", "generating", "rendering", "running")


def _iso(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat()
