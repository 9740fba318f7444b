"""The reflected API of one version of manim, with what the checker asks of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from knowledge.api.signatures import Signature, parse_signature
from knowledge.errors import ReferenceMissing

__all__ = ["PINNED", "Api", "Callee", "ManimClass", "load_api"]

PINNED = "0.22.0"
"""The version of manim that the committed data describes."""

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Callee:
    """A function, method or constructor.

    ``keywords`` are accepted beyond the signature's own names, ``None`` when anything is.
    ``fixed`` are keywords that the callable gives itself, so that giving them is an error.
    """

    name: str
    signature: Signature
    keywords: frozenset[str] | None
    fixed: frozenset[str] = frozenset()
    kind: str = "method"
    doc: str = ""
    owner: str = ""
    text: str = ""
    animated: bool = False

    def accepts(self, keyword: str) -> bool:
        """Whether a call may give ``keyword``."""
        if keyword in self.signature.named:
            return True
        if not self.signature.has("kwargs"):
            return False
        return self.keywords is None or keyword in self.keywords


@dataclass(frozen=True)
class ManimClass:
    """A class: ``bases`` are the names of its bases, nearest first."""

    name: str
    module: str
    doc: str
    bases: tuple[str, ...]
    raw: dict[str, Any] = field(repr=False)
    api: Api = field(repr=False)

    @cached_property
    def line(self) -> tuple[ManimClass, ...]:
        """The class and its described bases, nearest first."""
        known = self.api.classes
        return (self, *(known[n] for n in self.bases if n in known))

    @cached_property
    def constructor(self) -> Callee | None:
        """How an instance is made; ``None`` for the classes that take nothing of their own."""
        for cls in self.line:
            text = cls.raw.get("init")
            if text:
                words: str | None = self.raw.get("keywords", "")
                return Callee(
                    self.name,
                    parse_signature(text),
                    None if words is None else frozenset(words.split()),
                    frozenset(self.raw.get("fixed", "").split()),
                    "class",
                    self.doc,
                    cls.name,
                    text,
                )
        return None

    @cached_property
    def own_methods(self) -> dict[str, Callee]:
        """Methods that the class itself defines."""
        return {n: _callee(n, m, self.name) for n, m in self.raw.get("methods", {}).items()}

    @cached_property
    def members(self) -> frozenset[str]:
        """Every name that an instance has."""
        names: set[str] = set()
        for cls in self.line:
            for part in ("methods", "properties", "attributes"):
                names.update(cls.raw.get(part, {}))
        return frozenset(names)

    def method(self, name: str) -> Callee | None:
        """Find a method along the bases."""
        for cls in self.line:
            if name in cls.raw.get("methods", {}):
                return cls.own_methods[name]
            if name in cls.raw.get("properties", {}):
                return None
        return None

    def attribute(self, name: str) -> str | None:
        """Return the type text of a property or attribute, ``""`` when unknown, ``None`` when absent."""
        for cls in self.line:
            for part in ("properties", "attributes"):
                if name in cls.raw.get(part, {}):
                    text: str = cls.raw[part][name]
                    return text.removesuffix(" (read only)")
        return None

    def is_a(self, base: str) -> bool:
        """Whether the class is ``base`` or derives from it."""
        return base == self.name or base in self.bases


def _callee(name: str, raw: dict[str, Any], owner: str) -> Callee:
    words: str | None = raw.get("keywords", "")
    return Callee(
        name,
        parse_signature(raw["sig"]),
        None if words is None else frozenset(words.split()),
        kind=raw.get("kind", "method"),
        doc=raw.get("doc", ""),
        owner=owner,
        text=raw["sig"],
        animated=raw.get("animate", False),
    )


class Api:
    """The whole reference: ``classes``, ``functions``, ``constants``, ``colors``, ``modules``."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.version: str = raw["version"]
        self.classes: dict[str, ManimClass] = {
            name: ManimClass(name, c["module"], c.get("doc", ""), tuple(c.get("mro", ())), c, self)
            for name, c in raw["classes"].items()
        }
        self._functions: dict[str, Any] = raw["functions"]
        self._made: dict[str, Callee] = {}
        self.constants: dict[str, str] = raw["constants"]
        self.rate_functions: frozenset[str] = frozenset(raw["rate_functions"])
        self.colors: frozenset[str] = frozenset(raw["colors"].split())
        self.loose: frozenset[str] = frozenset(raw["loose"].split())
        """Attributes that manim puts on objects from outside of their class."""
        self.modules: dict[str, frozenset[str]] = {k: frozenset(v.split()) for k, v in raw["modules"].items()}
        self.outside: dict[str, frozenset[str]] = {k: frozenset(v.split()) for k, v in raw["outside"].items()}
        self.functions: frozenset[str] = frozenset(self._functions)
        self.hidden: frozenset[str] = frozenset(n for n, c in raw["classes"].items() if c.get("hidden"))

    @cached_property
    def names(self) -> frozenset[str]:
        """What ``from manim import *`` brings."""
        return frozenset((set(self.classes) - self.hidden) | self.functions | set(self.constants))

    def function(self, name: str) -> Callee | None:
        """Find a public function."""
        raw = self._functions.get(name)
        if raw is None:
            return None
        if name not in self._made:
            made = _callee(name, raw, "")
            self._made[name] = made
        return self._made[name]

    def function_module(self, name: str) -> str:
        """Return the module that defines a function."""
        return self._functions[name].get("module", "")

    @cached_property
    def subclasses(self) -> dict[str, frozenset[str]]:
        """Every class to itself and all that derive from it."""
        found: dict[str, set[str]] = {n: {n} for n in self.classes}
        for name, cls in self.classes.items():
            for base in cls.bases:
                if base in found:
                    found[base].add(name)
        return {n: frozenset(v) for n, v in found.items()}

    @cached_property
    def members_below(self) -> dict[str, frozenset[str]]:
        """Every class to the members of itself and of all that derive from it."""
        return {
            name: frozenset(m for s in below for m in self.classes[s].members)
            for name, below in self.subclasses.items()
        }


@cache
def load_api(version: str = PINNED) -> Api:
    """Load the reference of a version from the committed data; cached.

    Raises ``ReferenceMissing`` when there is none.
    """
    path = _DATA / f"manim-{version}.json"
    if not path.exists():
        known = ", ".join(sorted(p.stem.removeprefix("manim-") for p in _DATA.glob("manim-*.json")))
        raise ReferenceMissing(
            f"There is no API reference for manim {version}.",
            fix=f"Use one of {known}, or build it with the sandbox job 'reflect'.",
            version=version,
        )
    return Api(cast("dict[str, Any]", json.loads(path.read_text(encoding="utf-8"))))


@cache
def load_renames() -> dict[str, str]:
    """Names of ManimGL and older versions to what this version has instead."""
    return cast("dict[str, str]", json.loads((_DATA / "renames.json").read_text(encoding="utf-8")))
