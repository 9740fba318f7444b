"""The blocks of one scene, from the tokens below its heading."""

from __future__ import annotations

import re
from typing import Any

from markdown_it.token import Token
from pydantic import BaseModel, ValidationError

from pipeline.lesson import blocks
from pipeline.lesson.errors import Problem
from pipeline.lesson.inline import InlineMistake, to_source
from pipeline.lesson.mistakes import problems_of
from pipeline.lesson.parts import as_mapping
from pipeline.lesson.yaml_body import Body, read_yaml

__all__ = ["LISTS", "YAML_BLOCKS", "Reader"]

YAML_BLOCKS: dict[str, type[BaseModel]] = {
    "plot": blocks.Plot,
    "steps": blocks.Steps,
    "numberline": blocks.NumberLine,
    "graph": blocks.Graph,
    "timeline": blocks.Timeline,
    "compare": blocks.Compare,
    "quiz": blocks.Quiz,
    "summary": blocks.Summary,
}
"""The fenced blocks with a YAML body, by the word behind the fence."""

LISTS = {"steps": "steps", "timeline": "events", "summary": "points"}
"""Blocks whose body may be just their list."""

_HIGHLIGHT = re.compile(r"^\{(?P<lines>[\d,\s-]*)\}$")


class Reader:
    """Turns tokens into blocks; what can't be turned becomes a problem, and reading goes on."""

    def __init__(self, filename: str, problems: list[Problem]) -> None:
        self._file = filename
        self._problems = problems
        self.failed = False

    def read(self, tokens: list[Token]) -> list[Any]:
        """The blocks in order."""
        found: list[Any] = []
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index)
            block = self._block(tokens[index : end + 1])
            if block is not None:
                found.append(block)
            index = end + 1
        return found

    def _problem(self, line: int, what: str, right: str) -> None:
        self.failed = True
        self._problems.append(Problem(self._file, line, what, right))

    def _block(self, tokens: list[Token]) -> BaseModel | None:
        first = tokens[0]
        line = first.map[0] + 1 if first.map else 1
        match first.type:
            case "paragraph_open":
                return self._paragraph(tokens[1], line)
            case "bullet_list_open" | "ordered_list_open":
                return self._bullets(tokens, line)
            case "math_block":
                return self._make(blocks.Math, line, tex=first.content.strip())
            case "fence":
                return self._fence(first, line)
            case "code_block":
                return self._make(blocks.Code, line, code=first.content.rstrip("\n"))
            case "table_open":
                return self._table(tokens, line)
            case "blockquote_open":
                return self._quote(tokens, line)
            case "hr":
                return blocks.Pause(line=line)
            case "html_block" if first.content.lstrip().startswith("<!--"):
                return None
            case "html_block":
                self._problem(line, "HTML isn't drawn.", "Use Markdown, or a ```html block to show the code.")
            case _:
                self._problem(
                    line, f"A {first.type.replace('_', ' ')} can't be shown.", "Use the blocks of the format."
                )
        return None

    def _make(self, model: type[BaseModel], line: int, **fields: Any) -> BaseModel | None:
        try:
            return model.model_validate({**fields, "line": line})
        except ValidationError as error:
            self.failed = True
            self._problems += problems_of(
                error, file=self._file, line_of=lambda _: line, known=_fields(model)
            )
            return None

    def _inline(self, token: Token, *, marks: bool = False, lines: tuple[int, int] | None = None) -> str:
        mistakes: list[InlineMistake] = []
        children = token.children or []
        source = to_source(children, mistakes, marks=marks)
        line = (token.map[0] if token.map else (lines or (0, 0))[0]) + 1
        for mistake in mistakes:
            self._problem(line, *mistake)
        return source

    def _paragraph(self, token: Token, line: int) -> BaseModel | None:
        children = token.children or []
        solid = [child for child in children if child.type != "softbreak" and child.content.strip()]
        if len(children) == 1 and children[0].type == "image":
            image = children[0]
            return self._make(
                blocks.Image,
                line,
                src=str(image.attrs.get("src", "")),
                alt=image.content,
                caption=str(image.attrs.get("title", "")),
            )
        if len(solid) == 1 and solid[0].type == "math_inline_double":
            return self._make(blocks.Math, line, tex=solid[0].content.strip())
        failed, self.failed = self.failed, False
        text = self._inline(token, marks=True)
        spoilt, self.failed = self.failed, failed or self.failed
        if not text:
            return None
        return None if spoilt else self._make(blocks.Narration, line, text=text)

    def _bullets(self, tokens: list[Token], line: int) -> BaseModel | None:
        items: list[dict[str, Any]] = []
        for token in tokens:
            depth = token.level // 2  # list, item, list, item: two levels deeper for each list.
            at = token.map[0] + 1 if token.map else line
            if token.type == "inline":
                text = self._inline(token)
                if token.level == 3 and items and not items[-1]["text"]:
                    items[-1]["text"] = text
                elif token.level == 5 and items and items[-1]["open"]:
                    items[-1]["points"].append(text)
                    items[-1]["open"] = False
                else:
                    self._problem(
                        at, "A point has several paragraphs.", "Give each point one, or add points."
                    )
            elif token.type == "list_item_open" and depth == 0:
                items.append({"text": "", "points": [], "line": at, "open": False})
            elif token.type == "list_item_open" and depth == 1:
                items[-1]["open"] = True
            elif token.type == "list_item_open":
                self._problem(at, "Points are nested too deep.", "Two levels fit on a screen.")
                return None
            elif token.nesting >= 0 and token.type not in {
                "paragraph_open",
                "bullet_list_open",
                "ordered_list_open",
            }:
                self._problem(
                    at, "A list may hold only text.", "Put this block below the list, not indented."
                )
                return None
        for item in items:
            del item["open"]
            if not item["text"]:
                self._problem(item["line"], "A point is empty.", "Write its text behind the dash.")
                return None
        return self._make(blocks.Bullets, line, items=items, ordered=tokens[0].type == "ordered_list_open")

    def _fence(self, token: Token, line: int) -> BaseModel | None:
        word, _, rest = token.info.strip().partition(" ")
        kind = word.lower()
        if kind in YAML_BLOCKS:
            if rest.strip():
                self._problem(
                    line, f"{rest.strip()!r} behind ```{kind} means nothing.", "Write it into the body."
                )
                return None
            return self._yaml_block(kind, token, line)
        if kind == "manim":
            return self._make(blocks.Manim, line, code=token.content.rstrip("\n"))
        highlight = self._highlight(rest.strip(), line)
        if highlight is None:
            return None
        return self._make(
            blocks.Code, line, code=token.content.rstrip("\n"), language=word or "text", highlight=highlight
        )

    def _highlight(self, text: str, line: int) -> list[tuple[int, int]] | None:
        if not text:
            return []
        found = _HIGHLIGHT.match(text)
        groups: list[tuple[int, int]] = []
        for group in found["lines"].split(",") if found else [""]:
            first, dash, last = group.strip().partition("-")
            if not first.isdigit() or (dash and not last.isdigit()) or len(group) > 12:
                self._problem(line, f"{text!r} names no lines.", "Lines to point at are written {2,4-6}.")
                return None
            groups.append((int(first), int(last or first)))
        return groups

    def _yaml_block(self, kind: str, token: Token, line: int) -> BaseModel | None:
        body = read_yaml(token.content, file=self._file, first_line=line + 1)
        if isinstance(body, Problem):
            self.failed = True
            self._problems.append(body)
            return None
        model = YAML_BLOCKS[kind]
        data, unwrapped = _shape(kind, body)
        if data is None:
            self._problem(line, f"A {kind} block needs a body.", f"Keys are {', '.join(_fields(model))}.")
            return None
        try:
            return model.model_validate({**data, "line": line})
        except ValidationError as error:
            self.failed = True

            def line_of(location: tuple[int | str, ...]) -> int:
                return body.line_of(location[1:] if unwrapped and location[:1] == (unwrapped,) else location)

            self._problems += problems_of(error, file=self._file, line_of=line_of, known=_fields(model))
            return None

    def _table(self, tokens: list[Token], line: int) -> BaseModel | None:
        rows: list[list[str]] = []
        align: list[str] = []
        last_line = line
        for token in tokens:
            if token.map:
                last_line = token.map[0]
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "th_open":
                style = str(token.attrs.get("style", ""))
                align.append(style.rpartition(":")[2] or "left")
            elif token.type == "inline":
                rows[-1].append(self._inline(token, lines=(last_line, last_line)))
        return self._make(blocks.Table, line, header=rows[0], rows=rows[1:], align=align)

    def _quote(self, tokens: list[Token], line: int) -> BaseModel | None:
        texts: list[str] = []
        for token in tokens[1:-1]:
            if token.type == "inline":
                texts.append(self._inline(token))
            elif token.type not in {"paragraph_open", "paragraph_close"}:
                self._problem(line, "A quote may hold only text.", "Put other blocks below it.")
                return None
        text = " ".join(texts)
        said = re.match(r"^(?P<text>.+?)\s+(?:—|--|–)\s*(?P<by>[^—–]{1,120})$", text, re.DOTALL)
        if said:
            return self._make(blocks.Quote, line, text=said["text"], by=said["by"])
        return self._make(blocks.Quote, line, text=text)


def _closing(tokens: list[Token], index: int) -> int:
    """Where the block that starts here ends."""
    if tokens[index].nesting != 1:
        return index
    level = tokens[index].level
    for end in range(index + 1, len(tokens)):
        if tokens[end].level == level and tokens[end].nesting == -1:
            return end
    return len(tokens) - 1


def _fields(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if name not in {"kind", "line"}]


def _shape(kind: str, body: Body) -> tuple[dict[Any, Any] | None, str]:
    """The body as the model's fields (None where it isn't any), and the field that a bare list stood for."""
    data = body.data
    if kind in LISTS and isinstance(data, list):
        return {LISTS[kind]: data}, LISTS[kind]
    given = as_mapping(data)
    if kind == "compare" and given is not None and "sides" not in given:
        sides: list[dict[str, Any]] = [
            {"title": str(title), "points": points if isinstance(points, list) else [points]}
            for title, points in given.items()
        ]
        return {"sides": sides}, ""
    return given, ""
