"""Two pages with pictures: the reference of the lesson kit, and the gallery of the example lessons.

The pictures are those that ``pictures.py`` has drawn into ``build/pictures``; the pages do without them.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.kit_reference import kit_names
from pipeline.lesson import Lesson, compile_scene, load, to_markdown

__all__ = ["EVERY_BLOCK", "EXAMPLES", "PICTURES", "gallery", "lessonkit", "picture_name"]

_ROOT = Path(__file__).resolve().parent.parent.parent
EVERY_BLOCK = Path(__file__).with_name("every_block.md")
EXAMPLES = tuple(sorted((_ROOT / "examples").glob("*.md")))
PICTURES = _ROOT / "build" / "pictures"


def lessonkit() -> str:
    """Each block as it is written, drawn and compiled; then every name that a scene may import."""
    lesson = load(EVERY_BLOCK)
    lines = [
        "# The lesson kit",
        "",
        "What the blocks of a lesson are drawn with, and what hand-written scenes may import inside the sandbox:",
        "`from lessonkit import …`. Each block below is shown as it stands in a lesson, as it looks, and as the code that",
        "it compiles to, which you may take over by hand.",
        "",
        "## Blocks",
        "",
    ]
    for number, scene in enumerate(lesson.scenes):
        source = to_markdown(Lesson(title="-", scenes=[scene])).partition(f"## {scene.title}")[2].strip()
        lines += [f"### {scene.title}", "", *_picture(EVERY_BLOCK, number, scene.title)]
        lines += ["````markdown", f"## {scene.title}", "", source, "````", ""]
        code = compile_scene(lesson, scene).code
        lines += [
            '??? note "The code"',
            "",
            *[f"    {line}" for line in ("```python", *code.splitlines(), "```")],
            "",
        ]
    return "\n".join([*lines, "## Names", "", *_names()])


def gallery() -> str:
    """The example lessons, a frame of each scene."""
    lessons = [(path, load(path)) for path in EXAMPLES]
    scenes = [scene for _, lesson in lessons for scene in lesson.scenes]
    by_hand = [scene for scene in scenes if any(block.kind == "manim" for block in scene.blocks)]
    lines = [
        "# Gallery",
        "",
        f"{len(lessons)} lessons of {len(scenes)} scenes. The kit has drawn them without a line of code, but for",
        f"{len(by_hand)} scenes of Manim code: {', '.join(f'*{scene.title}*' for scene in by_hand)}.",
        "",
    ]
    for path, lesson in lessons:
        lines += [
            f"## {lesson.title}",
            "",
            f"[`examples/{path.name}`](../../examples/{path.name}), theme {lesson.theme}",
            "",
        ]
        for number, scene in enumerate(lesson.scenes):
            lines += _picture(path, number, scene.title)
    return "\n".join(lines)


def picture_name(lesson: Path, scene: int) -> str:
    """The file of a scene's picture in ``PICTURES``; ``scene`` counts from 0."""
    return f"{lesson.stem}-{scene + 1}.jpg"


def _picture(lesson: Path, scene: int, title: str) -> list[str]:
    name = picture_name(lesson, scene)
    return [f"![{title}](pictures/{name}){{ loading=lazy }}", ""] if (PICTURES / name).is_file() else []


def _names() -> list[str]:
    """Every public name with its signature and what its docstring says."""
    lines: list[str] = []
    for name, known in sorted(kit_names().items()):
        code = [] if known.signature == name else [f"```python\n{known.signature}\n```", ""]
        methods = [f"- `{signature}`: {summary}" for signature, summary in known.methods]
        lines += [f"### {name}", "", *code, known.summary, "", *(methods and [*methods, ""])]
    return lines
