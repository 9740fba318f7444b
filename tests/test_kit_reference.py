"""The lesson kit's page shows every block and names everything that a scene may import."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from pipeline.kit_reference import kit_entry
from pipeline.lesson import blocks, load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def pages():
    sys.path.insert(0, str(ROOT / "release" / "docs"))
    try:
        import kit_pages

        yield kit_pages
    finally:
        sys.path.remove(str(ROOT / "release" / "docs"))
        del sys.modules["kit_pages"]


def test_every_kind_of_block_is_shown(pages):
    shown = {block.kind for scene in load(pages.EVERY_BLOCK).scenes for block in scene.blocks}
    models = [one for one in vars(blocks).values() if isinstance(one, type) and hasattr(one, "model_fields")]
    kinds = {one.model_fields["kind"].default for one in models if "kind" in one.model_fields}
    assert kinds - shown == {"manim", "image", "break"}


def test_every_public_name_has_its_signature_and_its_words(pages):
    page = pages.lessonkit()
    init = ast.parse((ROOT / "render_sandbox" / "stage" / "lessonkit" / "__init__.py").read_text())
    names = next(
        ast.literal_eval(node.value)
        for node in init.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    told = page.partition("## Names")[2]
    for name in names:
        section = told.partition(f"### {name}\n")[2].partition("\n### ")[0].strip()
        assert section, name
        assert len(section.split("```")[-1].strip()) > 10, name


@pytest.mark.parametrize(
    ("symbol", "said"),
    [
        ("Formula", "Formula(tex: str)"),
        ("lessonkit.Bullets", "from lessonkit import Bullets"),
        ("LessonScene", ".say(text: str)"),
        ("LessonScene.reveal", "step by step"),
        ("say", "in the text names the moment"),
    ],
)
def test_a_name_of_the_kit_is_explained_to_whoever_looks_it_up(symbol, said):
    assert said in (kit_entry(symbol) or "")


def test_other_names_are_left_to_the_reference_of_manim():
    assert kit_entry("Circle") is None
    assert kit_entry("Axes.plot") is None


def test_the_gallery_shows_all_lessons_and_links_to_them(pages):
    page = pages.gallery()
    lessons = [load(path) for path in pages.EXAMPLES]
    assert len(lessons) >= 10
    assert f"\n{len(lessons)} lessons of {sum(len(lesson.scenes) for lesson in lessons)} scenes." in page
    assert "3 scenes of Manim code: *See it shear*, *What the theorem says*, *A proof you can see*." in page
    assert all(f"examples/{path.name}" in page for path in pages.EXAMPLES)
