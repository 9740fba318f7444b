"""The operations that the tools, the HTTP API and the command line share.

A :class:`Studio` holds what is open: the database, the chunk store, the sandbox and the queue. It
starts light; the sandbox and the queue begin at the first operation that needs them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline import planning
from pipeline.checking import CheckReport
from pipeline.chunks import ChunkStore, S3Settings, open_store
from pipeline.editing import Replacement, apply_replacements
from pipeline.exporting import Export, export_session, require_ready
from pipeline.joined_work import JoinedWork
from pipeline.lesson import Lesson
from pipeline.narration.cache import SpeechCache
from pipeline.narration.track import narrate
from pipeline.narration.voice import VoiceSettings
from pipeline.pairing import Plan, bring_to_lesson
from pipeline.planning import Quality, voice_of
from pipeline.publishing import Progress, Publisher
from pipeline.queue import jobs
from pipeline.queue.local import LocalRenderer
from pipeline.queue.renderer import Renderer
from pipeline.queue.runner import RenderQueue
from pipeline.rendering import RenderRequest
from pipeline.reviewing import Reviewer
from pipeline.state import projects, scenes
from pipeline.state.assets import read_asset
from pipeline.state.database import Database
from pipeline.state.errors import NotFound
from pipeline.state.model import Scene, SceneStatus, SceneVersion, Session
from pipeline.state.removing import remove_session
from pipeline.state.versions import SceneDraft, get_version
from pipeline.state.writing import find_writing, release_abandoned
from render_sandbox.sandbox import Sandbox, SandboxSettings, may_isolate, open_sandbox
from render_sandbox.settings import PoolStatus

if TYPE_CHECKING:
    from pipeline.director import Director

__all__ = ["Studio", "StudioSettings", "open_studio"]


@dataclass(frozen=True, slots=True)
class StudioSettings:
    """Where things are kept and how they are rendered."""

    home: Path
    sandbox: SandboxSettings
    owner: str = "local"
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    """Its engine speaks lessons which name none; what it needs."""
    chunks: Literal["local", "s3"] = "local"
    """Where renders are put; ``s3`` needs the buckets of ``s3``."""
    s3: S3Settings | None = None
    """Where `publish` puts chunks."""
    snippets: tuple[Path, ...] = ()
    """Folders of the user's own snippets, searched along with ours."""
    workers_at: str | None = None
    """The Redis over which workers elsewhere render; None: this process renders."""


@asynccontextmanager
async def open_studio(settings: StudioSettings, store: ChunkStore | None = None) -> AsyncGenerator[Studio]:
    """A studio for as long as the block runs."""
    studio = Studio(settings, store)
    try:
        yield studio
    finally:
        await studio.aclose()


class Studio:
    """Everything that is open for one ``PROOFREEL_HOME``; :func:`open_studio` makes and closes it."""

    def __init__(self, settings: StudioSettings, store: ChunkStore | None = None) -> None:
        self.settings = settings
        self.db = Database(settings.home / "proofreel.db")
        self.store: ChunkStore = store or open_store(
            settings.home, settings.s3 if settings.chunks == "s3" else None
        )
        self.publisher = Publisher(self.db, self.store, settings.s3)
        self.reviewer = Reviewer(self.db, self.sandbox, self.request_for)
        """Says what is wrong with a scene; see :func:`pipeline.reviewing.check_scene`."""
        self._exports = JoinedWork[Export]()
        self.checks = JoinedWork[tuple[Scene, CheckReport]]()
        """Checks that took longer than whoever asked for them could wait."""
        self._stack = AsyncExitStack()
        self._starting = asyncio.Lock()
        self._sandbox: Sandbox | None = None
        self.director: Director | None = None
        """Set by whoever opened one; see :meth:`require_director`."""
        self._queue: RenderQueue | None = None

    async def aclose(self) -> None:
        """Stop rendering (what is under way goes back to the queue) and close everything."""
        await self.publisher.aclose()
        await self._exports.aclose()
        await self.checks.aclose()
        await self._stack.aclose()
        self.db.close()

    async def sandbox(self) -> Sandbox:
        """The sandbox, opened at the first call.

        Raises:
            BackendMissing: nothing on this machine can isolate code.
        """
        async with self._starting:
            if self._sandbox is None:
                self._sandbox = await self._stack.enter_async_context(open_sandbox(self.settings.sandbox))
            return self._sandbox

    def may_render(self) -> bool:
        """Whether something here may isolate scenes; a glance that starts nothing."""
        return self._sandbox is not None or may_isolate(self.settings.sandbox)

    def pool_status(self) -> PoolStatus | None:
        """How the sandbox's pool stands; ``None`` before it was needed."""
        return self._sandbox.status() if self._sandbox else None

    def require_director(self) -> Director:
        """The director.

        Raises:
            DirectorMissing: no model is set up; says the three ways to make a video.
        """
        if self.director is None:
            from pipeline.director.errors import DirectorMissing

            raise DirectorMissing
        return self.director

    async def start_queue(self) -> None:
        """Begin to work on the jobs, those of an earlier run included."""
        renderer = await self._renderer()
        async with self._starting:
            if self._queue is None:
                queue = RenderQueue(self.db, self.store, renderer, self.request_for)
                await queue.start()
                self._stack.push_async_callback(queue.aclose)
                self._queue = queue

    async def _renderer(self) -> Renderer:
        if self.settings.workers_at is None:
            return LocalRenderer(await self.sandbox(), self.store, self.settings.sandbox.workers)
        from pipeline.queue.remote import require_installed

        require_installed()
        from pipeline.queue.remote.renderer import RemoteRenderer

        return RemoteRenderer(self.settings.workers_at, self.store)

    # What is made

    def plan(
        self,
        lesson: Lesson,
        *,
        owner: str,
        quality: Quality = "full",
        session_id: str | None = None,
        source_name: str = "",
        pictures: Mapping[str, bytes] | None = None,
    ) -> Plan:
        """Make a session out of a lesson, or bring an existing session to what the lesson says now.

        Without ``session_id`` a lesson file of the same name and title, in the same format, continues
        its session. Scenes of which it says what it said before keep their edits and chunks.
        """
        return bring_to_lesson(
            self.db,
            lesson,
            owner=owner,
            quality=quality,
            session_id=session_id,
            source_name=source_name,
            pictures=pictures or {},
            voice=self.settings.voice.engine,
        )

    def write_scene(
        self,
        session_id: str,
        *,
        owner: str,
        title: str,
        code: str,
        scene_id: str | None = None,
        base_version: int | None = None,
        index: int | None = None,
        author: str = "agent",
    ) -> Scene:
        """Give a session a scene in Manim code, or a scene of it new code."""
        session = projects.get_session(self.db, session_id, owner=owner)
        if scene_id is None:
            draft = self._code_draft(session, title, code, {})
            return scenes.add_scene(self.db, session_id, draft, index=index, author=author, change="written")
        return self.edit_scene(
            scene_id, owner=owner, code=code, title=title, base_version=base_version, author=author
        )

    def insert_blocks(
        self,
        session_id: str,
        *,
        owner: str,
        title: str,
        blocks: Sequence[Mapping[str, Any]],
        index: int | None = None,
        author: str = "person",
    ) -> Scene:
        """Give a session a scene made of blocks.

        Raises:
            LessonError: every mistake in the blocks.
        """
        session = projects.get_session(self.db, session_id, owner=owner)
        draft = planning.blocks_draft(session, title, blocks, {})
        return scenes.add_scene(self.db, session_id, draft, index=index, author=author, change="written")

    def edit_scene(
        self,
        scene_id: str,
        *,
        owner: str,
        base_version: int | None = None,
        code: str | None = None,
        replacements: Sequence[Replacement] = (),
        title: str | None = None,
        author: str = "agent",
    ) -> Scene:
        """A new version of a scene: whole new code, or exact replacements in what it has.

        Raises:
            StaleVersion: ``base_version`` is no longer the current one; ``details["diff"]`` shows what
                changed since.
            EditRefused: a replacement does not fit.
        """
        scene = scenes.get_scene(self.db, scene_id, owner=owner)
        current = get_version(self.db, scene_id, scene.version)
        base = scene.version if base_version is None else base_version
        scenes.require_current(self.db, scene_id, base)
        session = projects.get_session(self.db, scene.session_id)
        new_code = code if code is not None else apply_replacements(current.code, replacements)
        if new_code == current.code and (title or scene.title) == scene.title:
            return scene
        draft = self._code_draft(session, title or scene.title, new_code, current.assets)
        change = "new code" if code is not None else f"{len(replacements)} replacements"
        return scenes.edit_scene(self.db, scene_id, draft, base_version=base, author=author, change=change)

    def edit_blocks(
        self,
        scene_id: str,
        *,
        owner: str,
        base_version: int,
        blocks: Sequence[Mapping[str, Any]],
        title: str | None = None,
        author: str = "person",
    ) -> Scene:
        """A new version of a scene out of blocks.

        Raises:
            LessonError: every mistake in the blocks.
            StaleVersion: ``base_version`` is no longer the current one.
        """
        scene = scenes.get_scene(self.db, scene_id, owner=owner)
        current = get_version(self.db, scene_id, scene.version)
        scenes.require_current(self.db, scene_id, base_version)
        session = projects.get_session(self.db, scene.session_id)
        draft = planning.blocks_draft(session, title or scene.title, blocks, current.assets)
        return scenes.edit_scene(
            self.db, scene_id, draft, base_version=base_version, author=author, change="new blocks"
        )

    def source(self, scene_id: str, *, owner: str, version: int | None = None) -> SceneVersion:
        """A version of a scene, the current one unless said."""
        scene = scenes.get_scene(self.db, scene_id, owner=owner)
        return get_version(self.db, scene_id, scene.version if version is None else version)

    def revert(self, scene_id: str, *, owner: str, version: int, author: str = "agent") -> Scene:
        """Make an old version current again, as a new version that shares its chunk."""
        scenes.get_scene(self.db, scene_id, owner=owner)
        return scenes.revert_scene(self.db, scene_id, to_version=version, author=author)

    def remove_session(self, session_id: str, *, owner: str) -> None:
        """Stop what is done for a session, and forget it: ``pipeline.state.removing``."""
        self.cancel(session_id, owner=owner)
        remove_session(self.db, session_id)

    async def render(self, session_id: str, *, owner: str, scene_ids: Sequence[str] = ()) -> list[str]:
        """Queue every scene that has no chunk of its current version. Returns the jobs' ids.

        Scenes that the director has under its pen come later, by themselves.
        """
        session = projects.get_session(self.db, session_id, owner=owner)
        release_abandoned(self.db)
        written = find_writing(self.db, session_id)
        present = scenes.list_scenes(self.db, session_id)
        unknown = set(scene_ids) - {scene.id for scene in present}
        if unknown:
            raise NotFound(f"{', '.join(sorted(unknown))}: not in this session.", fix="Ask for its status.")
        wanted = [
            scene
            for scene in present
            if scene.status is not SceneStatus.READY
            and (not scene_ids or scene.id in scene_ids)
            and scene.id not in written
        ]
        submitted: list[str] = []
        with self.db.transaction():
            for scene in wanted:
                if scene.status is SceneStatus.ERROR:
                    scenes.retry_scene(self.db, scene.id)
                priority = jobs.PRIORITY[session.format.profile]
                submitted.append(jobs.submit(self.db, scene, owner=owner, priority=priority))
        await self.start_queue()
        return submitted

    def cancel(self, session_id: str, *, owner: str, scene_id: str | None = None) -> int:
        """Stop the renders of a session and what the director does in it, or the render of one scene.

        Returns how many renders there were.
        """
        projects.get_session(self.db, session_id, owner=owner)
        if scene_id is None and self.director is not None:
            self.director.cancel_session(session_id)
        return jobs.cancel(self.db, session_id, scene_id)

    async def export(self, session_id: str, *, owner: str, obliged: bool = True) -> Export:
        """One MP4 of a session whose scenes are all ready.

        ``obliged=False`` leaves out the layout report: for a command with a person before the screen.

        Raises:
            NotReady: a scene has no chunk of its current version.
            UnmendedFindings: a scene's layout report has errors that were neither mended nor waived.
        """
        session = projects.get_session(self.db, session_id, owner=owner)
        require_ready(scenes.list_scenes(self.db, session_id))
        if obliged:
            await self.reviewer.require_mended(session)
        return await export_session(
            self.db, self.store, await self.sandbox(), session, self.settings.home / "exports"
        )

    async def export_within(self, session_id: str, *, owner: str, wait_s: float | None) -> Export | None:
        """As :meth:`export`; ``None`` where ``wait_s`` is too short: it goes on, asking again joins it."""
        projects.get_session(self.db, session_id, owner=owner)
        return await self._exports.join(
            session_id, lambda: self.export(session_id, owner=owner), wait_s=wait_s
        )

    async def publish(self, session_id: str, *, owner: str, wait_s: float | None = None) -> Progress:
        """Put a session whose scenes are all ready where viewers' browsers read it.

        Returns when it is done, or after ``wait_s`` while it goes on; to call again joins it. Scenes that
        were never rehearsed are rehearsed first, within that time.

        Raises:
            UnmendedFindings: a scene's layout report has errors that were neither mended nor waived.
        """
        session = projects.get_session(self.db, session_id, owner=owner)

        async def mended() -> None:
            await self.reviewer.require_mended(session)

        return await self.publisher.publish(session, wait_s=wait_s, first=mended)

    async def request_for(self, session: Session, scene: Scene, version: SceneVersion) -> RenderRequest:
        """What the sandbox needs to draw a version: pictures and spoken lines.

        Raises:
            NarrationError: the lesson's voice is not there, or failed.
        """
        files = {name: read_asset(self.db, sha256) for name, sha256 in version.assets.items()}
        voice = voice_of(session.settings, self.settings.voice)
        track = await narrate(version.code, voice, SpeechCache(self.settings.home / "cache" / "speech"))
        label = f"scene {scene.index + 1} ({scene.title})"
        return RenderRequest(
            version.code,
            session.format,
            session.settings,
            files | (track.files if track else {}),
            label,
            self.settings.sandbox.limits,
            track.table if track else None,
        )

    # How it is made

    def _code_draft(self, session: Session, title: str, code: str, assets: Mapping[str, str]) -> SceneDraft:
        return planning.code_draft(title, code, form=session.format, settings=session.settings, assets=assets)
