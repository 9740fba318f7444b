"""What is learnt from a mended mistake, and when it is offered."""

from __future__ import annotations

import pytest

from pipeline.director.memory import PitfallMemory
from pipeline.state.database import Database


@pytest.fixture
def db(tmp_path):
    db = Database(tmp_path / "x.db")
    yield db
    db.close()


def test_the_same_mistake_with_other_numbers_is_the_same(db):
    memory = PitfallMemory(db, "0.22.0")
    memory.learn("outside-frame", "label leaves the frame by 0.42 at the right", "- a\n+ b")
    memory.learn("outside-frame", "label leaves the frame by 1.07 at the right", "- a\n+ c")

    (found,) = memory.recall("outside-frame", "label leaves the frame by 3.1 at the right")

    assert (found.seen, found.mend) == (2, "- a\n+ c")


def test_nothing_is_offered_for_another_rule_version_or_matter(db):
    memory = PitfallMemory(db, "0.22.0")
    memory.learn("unknown-name", "FadeInn is no name of manim", "- FadeInn\n+ FadeIn")

    assert memory.recall("unknown-name", "FadeInn is no name here")
    assert memory.recall("outside-frame", "FadeInn is no name here") == []
    assert memory.recall("unknown-name", "the colour PUCE") == []
    assert memory.recall("unknown-name", "") == []
    assert PitfallMemory(db, "0.23.0").recall("unknown-name", "FadeInn is no name here") == []
