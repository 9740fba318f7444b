"""The lesson kit's constructor for each kind of block, as Python source."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any

from pipeline.lesson import blocks
from pipeline.lesson.expressions import to_python
from pipeline.lesson.source import call, formula, text

__all__ = ["CLASSES", "constructor"]


def constructor(block: Any) -> list[str]:
    """Lines of the call that makes a block's mobject."""
    return call(CLASSES[block.kind], _ARGUMENTS[block.kind](block))


def asset_name(src: str) -> str:
    """Where the worker finds a picture of the lesson: ``assets/<path>``."""
    return f"assets/{PurePosixPath(src.replace(chr(92), '/'))}"


def _options(**values: str | None) -> list[str]:
    return [f"{key}={value}" for key, value in values.items() if value]


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) else repr(value)


def _pair(value: tuple[float, float] | None) -> str | None:
    return None if value is None else f"({_number(value[0])}, {_number(value[1])})"


def _list(items: Iterable[str]) -> str | None:
    """A list literal, broken over lines where it is long; None when empty."""
    entries = list(items)
    if not entries:
        return None
    line = f"[{', '.join(entries)}]"
    if len(line) <= 80 and "\n" not in line:
        return line
    return "[\n" + "".join(textwrap.indent(f"{entry},\n", "    ") for entry in entries) + "]"


def _tuple(*entries: str) -> str:
    line = f"({', '.join(entries)})"
    if len(line) <= 84 and "\n" not in line:
        return line
    return "(\n" + "".join(textwrap.indent(f"{entry},\n", "    ") for entry in entries) + ")"


def _made(function: str, arguments: Iterable[str]) -> str:
    return "\n".join(call(function, arguments))


def _bullets(block: blocks.Bullets) -> list[str]:
    items = [
        _tuple(text(item.text), *map(text, item.points)) if item.points else text(item.text)
        for item in block.items
    ]
    return [*items, *_options(ordered="True" if block.ordered else None)]


def _math(block: blocks.Math) -> list[str]:
    return [formula(block.tex)]


def _steps(block: blocks.Steps) -> list[str]:
    return [
        _tuple(formula(step.tex), text(step.note)) if step.note else formula(step.tex) for step in block.steps
    ]


def _code(block: blocks.Code) -> list[str]:
    lines = block.code.split("\n")
    body = (
        text(block.code)
        if len(lines) == 1
        else "\n".join(repr(f"{line}\n") for line in lines[:-1]) + f"\n{lines[-1]!r}"
    )
    if len(lines) > 1:
        body = f"(\n{textwrap.indent(body, '    ')}\n)"
    marked = [f"({first}, {last})" for first, last in block.highlight]
    return [body, *_options(language=text(block.language), highlight=_list(marked))]


def _curve(curve: blocks.Curve) -> str:
    options = _options(
        label=text(curve.label) if curve.label else None, dashed="True" if curve.dashed else None
    )
    return _made("Curve", [f"lambda x: {to_python(curve.y)}", *options])


def _plot(block: blocks.Plot) -> list[str]:
    if block.bars:
        pairs = _list(_tuple(text(label), _number(value)) for label, value in block.bars.items())
        return _options(
            bars=pairs, y=_pair(block.y), x_label=_maybe(block.x_label), y_label=_maybe(block.y_label)
        )
    points = [
        _tuple(_number(point.x), _number(point.y), text(point.label))
        if point.label
        else f"({_number(point.x)}, {_number(point.y)})"
        for point in block.points
    ]
    return _options(
        curves=_list(map(_curve, block.curves)),
        x=_pair(block.x),
        y=_pair(block.y),
        x_label=_maybe(block.x_label),
        y_label=_maybe(block.y_label),
        points=_list(points),
        area=_pair(block.area),
        tangent=None if block.tangent is None else _number(block.tangent),
    )


def _maybe(value: str) -> str | None:
    return text(value) if value else None


def _numberline(block: blocks.NumberLine) -> list[str]:
    points = [
        _tuple(_number(mark.at), text(mark.label)) if mark.label else _number(mark.at)
        for mark in block.points
    ]
    intervals = [
        _tuple(_number(piece.start), _number(piece.end), text(piece.label), text(piece.closed))
        for piece in block.intervals
    ]
    jumps = [_tuple(_number(jump.start), _number(jump.end), text(jump.label)) for jump in block.jumps]
    return _options(
        range=_pair(block.range),
        step=None if block.step is None else _number(block.step),
        points=_list(points),
        intervals=_list(intervals),
        jumps=_list(jumps),
    )


def _graph(block: blocks.Graph) -> list[str]:
    edges = [
        _made(
            "Link",
            [
                text(edge.start),
                text(edge.end),
                *_options(label=_maybe(edge.label), directed="True" if edge.directed else None),
            ],
        )
        for edge in block.edges
    ]
    return _options(
        nodes=_list(map(text, block.nodes)),
        edges=_list(edges),
        layout=text(block.layout) if block.layout != "auto" else None,
        path=_list(map(text, block.path)),
    )


def _table(block: blocks.Table) -> list[str]:
    rows = [_list(map(text, row)) or "[]" for row in block.rows]
    align = _list(map(text, block.align)) if set(block.align) - {"left"} else None
    return [_list(map(text, block.header)) or "[]", *rows, *_options(align=align)]


def _timeline(block: blocks.Timeline) -> list[str]:
    return [_tuple(text(event.when), text(event.what)) for event in block.events]


def _compare(block: blocks.Compare) -> list[str]:
    return [_tuple(text(side.title), *map(text, side.points)) for side in block.sides]


def _image(block: blocks.Image) -> list[str]:
    return [text(asset_name(block.src)), *_options(caption=_maybe(block.caption))]


def _quote(block: blocks.Quote) -> list[str]:
    return [text(block.text), *_options(by=_maybe(block.by))]


def _quiz(block: blocks.Quiz) -> list[str]:
    return [
        text(block.question),
        *_options(
            options=_list(map(text, block.options)),
            answer=text(block.answer),
            pause=_number(block.pause) if block.pause != 4 else None,
            why=_maybe(block.why),
        ),
    ]


def _summary(block: blocks.Summary) -> list[str]:
    return [text(point) for point in block.points]


CLASSES = {
    "bullets": "Bullets",
    "math": "Formula",
    "steps": "Steps",
    "code": "Listing",
    "plot": "Plot",
    "numberline": "NumberRuler",
    "graph": "Network",
    "table": "DataTable",
    "timeline": "Timeline",
    "compare": "Comparison",
    "image": "Picture",
    "quote": "Quotation",
    "quiz": "Quiz",
    "summary": "Summary",
}
"""What each kind of block that is drawn is called in the lesson kit."""

_ARGUMENTS: dict[str, Callable[[Any], list[str]]] = {
    "bullets": _bullets,
    "math": _math,
    "steps": _steps,
    "code": _code,
    "plot": _plot,
    "numberline": _numberline,
    "graph": _graph,
    "table": _table,
    "timeline": _timeline,
    "compare": _compare,
    "image": _image,
    "quote": _quote,
    "quiz": _quiz,
    "summary": _summary,
}
