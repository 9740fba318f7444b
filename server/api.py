"""The HTTP API of the player and of other programs: sessions, scenes, their sources and events."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.checking import check_code
from pipeline.editing import Replacement
from pipeline.previewing import preview
from pipeline.sources import zipped_sources
from pipeline.state import ordering, projects, scenes
from pipeline.state.errors import NotFound
from pipeline.state.history import scene_history
from pipeline.state.model import Session
from pipeline.studio import Studio
from server.answers import (
    ExportAnswer,
    FindingsAnswer,
    HistoryAnswer,
    JobAnswer,
    JobsAnswer,
    PreviewAnswer,
    ProjectsAnswer,
    SceneAnswer,
    SnapshotAnswer,
    SourceAnswer,
    StatusAnswer,
    VersionAnswer,
)
from server.events import EventStream, session_events
from server.snapshots import chunk_urls, preview_dict, project_list, scene_dict, snapshot
from tools.context import Principal

__all__ = ["Owner", "TheStudio", "router"]

router = APIRouter(prefix="/api")

_MOST = 2**31
"""No count reaches it, and SQLite takes it."""


# Coroutines, although they wait for nothing: a plain function would be run in a thread, three per request.


async def the_studio(request: Request) -> Studio:
    """The studio of this app."""
    studio: Studio = request.app.state.studio
    return studio


async def the_owner(request: Request) -> str:
    """Who asks, as :class:`server.auth.gate.Gate` found out."""
    principal: Principal = request.state.principal
    return principal.owner


TheStudio = Annotated[Studio, Depends(the_studio)]
Owner = Annotated[str, Depends(the_owner)]


async def own_session(session_id: str, studio: TheStudio, owner: Owner) -> Session:
    """The session of the path, if it is the caller's: asked before a stream has begun."""
    return projects.get_session(studio.db, session_id, owner=owner)


OwnSession = Annotated[Session, Depends(own_session)]


def _gives(media_type: str) -> dict[str, Any]:
    """What the document says of a route that answers with a file."""
    schema = {"type": "string", "contentMediaType": media_type}
    return {"response_class": Response, "responses": {200: {"content": {media_type: {"schema": schema}}}}}


def _one_of(**types: str) -> ConfigDict:
    """What the document says of a body with exactly one of these members."""
    options: list[Any] = [
        {"required": [name], "properties": {name: {"type": kind}}} for name, kind in types.items()
    ]
    return ConfigDict(json_schema_extra={"oneOf": options})


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Edit(_Body):
    """An exact replacement."""

    old: str = Field(min_length=1)
    new: str


class EditBody(_Body):
    """A change of a scene, on top of ``version``: new code, replacements, or new blocks."""

    model_config = _one_of(code="string", replacements="array", blocks="array")

    version: int = Field(ge=1, le=_MOST)
    code: str | None = Field(None, min_length=1, max_length=200_000)
    replacements: list[Edit] | None = Field(None, min_length=1, max_length=50)
    blocks: list[dict[str, Any]] | None = Field(None, min_length=1, max_length=60)
    title: str | None = Field(None, min_length=1, max_length=200)
    render: bool = True

    @model_validator(mode="after")
    def _one_kind(self) -> EditBody:
        if sum(given is not None for given in (self.code, self.replacements, self.blocks)) != 1:
            raise ValueError("give one of code, replacements and blocks")
        return self


class NewScene(_Body):
    """A scene in Manim code or in blocks, inserted before ``index``."""

    model_config = _one_of(code="string", blocks="array")

    index: int | None = Field(None, ge=0, le=_MOST)
    title: str = Field(min_length=1, max_length=200)
    code: str | None = Field(None, min_length=1, max_length=200_000)
    blocks: list[dict[str, Any]] | None = Field(None, min_length=1, max_length=60)
    render: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> NewScene:
        if (self.code is None) == (self.blocks is None):
            raise ValueError("give one of code and blocks")
        return self


class VersionBody(_Body):
    """A version to go back to."""

    version: int = Field(ge=1, le=_MOST)


class MoveBody(_Body):
    """A place in the session."""

    index: int = Field(ge=0, le=_MOST)


class PreviewBody(_Body):
    """A change to look at: new code, new blocks, or neither for the scene as it is."""

    code: str | None = Field(None, max_length=200_000)
    blocks: list[dict[str, Any]] | None = Field(None, min_length=1, max_length=60)


class PromptBody(_Body):
    """A change in words."""

    prompt: str = Field(min_length=1, max_length=20_000)


class CodeBody(_Body):
    """Code to look at."""

    code: str = Field(max_length=200_000)


@router.get("/projects")
async def list_projects(
    studio: TheStudio,
    owner: Owner,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=_MOST)] = 0,
) -> ProjectsAnswer:
    """Projects with their sessions, the last changed first."""
    return {"projects": project_list(studio.db, studio.store, owner=owner, limit=limit, offset=offset)}


@router.get("/sessions/{session_id}")
async def get_session(session_id: str, studio: TheStudio, owner: Owner) -> SnapshotAnswer:
    """A session with its scenes."""
    return snapshot(studio.db, studio.store, projects.get_session(studio.db, session_id, owner=owner))


@router.delete("/sessions/{session_id}", status_code=204)
async def remove_session(session_id: str, studio: TheStudio, owner: Owner) -> None:
    """Take a session away with everything that was made in it."""
    studio.remove_session(session_id, owner=owner)


@router.get("/sessions/{session_id}/events", **_gives("text/event-stream"))
async def events(
    studio: TheStudio,
    session: OwnSession,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventStream:
    """The session's changes as they happen; resumes after ``Last-Event-ID``."""
    last = (
        int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else None
    )
    return EventStream(session_events(studio, session.id, last))


@router.post("/sessions/{session_id}/render", status_code=202)
async def render(session_id: str, studio: TheStudio, owner: Owner) -> JobsAnswer:
    """Render what has no chunk of its current version."""
    return {"jobs": await studio.render(session_id, owner=owner)}


@router.post("/sessions/{session_id}/export")
async def export(session_id: str, studio: TheStudio, owner: Owner) -> ExportAnswer:
    """One MP4 of the session."""
    made = await studio.export(session_id, owner=owner)
    return {
        "url": f"/api/sessions/{session_id}/video/{made.path.name}",
        "frames": made.frames,
        "size": made.size,
    }


@router.get("/sessions/{session_id}/video/{name}", **_gives("video/mp4"))
async def exported(session_id: str, name: str, studio: TheStudio, owner: Owner) -> FileResponse:
    """An exported video."""
    projects.get_session(studio.db, session_id, owner=owner)
    folder = studio.settings.home / "exports" / session_id
    path = next((file for file in folder.glob("*.mp4") if file.name == name), None)
    if path is None:
        raise NotFound(f"There is no video {name!r}.", fix="Export the session again.")
    return FileResponse(path, media_type="video/mp4", filename=name, content_disposition_type="inline")


@router.get("/sessions/{session_id}/captions.vtt", **_gives("text/vtt"))
async def captions(session_id: str, studio: TheStudio, owner: Owner) -> Response:
    """The captions of the whole session as WebVTT."""
    from pipeline.captions import session_captions

    session = projects.get_session(studio.db, session_id, owner=owner)
    anywhere = {"Access-Control-Allow-Origin": "*"}  # an MCP App's frame has no origin
    return PlainTextResponse(session_captions(studio.db, session), media_type="text/vtt", headers=anywhere)


@router.get("/sessions/{session_id}/captions.srt", **_gives("application/x-subrip"))
async def subtitles(session_id: str, studio: TheStudio, owner: Owner) -> Response:
    """The captions of the whole session as SRT, for players that know no WebVTT."""
    from pipeline.captions import session_subtitles

    session = projects.get_session(studio.db, session_id, owner=owner)
    headers = _download(session.title, "srt")
    return PlainTextResponse(
        session_subtitles(studio.db, session), media_type="application/x-subrip", headers=headers
    )


@router.get("/sessions/{session_id}/source.zip", **_gives("application/zip"))
async def sources(session_id: str, studio: TheStudio, owner: Owner) -> Response:
    """The current source of every scene: Manim code, and the blocks that it came from."""
    session = projects.get_session(studio.db, session_id, owner=owner)
    headers = _download(session.title, "zip")
    return Response(zipped_sources(studio.db, session_id), media_type="application/zip", headers=headers)


@router.post("/sessions/{session_id}/scenes", status_code=201)
async def add_scene(session_id: str, body: NewScene, studio: TheStudio, owner: Owner) -> SceneAnswer:
    """Insert a scene; with ``render`` it is rendered at once."""
    if body.blocks is not None:
        scene = studio.insert_blocks(
            session_id, owner=owner, title=body.title, blocks=body.blocks, index=body.index
        )
    else:
        scene = studio.write_scene(
            session_id, owner=owner, title=body.title, code=body.code or "", index=body.index, author="person"
        )
    return await _rendered(studio, owner, scene.id, render=body.render)


@router.get("/scenes/{scene_id}/source")
async def source(
    scene_id: str,
    studio: TheStudio,
    owner: Owner,
    version: Annotated[int | None, Query(ge=1, le=_MOST)] = None,
) -> SourceAnswer:
    """A version's source."""
    found = studio.source(scene_id, owner=owner, version=version)
    return {"version": found.version, "kind": found.kind, "code": found.code, "blocks": found.blocks}


@router.get("/scenes/{scene_id}/history")
async def history(scene_id: str, studio: TheStudio, owner: Owner) -> HistoryAnswer:
    """Every version, newest first, each with its difference from the one before."""
    rows: list[VersionAnswer] = [
        {
            "version": change.version,
            "createdAt": change.created_at,
            "author": change.author,
            "change": change.change,
            "checksum": change.checksum,
            "current": change.current,
            "diff": change.diff,
        }
        for change in scene_history(studio.db, scene_id, owner=owner)
    ]
    return {"versions": rows}


@router.post("/scenes/{scene_id}/edit", status_code=202)
async def edit(scene_id: str, body: EditBody, studio: TheStudio, owner: Owner) -> SceneAnswer:
    """A new version of the scene, rendered at once unless ``render`` is false."""
    if body.blocks is not None:
        scene = studio.edit_blocks(
            scene_id, owner=owner, base_version=body.version, blocks=body.blocks, title=body.title
        )
        return await _rendered(studio, owner, scene.id, render=body.render)
    scene = studio.edit_scene(
        scene_id,
        owner=owner,
        base_version=body.version,
        code=body.code,
        replacements=[Replacement(edit.old, edit.new) for edit in body.replacements or []],
        title=body.title,
        author="person",
    )
    return await _rendered(studio, owner, scene.id, render=body.render)


@router.post("/scenes/{scene_id}/retry", status_code=202)
async def retry(scene_id: str, studio: TheStudio, owner: Owner) -> SceneAnswer:
    """Render a scene in error again."""
    scenes.get_scene(studio.db, scene_id, owner=owner)
    return await _rendered(studio, owner, scene_id)


@router.post("/scenes/{scene_id}/revert", status_code=202)
async def revert(scene_id: str, body: VersionBody, studio: TheStudio, owner: Owner) -> SceneAnswer:
    """Make an old version current again."""
    studio.revert(scene_id, owner=owner, version=body.version, author="person")
    return await _rendered(studio, owner, scene_id)


@router.post("/scenes/{scene_id}/move")
async def move(scene_id: str, body: MoveBody, studio: TheStudio, owner: Owner) -> SnapshotAnswer:
    """Put a scene at another place."""
    scene = scenes.get_scene(studio.db, scene_id, owner=owner)
    ordering.move_scene(studio.db, scene_id, index=body.index)
    return snapshot(studio.db, studio.store, projects.get_session(studio.db, scene.session_id))


@router.post("/scenes/{scene_id}/duplicate", status_code=201)
async def duplicate(scene_id: str, studio: TheStudio, owner: Owner) -> SceneAnswer:
    """The same scene once more, right behind it; what is rendered is not rendered again."""
    scenes.get_scene(studio.db, scene_id, owner=owner)
    twin = ordering.duplicate_scene(studio.db, scene_id, author="person")
    return scene_dict(twin, chunk_urls(studio.db, studio.store, twin.session_id).get(twin.id), None)


@router.delete("/scenes/{scene_id}", status_code=204)
async def remove(scene_id: str, studio: TheStudio, owner: Owner) -> None:
    """Take a scene out of its session."""
    scenes.get_scene(studio.db, scene_id, owner=owner)
    ordering.remove_scene(studio.db, scene_id)


@router.post("/scenes/{scene_id}/check")
async def check(scene_id: str, body: CodeBody, studio: TheStudio, owner: Owner) -> FindingsAnswer:
    """What the checker says of code that is not saved yet."""
    scenes.get_scene(studio.db, scene_id, owner=owner)
    return {"findings": check_code(body.code)}


@router.post("/scenes/{scene_id}/preview")
async def preview_change(scene_id: str, body: PreviewBody, studio: TheStudio, owner: Owner) -> PreviewAnswer:
    """A rehearsal of a change that is not saved: findings, and the frames that they show on."""
    seen = await preview(studio, scene_id, owner=owner, code=body.code, blocks=body.blocks)
    return preview_dict(seen)


@router.post("/scenes/{scene_id}/prompt", status_code=202)
async def prompt(scene_id: str, body: PromptBody, studio: TheStudio, owner: Owner) -> JobAnswer:
    """Have the director change a scene as the words say."""
    scene = scenes.get_scene(studio.db, scene_id, owner=owner)  # a stranger learns nothing of the director
    return {"job_id": studio.require_director().edit(scene.id, body.prompt, owner=owner)}


@router.get("/status")
async def status(studio: TheStudio) -> StatusAnswer:
    """How the sandbox's pool stands, and whether there is a director to ask for changes in words."""
    pool = studio.pool_status()
    return {"sandbox": pool, "canPrompt": studio.director is not None}


def _download(title: str, suffix: str) -> dict[str, str]:
    """Headers that make a browser keep what comes under the session's title."""
    name = quote(f"{title}.{suffix}")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}


async def _rendered(studio: Studio, owner: str, scene_id: str, *, render: bool = True) -> SceneAnswer:
    scene = scenes.get_scene(studio.db, scene_id)
    if render and scene.status != "ready":
        await studio.render(scene.session_id, owner=owner, scene_ids=[scene_id])
        scene = scenes.get_scene(studio.db, scene_id)
    urls = chunk_urls(studio.db, studio.store, scene.session_id)
    return scene_dict(scene, urls.get(scene_id), None)
