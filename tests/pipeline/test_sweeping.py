"""``gc`` never takes what is shown, and what it takes can be made again."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from pipeline.chunks import chunk_key
from pipeline.chunks.local import LocalChunkStore
from pipeline.state import Database, ordering, projects
from pipeline.state.errors import NotFound
from pipeline.state.model import PREVIEW, SceneStatus
from pipeline.state.removing import remove_session
from pipeline.state.scenes import add_scene, edit_scene, finish_scene, get_scene, list_scenes, revert_scene
from pipeline.state.versions import SceneDraft, find_reusable, get_version, list_versions
from pipeline.sweeping import sweep
from pipeline.verifying import verify

TOMORROW = 86400


class Home:
    """A home with scenes whose chunks are short texts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = Database(folder / "proofreel.db")
        self.store = LocalChunkStore(folder / "chunks")
        project = projects.create_project(self.db, owner="ada", title="Circles")
        self.session = projects.create_session(self.db, project.id, title="Circles", format=PREVIEW)
        self.codes = 0

    def draft(self) -> SceneDraft:
        self.codes += 1
        return SceneDraft("A scene", "code", f"x = {self.codes}\n", digest=f"digest {self.codes}")

    def render(self, scene_id: str) -> None:
        """As the queue does: what is there is used, else a chunk is put and the scene is ready."""
        scene = get_scene(self.db, scene_id)
        version = get_version(self.db, scene_id, scene.version)
        known = find_reusable(self.db, scene_id, version.digest)
        if known is None:
            key = chunk_key(self.session.project_id, self.session.id, scene.slot, scene.version)
            chunk = self.store.put(key, version.code.encode(), {"digest": version.digest})
            self.store.put(f"{key.removesuffix('.mp4')}.frames", b"frames", {})
            known = replace(version, chunk_key=key, sha256=chunk.sha256, bytes=chunk.size, frames=15)
        finish_scene(self.db, scene_id, scene.version, known)

    def sweep(self, **options):
        return sweep(self.db, self.folder, now=time.time() + TOMORROW, **options)


@settings(max_examples=25, stateful_step_count=25, deadline=None)
class Sweeping(RuleBasedStateMachine):
    """Any history of edits, renders, reverts, copies, removals and sweeps."""

    scenes = Bundle("scenes")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.home = Home(Path(self.folder.name))

    @rule(target=scenes)
    def add(self):
        return add_scene(self.home.db, self.home.session.id, self.home.draft(), author="agent").id

    @rule(scene=scenes)
    def edit(self, scene):
        version = get_scene(self.home.db, scene).version
        edit_scene(
            self.home.db, scene, self.home.draft(), base_version=version, author="agent", change="an edit"
        )

    @rule(scene=scenes)
    def render(self, scene):
        if get_scene(self.home.db, scene).status is SceneStatus.QUEUED:
            self.home.render(scene)

    @rule(scene=scenes, data=st.data())
    def revert_and_render(self, scene, data):
        version = data.draw(st.integers(1, get_scene(self.home.db, scene).version))
        was = get_version(self.home.db, scene, version)
        reverted = revert_scene(self.home.db, scene, to_version=version, author="agent")
        if reverted.status is SceneStatus.QUEUED:
            self.home.render(scene)
        shown = get_version(self.home.db, scene, reverted.version)
        assert self.home.store.get(shown.chunk_key).decode() == was.code

    @rule(scene=scenes, target=scenes)
    def duplicate(self, scene):
        return ordering.duplicate_scene(self.home.db, scene, author="agent").id

    @rule(scene=consumes(scenes), target=scenes)
    def remove(self, scene):
        ordering.remove_scene(self.home.db, scene)
        return multiple()

    @rule(keep=st.integers(1, 3))
    def sweep(self, keep):
        before = {
            scene.id: [v.version for v in list_versions(self.home.db, scene.id) if v.chunk_key]
            for scene in list_scenes(self.home.db, self.home.session.id)
        }
        files = {path for path in self.home.folder.rglob("*") if path.is_file()}
        expected = self.home.sweep(keep=keep, dry_run=True)
        assert {path for path in self.home.folder.rglob("*") if path.is_file()} == files

        swept = self.home.sweep(keep=keep)

        assert swept == expected
        for scene, made in before.items():
            kept = {v.version for v in list_versions(self.home.db, scene) if v.chunk_key}
            assert kept >= set(sorted(made)[-keep:])
        again = self.home.sweep(keep=keep)
        assert (again.versions, sum(again.files.values())) == (0, 0)

    @invariant()
    def every_chunk_that_a_version_names_is_there(self):
        for scene in list_scenes(self.home.db, self.home.session.id):
            for version in list_versions(self.home.db, scene.id):
                if version.chunk_key:
                    assert self.home.store.get(version.chunk_key).decode() == version.code

    @invariant()
    def the_database_is_sound(self):
        assert verify(self.home.db, self.home.store) == []

    def teardown(self):
        self.home.db.close()
        self.folder.cleanup()


TestSweeping = Sweeping.TestCase


@pytest.fixture
def home_with_scenes(tmp_path):
    home = Home(tmp_path / "home")
    yield home
    home.db.close()


def test_a_removed_scene_takes_its_chunks_along(home_with_scenes):
    home = home_with_scenes
    scene = add_scene(home.db, home.session.id, home.draft(), author="agent")
    home.render(scene.id)
    key = get_version(home.db, scene.id, 1).chunk_key
    ordering.remove_scene(home.db, scene.id)

    swept = home.sweep()

    assert swept.files["chunks"] == 4
    with pytest.raises(NotFound):
        home.store.get(key)


def test_what_is_younger_than_an_hour_may_be_on_its_way(home_with_scenes):
    home = home_with_scenes
    home.store.put("projects/p/sessions/s/scenes/0/v1.mp4", b"just now", {})

    assert sweep(home.db, home.folder).files["chunks"] == 0
    assert home.sweep().files["chunks"] == 2


def test_a_chunk_that_sqlite_does_not_know_yet_stays_for_its_current_version(home_with_scenes):
    home = home_with_scenes
    scene = add_scene(home.db, home.session.id, home.draft(), author="agent")
    key = chunk_key(home.session.project_id, home.session.id, scene.slot, scene.version)
    home.store.put(key, b"stored, then the process died", {})

    home.sweep()

    assert home.store.head(key) is not None


def test_each_session_keeps_its_newest_export_and_gone_sessions_none(home_with_scenes):
    home = home_with_scenes
    now = time.time()
    for session, name, age in [
        (home.session.id, "old.mp4", 9000),
        (home.session.id, "new.mp4", 8000),
        ("ses_gone", "a.mp4", 8000),
    ]:
        path = home.folder / "exports" / session / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"video")
        os.utime(path, (now - age, now - age))

    swept = home.sweep()

    assert swept.files["exports"] == 2
    assert [path.name for path in (home.folder / "exports").rglob("*.mp4")] == ["new.mp4"]


def test_a_removed_session_takes_its_chunks_and_exports_along(home_with_scenes):
    home = home_with_scenes
    home.render(add_scene(home.db, home.session.id, home.draft(), author="agent").id)
    export = home.folder / "exports" / home.session.id / "video.mp4"
    export.parent.mkdir(parents=True)
    export.write_bytes(b"video")
    os.utime(export, (0, 0))

    remove_session(home.db, home.session.id)
    home.sweep()

    assert list(home.folder.rglob("*.mp4")) == []


def test_of_the_caches_goes_what_nobody_read_for_a_month(home_with_scenes):
    home = home_with_scenes
    speech = home.folder / "cache" / "speech"
    speech.mkdir(parents=True)
    month = 31 * 86400
    for name, read, written in [("used.wav", 0, month), ("unused.wav", month, month)]:
        (speech / name).write_bytes(b"sound")
        os.utime(speech / name, (time.time() - read, time.time() - written))

    sweep(home.db, home.folder)

    assert [path.name for path in speech.iterdir()] == ["used.wav"]


def test_where_chunks_are_in_a_bucket_every_version_keeps_naming_its_own(home_with_scenes):
    home = home_with_scenes
    scene = add_scene(home.db, home.session.id, home.draft(), author="agent")
    for version in range(1, 4):
        home.render(scene.id)
        edit_scene(home.db, scene.id, home.draft(), base_version=version, author="agent", change="")

    assert home.sweep(keep=None).versions == 0
    assert home.sweep(keep=1).versions == 2


def test_links_and_what_lies_outside_are_not_touched(home_with_scenes, tmp_path):
    home = home_with_scenes
    outside = tmp_path / "mine.mp4"
    outside.write_bytes(b"mine")
    (home.folder / "chunks").mkdir(exist_ok=True)
    (home.folder / "chunks" / "link.mp4").symlink_to(outside)
    (home.folder / "exports").mkdir()
    with suppress(FileExistsError):
        (home.folder / "exports" / "file-in-place-of-a-folder").write_text("x")

    home.sweep()

    assert outside.read_bytes() == b"mine"


def test_the_command_tells_what_it_took(home, capsys):
    from server.commands.care import gc

    (home / "exports" / "ses_gone").mkdir(parents=True)
    video = home / "exports" / "ses_gone" / "a.mp4"
    video.write_bytes(b"12345")
    os.utime(video, (0, 0))

    gc(keep=5, dry_run=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert video.exists()
    gc(keep=5, dry_run=False, as_json=False)

    assert (told["files"]["exports"], told["bytes"]["exports"]) == (1, 5)
    assert "exports: 1 files" in capsys.readouterr().out
    assert not video.exists()
