"""The second source: the examples in manim's own docstrings, read by AST from the installed package.

Nothing of manim is imported or copied into this repository. Where manim isn't installed, the
source is simply absent.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.search.snippet import Snippet
from proofreel import __version__
from proofreel.parsing import parse_python

__all__ = ["SOURCE", "Manim", "extract", "installed_manim", "load_examples"]

SOURCE = "manim-docs"
_LICENSE = "MIT"
_DIRECTIVE = re.compile(r"^(?P<indent>[ \t]*)\.\. manim::[ \t]*(?P<name>\w+)[^\n]*\n", re.MULTILINE)
_ROLE = re.compile(r":[\w:]+:`~?\.?([^`<]*?)(?:\s*<[^`]*>)?`")

_TOPICS: tuple[tuple[str, str], ...] = (
    ("animation/indication", "emphasis"),
    ("animation/transform", "transitions"),
    ("animation/updaters", "updaters"),
    ("animation/changing", "updaters"),
    ("animation/fading", "transitions"),
    ("animation/movement", "transitions"),
    ("animation/speedmodifier", "pacing"),
    ("animation/composition", "pacing"),
    ("animation/creation", "text"),
    ("animation", "transitions"),
    ("camera", "camera"),
    ("scene/three_d", "three-d"),
    ("scene/vector_space", "linear-algebra"),
    ("scene/moving_camera", "camera"),
    ("scene/zoomed", "camera"),
    ("mobject/three_d", "three-d"),
    ("mobject/graphing/probability", "charts"),
    ("mobject/graphing", "graphs"),
    ("mobject/geometry", "geometry"),
    ("mobject/text/code", "code"),
    ("mobject/text/tex", "equations"),
    ("mobject/text", "text"),
    ("mobject/matrix", "linear-algebra"),
    ("mobject/table", "charts"),
    ("mobject/graph", "data-structures"),
    ("mobject/svg/brace", "equations"),
    ("mobject/svg", "images"),
    ("mobject/types/image", "images"),
    ("mobject/types", "layout"),
    ("mobject/vector_field", "physics"),
    ("mobject/value_tracker", "updaters"),
    ("mobject", "layout"),
    ("utils/color", "themes"),
    ("utils/rate_functions", "pacing"),
    ("utils", "layout"),
)


@dataclass(frozen=True, slots=True)
class Manim:
    """An installed manim: its version and the folder of its package."""

    version: str
    folder: Path


def installed_manim() -> Manim | None:
    """The manim beside this Python, found without importing it; None where there is none."""
    spec = importlib.util.find_spec("manim")
    if spec is None or not spec.submodule_search_locations:
        return None
    try:
        version = importlib.metadata.version("manim")
    except importlib.metadata.PackageNotFoundError:
        return None
    return Manim(version, Path(spec.submodule_search_locations[0]))


def load_examples(manim: Manim, cache: Path | None = None) -> tuple[Snippet, ...]:
    """The examples of this manim, from the cache folder when an earlier run left them there."""
    if cache is None:
        return tuple(extract(manim))
    file = cache / f"manim-docs-{manim.version}-{__version__}.json"
    try:
        rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        return tuple(Snippet.from_row(row) for row in rows)
    except (OSError, ValueError, TypeError):
        snippets = tuple(extract(manim))
    cache.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps([asdict(snippet) for snippet in snippets]), encoding="utf-8")
    partial.replace(file)
    return snippets


def extract(manim: Manim) -> Iterator[Snippet]:
    """Each ``.. manim::`` example of the package as a snippet, in the order of the files."""
    seen: dict[str, int] = {}
    for path in sorted(manim.folder.rglob("*.py")):
        module = path.relative_to(manim.folder).with_suffix("").as_posix()
        source = path.read_text(encoding="utf-8")
        if ".. manim::" not in source or "opengl" in module:  # the OpenGL twins repeat the same examples
            continue
        for owner, docstring in _docstrings(parse_python(source), module):
            for example in _examples(docstring):
                base = f"manim-{_kebab(example.name)}"
                seen[base] = seen.get(base, 0) + 1
                number = f"-{seen[base]}" if seen[base] > 1 else ""
                yield _snippet(base + number, example, owner, docstring, module, manim)


@dataclass(frozen=True, slots=True)
class _Example:
    name: str
    code: str


def _docstrings(tree: ast.Module, module: str) -> Iterator[tuple[str, str]]:
    """Each docstring of the module with the dotted name of what it documents."""

    def walk(node: ast.AST, owner: str) -> Iterator[tuple[str, str]]:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.ClassDef | ast.FunctionDef):
                continue
            name = f"{owner}.{child.name}" if owner else child.name
            if docstring := ast.get_docstring(child):
                yield name.removesuffix(".__init__"), docstring
            yield from walk(child, name)

    if docstring := ast.get_docstring(tree):
        yield module.rsplit("/", 1)[-1], docstring
    yield from walk(tree, "")


def _examples(docstring: str) -> Iterator[_Example]:
    for match in _DIRECTIVE.finditer(docstring):
        indent = len(match["indent"].expandtabs())
        block: list[str] = []
        for line in docstring[match.end() :].expandtabs().splitlines():
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            block.append(line)
        lines = textwrap.dedent("\n".join(block)).strip("\n").splitlines()
        while lines and (lines[0].startswith(":") or not lines[0].strip()):
            lines.pop(0)
        code = "\n".join(lines).rstrip() + "\n"
        try:
            parse_python(code)
        except SyntaxError:
            continue
        yield _Example(match["name"], code)


def _snippet(
    snippet_id: str, example: _Example, owner: str, docstring: str, module: str, manim: Manim
) -> Snippet:
    starts = re.search(r"^(from manim import|import manim)", example.code, re.MULTILINE)
    code = example.code if starts else f"from manim import *\n\n{example.code}"
    return Snippet(
        id=snippet_id,
        title=f"{owner}: {_words(example.name)}",
        topic=next((topic for prefix, topic in _TOPICS if module.startswith(prefix)), "layout"),
        code=code,
        license=_LICENSE,
        source=SOURCE,
        manim=manim.version,
        teaches=_summary(docstring),
        tags=(owner,),
        needs=("math",) if re.search(r"\b(Math)?Tex\b|[mM]atrix|get_\w+_label|add_coordinates", code) else (),
    )


def _summary(docstring: str) -> str:
    """The first paragraph of a docstring as plain words."""
    paragraph = docstring.split("\n\n", 1)[0]
    if ".. manim::" in paragraph:
        return ""
    return " ".join(_ROLE.sub(r"\1", paragraph).replace("`", "").split())


def _words(name: str) -> str:
    """``MovingSquareWithUpdaters`` as ``moving square with updaters``."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+(?:D(?![a-z]))?", name)
    return " ".join(part.lower() for part in parts)


def _kebab(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _words(name)).strip("-")
