"""Random commands against the state, checked against its invariants and a reference model."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from pipeline.queue import jobs, waiting
from pipeline.state import Database, projects
from pipeline.state.errors import SceneBusy, StateError
from pipeline.state.model import PREVIEW, SceneStatus, SessionStatus
from pipeline.state.ordering import duplicate_scene, move_scene, remove_scene
from pipeline.state.scenes import (
    add_scene,
    edit_scene,
    finish_scene,
    get_scene,
    list_scenes,
    retry_scene,
    revert_scene,
)
from pipeline.state.transitions import IN_FLIGHT, advance
from pipeline.state.versions import get_version

from ..conftest import draft

FRAMES = st.integers(1, 900)


class StateMachine(RuleBasedStateMachine):
    """Two connections to one file take turns, as two processes would; either may be closed and opened."""

    scenes = Bundle("scenes")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "proofreel.db"
        self.connections = [Database(self.path), Database(self.path)]
        project = projects.create_project(self.db(0), owner="ada", title="p")
        self.session = projects.create_session(self.db(0), project.id, title="s", format=PREVIEW)
        self.order: list[str] = []
        self.versions: dict[str, int] = {}
        self.lengths: dict[str, int] = {}

    def db(self, which: int) -> Database:
        return self.connections[which]

    def teardown(self) -> None:
        for connection in self.connections:
            connection.close()
        self.folder.cleanup()

    @rule(target=scenes, which=st.integers(0, 1), place=st.integers(0, 6))
    def add(self, which, place):
        scene = add_scene(self.db(which), self.session.id, draft(), index=place, author="agent")
        self.order.insert(min(place, len(self.order)), scene.id)
        self.versions[scene.id] = 1
        self.lengths[scene.id] = 0
        return scene.id

    @rule(scene_id=scenes, which=st.integers(0, 1), code=st.sampled_from(["a", "b", "c"]))
    def edit(self, scene_id, which, code):
        if scene_id not in self.versions:
            return
        db, base = self.db(which), self.versions[scene_id]
        try:
            edit_scene(db, scene_id, draft(code=code), base_version=base, author="agent", change="")
        except SceneBusy:
            assert get_scene(db, scene_id).status in IN_FLIGHT
        else:
            self.versions[scene_id] += 1

    @rule(scene_id=scenes, which=st.integers(0, 1), back=st.integers(1, 3))
    def revert(self, scene_id, which, back):
        if scene_id not in self.versions or self.versions[scene_id] - back < 1:
            return
        old = get_version(self.db(which), scene_id, self.versions[scene_id] - back)
        try:
            revert_scene(self.db(which), scene_id, to_version=old.version, author="person")
        except SceneBusy:
            return
        self.versions[scene_id] += 1
        if old.frames is not None:
            self.lengths[scene_id] = old.frames

    @rule(scene_id=scenes, which=st.integers(0, 1))
    def submit(self, scene_id, which):
        if scene_id in self.versions:
            scene = get_scene(self.db(which), scene_id)
            if scene.status is SceneStatus.QUEUED:
                jobs.submit(self.db(which), scene, owner="ada")

    @rule(which=st.integers(0, 1), steps=st.integers(0, 4), frames=FRAMES, fails=st.booleans())
    def work(self, which, steps, frames, fails):
        """A worker takes a job and gets so far; then it finishes, fails, or dies (its lease is put back)."""
        db = self.db(which)
        job = jobs.lease(db, jobs.worker_name())
        if job is None:
            return
        scene = get_scene(db, job.scene_id)
        if scene.version != job.version or scene.status is not SceneStatus.QUEUED:
            jobs.complete(db, job)
            return
        way = [SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING]
        for step in way[:steps]:
            with db.transaction() as tx:
                advance(tx, job.scene_id, step, version=job.version)
        if fails:
            jobs.fail(db, job, {"code": "scene_failed", "message": "no"})
        elif steps >= 3:
            chunk = replace(
                get_version(db, job.scene_id, job.version),
                chunk_key=f"{job.scene_id}/{job.version}.mp4",
                sha256="00",
                bytes=1,
                frames=frames,
            )
            finish_scene(db, job.scene_id, job.version, chunk)
            jobs.complete(db, job)
            self.lengths[job.scene_id] = frames
        else:
            with db.transaction() as tx:
                tx.execute(
                    "UPDATE jobs SET leased_by = 'elsewhere/1/1/0', leased_until = 0 WHERE id = ?", (job.id,)
                )
            jobs.reclaim(db)

    @rule(which=st.integers(0, 1))
    def cancel(self, which):
        jobs.cancel(self.db(which), self.session.id)

    @rule(scene_id=scenes, which=st.integers(0, 1), place=st.integers(0, 6))
    def move(self, scene_id, which, place):
        if scene_id in self.versions:
            move_scene(self.db(which), scene_id, index=place)
            self.order.remove(scene_id)
            self.order.insert(place, scene_id)

    @rule(target=scenes, scene_id=scenes, which=st.integers(0, 1))
    def duplicate(self, scene_id, which):
        if scene_id not in self.versions:
            return multiple()
        db = self.db(which)
        rendered = get_version(db, scene_id, self.versions[scene_id]).frames
        twin = duplicate_scene(db, scene_id, author="person")
        self.order.insert(self.order.index(scene_id) + 1, twin.id)
        self.versions[twin.id], self.lengths[twin.id] = 1, rendered or 0
        assert (twin.status is SceneStatus.READY) == (rendered is not None)
        return twin.id

    @rule(scene_id=scenes, which=st.integers(0, 1))
    def retry(self, scene_id, which):
        if scene_id not in self.versions:
            return
        before = get_scene(self.db(which), scene_id).status
        after = retry_scene(self.db(which), scene_id).status
        assert after is (SceneStatus.QUEUED if before is SceneStatus.ERROR else before)

    @rule(scene_id=scenes, which=st.integers(0, 1))
    def remove(self, scene_id, which):
        if scene_id in self.versions:
            remove_scene(self.db(which), scene_id)
            self.order.remove(scene_id)
            del self.versions[scene_id]

    @rule(target=scenes, scene_id=scenes, which=st.integers(0, 1))
    def stale_edit_is_refused(self, scene_id, which):
        if scene_id in self.versions:
            try:
                edit_scene(
                    self.db(which),
                    scene_id,
                    draft(code="z"),
                    base_version=self.versions[scene_id] + 1,
                    author="agent",
                    change="",
                )
            except StateError:
                return multiple()
            raise AssertionError("an edit on a version that is not there went through")
        return multiple()

    @rule(which=st.integers(0, 1))
    def crash_and_open_again(self, which):
        self.connections[which].close()
        self.connections[which] = Database(self.path)

    @invariant()
    def the_state_is_the_model(self):
        db = self.db(0)
        found = list_scenes(db, self.session.id)
        assert [scene.id for scene in found] == self.order
        assert [scene.index for scene in found] == list(range(len(found)))
        start = 0
        for scene in found:
            assert scene.version == self.versions[scene.id]
            assert scene.duration_frames == self.lengths[scene.id]
            assert (scene.start_frame, scene.end_frame) == (start, start + scene.duration_frames - 1)
            start += scene.duration_frames
            if scene.status is SceneStatus.READY:
                assert get_version(db, scene.id, scene.version).chunk_key is not None

    @invariant()
    def the_session_is_what_its_scenes_say(self):
        statuses = {scene.status for scene in list_scenes(self.db(0), self.session.id)}
        session = projects.get_session(self.db(0), self.session.id)
        if statuses == {SceneStatus.READY}:
            open_jobs = waiting.open_jobs(self.db(0), self.session.id)
            assert session.status is SessionStatus.READY or open_jobs
        assert (session.status is SessionStatus.READY) <= (statuses <= {SceneStatus.READY})

    @invariant()
    def the_outbox_has_no_gap(self):
        rows = self.db(0).rows("SELECT seq FROM outbox WHERE session_id = ? ORDER BY seq", (self.session.id,))
        assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))


TestState = StateMachine.TestCase
TestState.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
