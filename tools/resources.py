"""What can be read: scenes and sessions of the caller, and snippets by topic."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from fastmcp import FastMCP
from fastmcp.resources import FunctionResource, Resource, ResourceContent, ResourceResult
from fastmcp.server.providers.base import Provider
from fastmcp.utilities.versions import VersionSpec

from pipeline.queue.waiting import open_jobs
from pipeline.reviewing import check_scene
from pipeline.state import projects, scenes
from pipeline.state.errors import NotFound
from pipeline.state.versions import list_versions
from pipeline.studio import Studio
from tools.context import Owner, TheStudio, current_owner, current_studio
from tools.results import session_result

__all__ = ["SessionList", "register", "session_uri"]

_LISTED = 50


def register(mcp: FastMCP) -> None:
    """Add the templates, and the caller's newest sessions as resources."""
    mcp.resource("scene://{scene_id}/source{?version}", title="Source of a scene", mime_type="text/x-python")(
        source
    )
    mcp.resource("scene://{scene_id}/frames/{n}", title="One frame of a scene", mime_type="image/jpeg")(frame)
    mcp.resource("scene://{scene_id}/video", title="Video of a scene", mime_type="video/mp4")(video)
    mcp.resource("session://{session_id}", title="How a session stands", mime_type="application/json")(
        session
    )
    mcp.resource("manim://snippets/{topic}", title="Snippets of a topic", mime_type="text/markdown")(snippets)
    mcp.add_provider(SessionList())


def session_uri(session_id: str) -> str:
    """The URI of a session's resource."""
    return f"session://{session_id}"


class SessionList(Provider):
    """The caller's newest sessions, so that a person can pick one."""

    async def get_tasks(self) -> Sequence[Resource]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """None: asked for before there is a caller."""
        return []

    async def _get_resource(self, uri: str, version: VersionSpec | None = None) -> Resource | None:
        """Nothing: they are read through the template."""
        del uri, version
        return None

    async def _list_resources(self) -> Sequence[Resource]:
        found = projects.list_projects(current_studio().db, owner=current_owner(), limit=_LISTED)
        sessions = [session for project in found for session in project.sessions][:_LISTED]
        return [
            FunctionResource.from_function(
                _nothing,
                uri=session_uri(session.id),
                name=session.id,
                title=session.title,
                description=f"{session.status}, {session.ready_count} of {session.scene_count} scenes ready",
                mime_type="application/json",
            )
            for session in sessions
        ]


def _nothing() -> str:
    return ""


async def source(
    scene_id: str, version: int | None = None, studio: Studio = TheStudio, owner: str = Owner
) -> str:
    """The Python code of a scene's current version, or of an older one."""
    return studio.source(scene_id, owner=owner, version=version).code


async def frame(scene_id: str, n: int, studio: Studio = TheStudio, owner: str = Owner) -> ResourceResult:
    """Frame ``n`` of a scene, from 0, as a rehearsal draws it."""
    scene = scenes.get_scene(studio.db, scene_id, owner=owner)
    fps = projects.get_session(studio.db, scene.session_id, owner=owner).format.fps
    _, report = await check_scene(studio, scene_id, owner=owner, sheet=False, frames=[max(0, n) / fps])
    if not report.pictures:
        raise NotFound(f"Scene {scene_id} has no frame {n}.", fix="check_scene says what is wrong with it.")
    picture = next(iter(report.pictures.values()))
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return ResourceResult([ResourceContent(picture, kind)])


async def video(scene_id: str, studio: Studio = TheStudio, owner: str = Owner) -> ResourceResult:
    """The newest video of a scene."""
    scene = scenes.get_scene(studio.db, scene_id, owner=owner)
    made = [version for version in list_versions(studio.db, scene_id) if version.chunk_key]
    if not made or made[-1].chunk_key is None:
        raise NotFound(f"Scene {scene_id} has no video: it is {scene.status}.", fix="render its session.")
    data = await asyncio.to_thread(studio.store.get, made[-1].chunk_key)
    return ResourceResult([ResourceContent(data, "video/mp4")])


async def session(session_id: str, studio: Studio = TheStudio, owner: str = Owner) -> ResourceResult:
    """A session's status with all of its scenes and their frame ranges; can be subscribed to."""
    known = projects.get_session(studio.db, session_id, owner=owner)
    found = scenes.list_scenes(studio.db, session_id)
    said = session_result(
        known, found, open_jobs(studio.db, session_id), following="", detail="full", limit=len(found)
    )
    text = said.model_dump_json(exclude_none=True, exclude={"next"})
    return ResourceResult([ResourceContent(text, "application/json")])


async def snippets(topic: str, studio: Studio = TheStudio) -> str:
    """Snippets, pitfalls and API names of a topic, as Markdown."""
    from knowledge.search import topic_context
    from tools.knowledge import snippet_index

    index = await asyncio.to_thread(snippet_index, studio.settings.home / "cache")
    said: list[str] = []
    for item in topic_context(index, topic):
        text = f"```python\n{item.text}\n```" if item.kind == "snippet" else item.text
        said.append(f"## {item.title}\n\n{text}")
    if not said:
        topics = ", ".join(index.topics)
        raise NotFound(f"Nothing is known of {topic!r}.", fix=f"The topics are {topics}.")
    return "\n\n".join(said)
