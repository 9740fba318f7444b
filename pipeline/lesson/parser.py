"""From a lesson file to a ``Lesson``: every mistake is collected, and the end is where it gives up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from pydantic import ValidationError

from pipeline.lesson.blocks import Image
from pipeline.lesson.errors import LessonError, Problem
from pipeline.lesson.mistakes import problems_of
from pipeline.lesson.model import MOST_SCENES, Lesson, Scene
from pipeline.lesson.reading import Reader
from pipeline.lesson.yaml_body import Body, read_yaml

__all__ = ["load", "parse"]

_LONGEST = 400_000
_MARKDOWN = (
    MarkdownIt("commonmark", {"maxNesting": 40})
    .enable("table")
    .use(front_matter_plugin)
    .use(dollarmath_plugin, allow_labels=False, double_inline=True, allow_digits=False)
)


def parse(text: str, filename: str = "lesson.md") -> Lesson:
    """Read a lesson. Raises LessonError with all of its mistakes."""
    if len(text) > _LONGEST:
        raise LessonError(
            [Problem(filename, 1, "The lesson is too long.", f"At most {_LONGEST:,} characters.")]
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    tokens = _MARKDOWN.parse(text)
    problems: list[Problem] = []
    front = _front_matter(tokens, filename, problems)
    title, sections = _sections(tokens, filename, problems)
    scenes = [_scene(heading, body, filename, problems) for heading, body in sections]
    if not scenes:
        problems.append(
            Problem(filename, 1, "There is no scene.", "Start one with a heading: ## What it says.")
        )
    if len(scenes) > MOST_SCENES:
        where = scenes[MOST_SCENES].line
        problems.append(
            Problem(filename, where, f"The lesson has {len(scenes)} scenes.", f"At most {MOST_SCENES}.")
        )
    data: dict[str, Any] = dict(front.data)
    if title and "title" not in data:
        data["title"] = title
    lesson = _lesson(data, front, scenes, filename, problems)
    if problems or lesson is None:
        raise LessonError(problems)
    return lesson


def load(path: Path) -> Lesson:
    """Read a lesson file and make sure that its pictures are there. Raises LessonError, OSError."""
    raw = path.read_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem(path.name, line, "The file isn't UTF-8.", "Save it as UTF-8 text.")
        raise LessonError([problem]) from None
    lesson = parse(text, path.name)
    pictures = [block for scene in lesson.scenes for block in scene.blocks if isinstance(block, Image)]
    missing = [
        Problem(
            path.name, block.line, f"There is no picture {block.src}.", f"It is looked for in {path.parent}."
        )
        for block in pictures
        if not (path.parent / block.src).is_file()
    ]
    if missing:
        raise LessonError(missing)
    return lesson


def _front_matter(tokens: list[Token], filename: str, problems: list[Problem]) -> Body:
    if not tokens or tokens[0].type != "front_matter":
        return Body({}, {}, 1)
    front = tokens.pop(0)
    body = read_yaml(front.content, file=filename, first_line=2)
    if isinstance(body, Problem):
        problems.append(body)
        return Body({"title": "?"}, {}, 1)
    if body.data is None:
        return Body({}, {}, 1)
    if not isinstance(body.data, dict):
        problems.append(
            Problem(filename, 2, "The front matter should be key: value pairs.", "Write title: …")
        )
        return Body({"title": "?"}, {}, 1)
    return body


def _sections(
    tokens: list[Token], filename: str, problems: list[Problem]
) -> tuple[str, list[tuple[tuple[str, int], list[Token]]]]:
    """The lesson's title (a lone ``#`` above ``##``), and each scene's heading, line and tokens."""
    levels = {token.tag for token in tokens if token.type == "heading_open" and token.level == 0}
    scene_tag = "h2" if "h2" in levels else "h1"
    title = ""
    sections: list[tuple[tuple[str, int], list[Token]]] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        line = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open" and token.level == 0:
            heading = tokens[index + 1].content.strip()
            if token.tag == scene_tag:
                sections.append(((heading, line), []))
            elif token.tag == "h1" and not title and not sections:
                title = heading
            elif token.tag == "h1":
                problems.append(
                    Problem(filename, line, "There is a second title.", f"A scene starts with ## {heading}.")
                )
            else:
                problems.append(
                    Problem(
                        filename,
                        line,
                        f"A heading of level {token.tag[1]} is too deep.",
                        f"Scenes start with {'#' * int(scene_tag[1])}; within one, --- clears the picture.",
                    )
                )
            index += 3
            continue
        if sections:
            sections[-1][1].append(token)
        elif token.level == 0 and token.nesting >= 0 and not token.content.lstrip().startswith("<!--"):
            what, right = "This stands before the first scene.", "Put a heading above it: ## …"
            problems.append(Problem(filename, line, what, right))
        index += 1
    return title, sections


def _scene(heading: tuple[str, int], body: list[Token], filename: str, problems: list[Problem]) -> Scene:
    title, line = heading
    if not title:
        problems.append(
            Problem(filename, line, "The heading is empty.", "Say what the scene shows: ## What it says.")
        )
    reader = Reader(filename, problems)
    blocks = reader.read(body)
    if len(title) > 200:
        problems.append(Problem(filename, line, "The heading is too long.", "Cut it to 200 characters."))
    if len(blocks) > 60:
        problems.append(
            Problem(filename, line, f"The scene has {len(blocks)} blocks.", "Split it; at most 60 fit.")
        )
    if not blocks and not reader.failed:
        problems.append(
            Problem(
                filename,
                line,
                "The scene is empty.",
                "Write a paragraph, a list, a formula or a block below.",
            )
        )
    # Checked piece by piece: a scene whose block failed is still needed to go on reading.
    return Scene.model_construct(line=line, title=re.sub(r"\s+", " ", title), blocks=blocks)


def _lesson(
    data: dict[str, Any], front: Body, scenes: list[Scene], filename: str, problems: list[Problem]
) -> Lesson | None:
    known = [name for name in Lesson.model_fields if name not in {"line", "scenes"}]
    if "scenes" in data:
        problems.append(
            Problem(filename, front.line_of(("scenes",)), "scenes is not known here.", "Scenes are headings.")
        )
        data.pop("scenes")
    placeholder: dict[str, Any] = {"title": "?", "blocks": []}
    try:
        lesson = Lesson.model_validate({**data, "scenes": [placeholder]})
    except ValidationError as error:
        problems += problems_of(error, file=filename, line_of=front.line_of, known=known)
        return None
    return lesson.model_copy(update={"scenes": scenes})
