"""The examples in docs/database.md are run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.queue import jobs
from pipeline.state.scenes import edit_scene
from pipeline.state.transitions import ARROWS

from ..conftest import draft

DOCUMENT = Path(__file__).parents[3] / "docs" / "database.md"
EXAMPLES = re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_reads_a_database_that_is_open(db, three_scenes, tmp_path, example):
    for scene in three_scenes:
        jobs.submit(db, scene, owner="ada")
    job = jobs.lease(db, "elsewhere/1/1/0")
    jobs.fail(db, job, {"code": "scene_failed", "message": "no"})
    edit_scene(db, three_scenes[1].id, draft(code="x = 2\n"), base_version=1, author="person", change="mine")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    done = subprocess.run(
        ["sh", "-c", example],
        env={**os.environ, "DB": str(db.path), "PATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    copied = "backup" in example
    assert (tmp_path / "proofreel-copy.db").exists() if copied else len(done.stdout.splitlines()) >= 1
    if not copied:
        assert done.stdout.strip() not in ("", "[]")


def test_there_are_examples_for_every_table_that_a_person_asks_about():
    assert len(EXAMPLES) >= 8
    for table in ("scenes", "scene_versions", "jobs", "outbox", "sessions"):
        assert any(table in example for example in EXAMPLES)


def test_the_arrows_of_the_page_on_state_are_those_of_the_machine():
    page = (Path(__file__).parents[3] / "docs" / "state.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \|", page, re.MULTILINE)

    told = {source: set(re.findall(r"`(\w+)`", targets)) for source, targets in rows}

    assert told == {source.value: {one.value for one in targets} for source, targets in ARROWS.items()}
