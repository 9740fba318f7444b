"""From a scene of a lesson to Manim code that a person can read and take over by hand.

The code holds nothing that depends on the scene's place in the lesson: no numbers of lines or scenes,
so that a change of one scene leaves the code, and with it the finished video, of the others as it is.
Places are in ``CompiledScene.line_map``.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pipeline.lesson.blocks import Image, Manim, Narration, Pause
from pipeline.lesson.inline import spoken
from pipeline.lesson.model import Lesson, Scene
from pipeline.lesson.source import call, name, said, text
from pipeline.lesson.writing import CLASSES, constructor
from proofreel.parsing import parse_python

__all__ = ["CompiledScene", "compile_scene"]

_VARIABLES = {"math": "formula", "code": "listing", "image": "picture", "compare": "comparison"}
"""What the variable of a block is called, where not by its kind."""


@dataclass(frozen=True, slots=True)
class CompiledScene:
    """A scene as code."""

    code: str
    class_name: str
    line_map: dict[int, int]
    """Line of the code (from 1) to line of the lesson file; only lines that came from a block of a file."""
    assets: list[str]
    """Paths of pictures relative to the lesson file; the worker gets each as ``assets/<path>``."""


def compile_scene(lesson: Lesson, scene: Scene) -> CompiledScene:
    """Manim code for one scene of a lesson."""
    assets = list(dict.fromkeys(block.src for block in scene.blocks if isinstance(block, Image)))
    if whole := next(
        (block for block in scene.blocks if isinstance(block, Manim) and is_class(block.code)), None
    ):
        return _raw_scene(scene, whole)
    writer = _Writer(scene, lesson.theme)
    writer.write()
    return CompiledScene("\n".join(writer.lines) + "\n", writer.class_name, writer.line_map, assets)


def is_class(code: str) -> bool:
    """Whether raw code brings its own scene class, rather than statements of ``construct``."""
    return re.search(r"^class\s+\w+", code, re.MULTILINE) is not None


def _scene_class(code: str) -> str:
    """The name of the scene in raw code: the last class with a ``construct``, else the last class."""
    try:
        classes = [node for node in parse_python(code).body if isinstance(node, ast.ClassDef)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.findall(r"^class\s+(\w+)", code, re.MULTILINE)[-1]
    drawn = [
        node.name
        for node in classes
        if any(isinstance(part, ast.FunctionDef) and part.name == "construct" for part in node.body)
    ]
    return (drawn or [node.name for node in classes] or ["Scene"])[-1]


def _raw_scene(scene: Scene, block: Manim) -> CompiledScene:
    """Raw code as it is; paragraphs beside it are spoken while it plays."""
    lines: list[str] = []
    if not re.search(r"^\s*(from|import)\s+manim\b", block.code, re.MULTILINE):
        lines.append("from manim import *")
    told = " ".join(spoken(part.text) for part in scene.blocks if isinstance(part, Narration))
    if told:
        lines.append("from lessonkit import Narrated")
    if lines and not re.match(r"\s*(from|import)\s", block.code):
        lines += ["", ""]
    start = len(lines)
    body = block.code.split("\n")
    lines += body
    line_map = (
        {start + number: block.line + number for number in range(1, len(body) + 1)} if block.line else {}
    )
    class_name = _scene_class(block.code)
    if told:
        wrapper = f"{class_name}Told"
        lines += ["", "", f"class {wrapper}({class_name}, Narrated):", "    def construct(self):"]
        saying = said("with self.say", told)
        lines += [f"        {line}" for line in (*saying[:-1], f"{saying[-1]}:")]
        lines.append("            super().construct()")
        class_name = wrapper
    return CompiledScene("\n".join(lines).rstrip("\n") + "\n", class_name, line_map, [])


@dataclass
class _Beat:
    """Blocks that share a picture."""

    blocks: list[Any] = field(default_factory=list[Any])

    @property
    def is_words(self) -> bool:
        """Whether there is nothing to show but what is said."""
        return all(isinstance(block, Narration) for block in self.blocks)

    @property
    def in_turn(self) -> bool:
        """Whether drawn blocks come during several lines, so that the first of them are alone for a while."""
        if any(isinstance(block, Manim) for block in self.blocks):
            return False
        return sum(drawn for drawn, _ in groupby(self.blocks, _is_drawn)) > 1

    def parted(self) -> list[_Beat]:
        """Cut where the paragraph begins that the first picture comes with: what precedes it are words."""
        pictures = (index for index, block in enumerate(self.blocks) if not isinstance(block, Narration))
        told = next(pictures, 0)
        return [_Beat(self.blocks[: told - 1]), _Beat(self.blocks[told - 1 :])] if told > 1 else [self]


def _is_drawn(block: Any) -> bool:
    return block.kind in CLASSES


class _Writer:
    """Writes the class of one scene line by line and remembers where each line came from."""

    def __init__(self, scene: Scene, theme: str) -> None:
        self.scene = scene
        self.theme = theme
        self.class_name = name(scene.title)
        self.lines: list[str] = []
        self.line_map: dict[int, int] = {}
        self._variables = Counter[str]()

    def write(self) -> None:
        """The whole file."""
        drawn = [block for block in self.scene.blocks if block.kind in CLASSES]
        fragments = [block for block in self.scene.blocks if isinstance(block, Manim)]
        self._imports(drawn, card=not drawn and not fragments, fragments=bool(fragments))
        head = [f"class {self.class_name}(LessonScene):", f"    theme = {text(self.theme)}", ""]
        self._put(0, *head, "    def construct(self):", indent=0)
        if not drawn and not fragments:
            self._card()
            return
        self._put(self.scene.line, *call("self.title", [text(self.scene.title)]))
        for number, beat in enumerate(self._beats()):
            self._beat(beat, first=number == 0)
        self._put(0, "", "self.linger()")

    def _imports(self, drawn: list[Any], *, card: bool, fragments: bool) -> None:
        names = {CLASSES[block.kind] for block in drawn} | {"LessonScene"}
        for block in drawn:
            if block.kind == "plot" and block.curves:
                names.add("Curve")
            if block.kind == "graph" and block.edges:
                names.add("Link")
        if card:
            names.add("Card")
        elif any(beat.is_words for beat in self._beats()):
            names.add("Words")
        numpy = any(block.kind == "plot" for block in drawn)
        head = ["from manim import *"] if fragments else ["import numpy as np"] if numpy else []
        imports = f"from lessonkit import {', '.join(sorted(names))}"
        self._put(0, *head, *([""] if numpy and not fragments else []), imports, "", "", indent=0)

    def _put(self, source_line: int, *lines: str, indent: int = 2) -> None:
        for line in "\n".join(lines).split("\n"):
            self.lines.append(f"{'    ' * indent}{line}".rstrip())
            if source_line:
                self.line_map[len(self.lines)] = source_line

    def _variable(self, kind: str) -> str:
        self._variables[kind] += 1
        count = self._variables[kind]
        return kind if count == 1 else f"{kind}_{count}"

    def _comment(self, block: Any) -> None:
        number = self.scene.blocks.index(block) + 1
        self._put(block.line, f"# Block {number} of the lesson: {block.kind}")

    def _beats(self) -> list[_Beat]:
        beats = [_Beat()]
        for block in self.scene.blocks:
            if isinstance(block, Pause):
                beats.append(_Beat())
            else:
                beats[-1].blocks.append(block)
        return [part for beat in beats if beat.blocks for part in beat.parted()]

    def _card(self) -> None:
        """A scene of paragraphs alone shows them."""
        told = [block for block in self.scene.blocks if isinstance(block, Narration)]
        arguments = [text(self.scene.title), *(text(_shown(block.text)) for block in told)]
        self._put(self.scene.line, *call("card = Card", arguments), "self.arrange(card)")
        self._put(0, "self.reveal(card, part=0)")
        self._read_out("card", told, first=1)
        self._put(0, "", "self.linger()")

    def _words(self, told: list[Narration]) -> None:
        """What is said before there is a picture stands where the picture will be."""
        variable = self._variable("words")
        paragraphs = [text(_shown(block.text)) for block in told]
        self._put(told[0].line, "", *call(f"{variable} = Words", paragraphs))
        self._put(0, f"self.arrange({variable})")
        self._read_out(variable, told, first=0)

    def _read_out(self, variable: str, told: list[Narration], *, first: int) -> None:
        for part, block in enumerate(told, start=first):
            self._put(0, "")
            self._comment(block)
            self._say(block, [(block, f"self.reveal({variable}, line, part={part})")])

    def _beat(self, beat: _Beat, *, first: bool) -> None:
        variables: dict[int, str] = {}
        if not first:
            self._put(0, "")
            self._put(0, "self.clear_stage()")
        if beat.is_words:
            self._words(beat.blocks)
            return
        for index, block in enumerate(beat.blocks):
            if block.kind not in CLASSES:
                continue
            variables[index] = variable = self._variable(_VARIABLES.get(block.kind) or str(block.kind))
            self._put(0, "")
            self._comment(block)
            lines = constructor(block)
            self._put(block.line, f"{variable} = {lines[0]}", *lines[1:])
        if variables:
            turns = ["in_turn=True"] if beat.in_turn else []
            self._put(0, *call("self.arrange", [*variables.values(), *turns]))
        self._play(beat, variables)

    def _play(self, beat: _Beat, variables: dict[int, str]) -> None:
        index = 0
        while index < len(beat.blocks):
            block = beat.blocks[index]
            self._put(0, "")
            if not isinstance(block, Narration):
                self._show(block, variables.get(index), line=None)
                index += 1
                continue
            self._comment(block)
            shown: list[tuple[Any, str]] = []
            index += 1
            while index < len(beat.blocks) and not isinstance(beat.blocks[index], Narration):
                following = beat.blocks[index]
                if isinstance(following, Manim):
                    break
                shown.append((following, f"self.reveal({variables[index]}, line)"))
                index += 1
            if index < len(beat.blocks) and isinstance(beat.blocks[index], Manim) and not shown:
                self._say(block, [(beat.blocks[index], "")])
                index += 1
            else:
                self._say(block, shown)

    def _show(self, block: Any, variable: str | None, *, line: str | None) -> None:
        if isinstance(block, Manim):
            self._comment(block)
            self._fragment(block, indent=2)
            return
        self._put(block.line, f"self.reveal({variable}{f', {line}' if line else ''})")

    def _fragment(self, block: Manim, *, indent: int) -> None:
        for offset, line in enumerate(textwrap.dedent(block.code).split("\n"), start=1):
            self._put(block.line + offset if block.line else 0, line, indent=indent)

    def _say(self, block: Narration, shown: list[tuple[Any, str]]) -> None:
        if not shown:
            self._put(block.line, *said("self.narrate", spoken(block.text)))
            return
        saying = said("with self.say", spoken(block.text))
        self._put(block.line, *saying[:-1], f"{saying[-1]} as line:")
        if len(shown) > 1:
            variables = ", ".join(
                source.removeprefix("self.reveal(").removesuffix(", line)") for _, source in shown
            )
            self._put(shown[0][0].line, f"    self.reveal_all([{variables}], line)")
            return
        following, source = shown[0]
        if isinstance(following, Manim):
            self._comment_within(following)
            self._fragment(following, indent=3)
        else:
            self._put(following.line, f"    {source}")

    def _comment_within(self, block: Any) -> None:
        number = self.scene.blocks.index(block) + 1
        self._put(block.line, f"    # Block {number} of the lesson: {block.kind}")


def _shown(source: str) -> str:
    """A narration as text on the screen: without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<mark\s[^>]*>", "", source)).strip()
