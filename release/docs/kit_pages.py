"""Two pages with pictures: the reference of the lesson kit, and the gallery of the example lessons.

The pictures are those that ``pictures.py`` has drawn into ``build/pictures``; the pages do without them.
"""

from __future__ import annotations

import ast
from pathlib import Path

from pipeline.lesson import Lesson, compile_scene, load, to_markdown

__all__ = ["EVERY_BLOCK", "EXAMPLES", "PICTURES", "gallery", "lessonkit", "picture_name"]

_ROOT = Path(__file__).resolve().parent.parent.parent
_KIT = _ROOT / "render_sandbox" / "stage" / "lessonkit"
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
    lines = [
        "# Gallery",
        "",
        "Ten lessons, drawn by the kit without a line of code but for one scene of *matrices*.",
        "",
    ]
    for path in EXAMPLES:
        lesson = load(path)
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
    init = ast.parse((_KIT / "__init__.py").read_text("utf-8"))
    public = {
        name.name
        for node in init.body
        if isinstance(node, ast.ImportFrom) and node.level
        for name in node.names
    }
    found: dict[str, ast.ClassDef | ast.FunctionDef] = {}
    for path in sorted(_KIT.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in public:
                found[node.name] = node
    lines = [
        "### THEMES",
        "",
        "Every theme by its name: `midnight`, `daylight`, `chalkboard` and `paper`.",
        "",
    ]
    lines += [
        "### SpokenLine",
        "",
        "What `with self.say(…) as line` gives: `line.duration`, `line.marks`, `line.elapsed`,",
    ]
    lines += ['`line.until("a")` (a mark, or seconds from its start).', ""]
    for name, node in sorted(found.items()):
        lines += [
            f"### {name}",
            "",
            f"```python\n{_signature(node)}\n```",
            "",
            _said(node),
            "",
            *_methods(node),
        ]
    return lines


def _signature(node: ast.ClassDef | ast.FunctionDef) -> str:
    if isinstance(node, ast.FunctionDef):
        result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        return f"{node.name}({ast.unparse(node.args)}){result}"
    made = next(
        (one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None
    )
    if made is None:
        fields = [ast.unparse(one) for one in node.body if isinstance(one, ast.AnnAssign)]
        return f"class {node.name}" + (f"({', '.join(fields)})" if fields else "")
    return f"{node.name}({ast.unparse(made.args).removeprefix('self').removeprefix(', ')})"


def _methods(node: ast.ClassDef | ast.FunctionDef) -> list[str]:
    """What a scene may call; not of blocks, whose own methods are the kit's."""
    if node.name not in {"LessonScene", "Block"}:
        return []
    public = [one for one in node.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]
    return [
        f"- `{one.name}({ast.unparse(one.args).removeprefix('self').removeprefix(', ')})`: {_said(one)}"
        for one in public
    ] + [""]


def _said(node: ast.ClassDef | ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(node) or "").replace("``", "`").split())
