"""A lesson as the Markdown that reads back as the same lesson."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import yaml

from pipeline.lesson import blocks
from pipeline.lesson.model import Lesson, Scene
from pipeline.lesson.reading import LISTS, YAML_BLOCKS

__all__ = ["to_markdown"]


def to_markdown(lesson: Lesson) -> str:
    """The lesson file. ``parse(to_markdown(lesson))`` means what ``lesson`` means."""
    front = lesson.model_dump(exclude={"scenes", "line"}, exclude_defaults=True, mode="json")
    if lesson.voice is not None:
        voice = lesson.voice.model_dump(exclude={"line"}, exclude_defaults=True)
        front["voice"] = (
            lesson.voice.engine if set(voice) <= {"engine"} else {"engine": lesson.voice.engine, **voice}
        )
    parts = [
        f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---",
        *(_scene(scene) for scene in lesson.scenes),
    ]
    return "\n\n".join(parts) + "\n"


def _scene(scene: Scene) -> str:
    pieces = [f"## {_one_line(scene.title)}"]
    previous = ""
    for block in scene.blocks:
        if block.kind == previous == "bullets":
            pieces.append("<!-- a second list -->")
        pieces.append(_WRITERS.get(block.kind, _yaml_block)(block))
        previous = block.kind
    return "\n\n".join(pieces)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _paragraph(text: str) -> str:
    """Text that can't be taken for another block where it starts a line."""
    line = _one_line(text)
    numbered = re.match(r"(\d+)([.)])(?=\s|$)", line)
    if numbered:
        return f"{numbered[1]}\\{line[len(numbered[1]) :]}"
    return f"\\{line}" if re.match(r"[-+>#=~|]|\*(?=\s)|`{3}|\$\$", line) else line


def _narration(block: blocks.Narration) -> str:
    return _paragraph(block.text)


def _bullets(block: blocks.Bullets) -> str:
    lines: list[str] = []
    for number, item in enumerate(block.items, start=1):
        marker = f"{number}." if block.ordered else "-"
        lines.append(f"{marker} {_paragraph(item.text)}")
        lines += [f"{' ' * (len(marker) + 1)}- {_paragraph(point)}" for point in item.points]
    return "\n".join(lines)


def _math(block: blocks.Math) -> str:
    return f"$$\n{_one_line(block.tex)}\n$$"


def _fence(info: str, body: str) -> str:
    ticks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", body)), default=0))
    return f"{ticks}{info}\n{body.rstrip(chr(10))}\n{ticks}"


def _code(block: blocks.Code) -> str:
    groups = ",".join(f"{first}" if first == last else f"{first}-{last}" for first, last in block.highlight)
    return _fence(f"{block.language}{f' {{{groups}}}' if groups else ''}", block.code)


def _manim(block: blocks.Manim) -> str:
    return _fence("manim", block.code)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_one_line(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _table(block: blocks.Table) -> str:
    align = [*block.align, *["left"] * len(block.header)][: len(block.header)]
    rule = [{"left": "---", "center": ":-:", "right": "--:"}[one] for one in align]
    return "\n".join([_row(block.header), _row(rule), *map(_row, block.rows)])


def _image(block: blocks.Image) -> str:
    caption = block.caption.replace('"', "”")
    return f"![{block.alt}](<{block.src}>{f' {chr(34)}{caption}{chr(34)}' if caption else ''})"


def _quote(block: blocks.Quote) -> str:
    return f"> {_paragraph(block.text)}" + (f"\n>\n> — {_one_line(block.by)}" if block.by else "")


def _yaml_block(block: Any) -> str:
    data = block.model_dump(exclude={"line", "kind"}, exclude_defaults=True, by_alias=True, mode="json")
    data = _without_lines(data)
    field = LISTS.get(block.kind)
    return _fence(block.kind, _yaml(data[field] if field and set(data) == {field} else data))


def _without_lines(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_lines(value) for key, value in data.items() if key != "line"}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(data, list):
        return [_without_lines(one) for one in data]  # pyright: ignore[reportUnknownVariableType]
    return data


def _yaml(data: Any) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "narration": _narration,
    "bullets": _bullets,
    "math": _math,
    "code": _code,
    "manim": _manim,
    "table": _table,
    "image": _image,
    "quote": _quote,
    "break": lambda _: "---",
}

assert not set(_WRITERS) & set(YAML_BLOCKS)
