"""Planning a lesson again: what it changes in the session, and what it leaves."""

from __future__ import annotations

import pytest

from pipeline.editing import Replacement
from pipeline.full_size import full_session
from pipeline.lesson import parse
from pipeline.state import scenes
from pipeline.state.errors import NotFound
from pipeline.state.model import FULL
from pipeline.state.reviews import Waiver, add_waiver, list_waivers
from pipeline.studio import StudioSettings, open_studio
from render_sandbox.settings import SandboxSettings

LESSON = """---
title: Circles
---

## One

```manim
self.play(Create(Circle()))
```

## Two

- A circle is round
"""


@pytest.fixture
async def studio(tmp_path):
    async with open_studio(StudioSettings(tmp_path, SandboxSettings(backend="none"))) as studio:
        yield studio


@pytest.fixture
def plan(studio):
    """Plans a text, again into the same session."""
    known = []

    def plan(text):
        made = studio.plan(
            parse(text), owner="local", quality="preview", session_id=known[0] if known else None
        )
        known.append(made.session.id)
        return made

    return plan


@pytest.fixture
def edited(studio, plan):
    """The id of a planned scene that somebody edited since."""
    first = plan(LESSON).scenes[0]
    studio.edit_scene(first.id, owner="local", replacements=[Replacement("Circle()", "Circle(color=RED)")])
    return first.id


def code_of(studio, scene_id):
    return studio.source(scene_id, owner="local").code


def test_an_edited_scene_stays_as_it_is_while_the_lesson_says_the_same_of_it(studio, plan, edited):
    again = plan(LESSON.replace("is round", "has no corner"))

    assert "Circle(color=RED)" in code_of(studio, edited)
    assert [scene.version for scene in again.scenes] == [2, 2]
    assert again.changed == [again.scenes[1].id]


def test_what_the_lesson_says_anew_of_a_scene_takes_the_place_of_its_edits(studio, plan, edited):
    again = plan(LESSON.replace("Circle()", "Square()"))

    assert "Square()" in code_of(studio, edited)
    assert again.changed == [edited]
    assert plan(LESSON.replace("Circle()", "Square()")).changed == []


def test_a_setting_that_reaches_every_picture_reaches_edited_ones_and_their_edits_stay(studio, plan, edited):
    before = studio.source(edited, owner="local").digest

    plan(LESSON.replace("title: Circles\n", "title: Circles\nlanguage: de\n"))

    assert studio.source(edited, owner="local").digest != before
    plan(LESSON.replace("title: Circles\n", "title: Circles\nlanguage: fr\n"))
    assert "Circle(color=RED)" in code_of(studio, edited)


def test_a_preview_s_scenes_become_a_session_in_full_size_with_their_edits(studio, plan, edited):
    preview = plan(LESSON).session
    studio.write_scene(preview.id, owner="local", title="Three", code="class Three(Scene): pass")

    full = full_session(studio.db, preview.id, owner="local")

    drawn = scenes.list_scenes(studio.db, full.id)
    assert (full.id != preview.id, full.format) == (True, FULL)
    assert [scene.title for scene in drawn] == ["One", "Two", "Three"]
    assert "Circle(color=RED)" in code_of(studio, drawn[0].id)
    assert full_session(studio.db, full.id, owner="local").id == full.id


def test_the_session_in_full_size_follows_the_preview_and_keeps_what_did_not_change(studio, plan, edited):
    preview = plan(LESSON).session.id
    first = full_session(studio.db, preview, owner="local")

    plan(LESSON.replace("is round", "has no corner"))
    again = full_session(studio.db, preview, owner="local")

    assert again.id == first.id
    assert [scene.version for scene in scenes.list_scenes(studio.db, first.id)] == [1, 2]


def test_what_was_waived_in_the_preview_is_waived_in_full_size(studio, plan, edited):
    preview = plan(LESSON).session.id
    add_waiver(studio.db, Waiver(edited, "1234abcd", "off-frame", "it leaves", "on purpose", "ada", 2, 1))

    full = full_session(studio.db, preview, owner="local")

    one, two = scenes.list_scenes(studio.db, full.id)
    waived = [(it.finding, it.reason, it.version) for it in list_waivers(studio.db, one.id)]
    assert waived == [("1234abcd", "on purpose", one.version)]
    assert list_waivers(studio.db, two.id) == []


def test_nobody_makes_a_full_session_of_somebody_else_s_preview(studio, plan):
    with pytest.raises(NotFound):
        full_session(studio.db, plan(LESSON).session.id, owner="mallory")
