"""One symbol of manim explained: what it takes, what it is, and what it is called when it isn't that."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from knowledge.api.names import nearest
from knowledge.api.store import PINNED, Api, Callee, ManimClass, load_api, load_renames
from knowledge.api.wording import Budget, call_text, keyword_order

__all__ = ["Entry", "lookup"]

_SHORT, _FULL = 330, 1300
"""Tokens of an answer, counted generously."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What there is to say about a symbol. ``text`` is for reading, the rest for programs.

    ``kind`` is ``class``, ``animation``, ``scene``, ``method``, ``property``, ``function``,
    ``rate function``, ``color``, ``constant``, ``module`` or ``unknown``.
    """

    symbol: str
    kind: str
    text: str
    version: str
    module: str = ""
    signature: str = ""
    summary: str = ""
    keywords: list[str] = field(default_factory=list[str])
    methods: list[str] = field(default_factory=list[str])
    inherited: list[str] = field(default_factory=list[str])
    bases: list[str] = field(default_factory=list[str])
    nearest: list[str] = field(default_factory=list[str])
    instead: str = ""
    """For a name of ManimGL or of an older version: what this version has instead."""

    @property
    def found(self) -> bool:
        """Whether this version has the symbol."""
        return self.kind != "unknown"

    def as_dict(self) -> dict[str, Any]:
        """The entry as JSON-able data."""
        return {**asdict(self), "found": self.found}


def lookup(symbol: str, full: bool = False, version: str = PINNED) -> Entry:
    """Explain ``Circle``, ``Axes.plot``, ``next_to``, ``RED``, ``rate_functions.ease_in_sine`` and the like.

    The text has at most 330 tokens, 1,300 with ``full``. An unknown symbol gives an entry with
    ``kind="unknown"``, the closest names and, where it is known, what to use instead.
    Raises ``ReferenceMissing`` for a version without data.
    """
    api = load_api(version)
    name = re.sub(r"\(.*$|^(?:manim|m|mn)\.", "", symbol.strip().lstrip("."))
    head, _, tail = name.rpartition(".")
    budget = Budget(_FULL if full else _SHORT)
    if not head and name in api.classes:
        return _class(api, api.classes[name], full, budget)
    if not head and (callee := api.function(name)):
        return _function(api, name, callee, budget)
    if tail in api.rate_functions and head in ("", "rate_functions"):
        text = f"rate function {tail}: use it as rate_func=rate_functions.{tail}."
        return Entry(name, "rate function", text, version, "manim.utils.rate_functions")
    if not head and name in api.constants:
        return _constant(api, name)
    if head in api.classes and tail in api.classes[head].members:
        return _member(api, api.classes[head], tail, budget)
    if symbol.strip() not in load_renames() and (owner := _owner_of(api, tail, bool(head))):
        return _member(api, owner, tail, budget)
    return _unknown(api, symbol.strip(), head, tail)


def _owner_of(api: Api, member: str, has_receiver: bool) -> ManimClass | None:
    """Find the class that introduces a member, for ``next_to`` or ``axes.plot`` without a class."""
    owners = [c for n, c in api.classes.items() if member in c.own_methods and n not in api.hidden]
    if not owners and has_receiver:
        owners = [c for c in api.classes.values() if member in c.members]
    return min(owners, key=lambda c: (len(c.bases), -len(api.subclasses[c.name])), default=None)


def _kind(cls: ManimClass) -> str:
    if cls.is_a("Animation"):
        return "animation"
    return "scene" if cls.is_a("Scene") else "class"


def _class(api: Api, cls: ManimClass, full: bool, budget: Budget) -> Entry:
    made = cls.constructor
    signature = call_text(cls.name, made) if made else f"{cls.name}()"
    bases = " → ".join(b for b in cls.bases if b in api.classes)
    budget.add(f"{_kind(cls)} {cls.name}" + (f" ({bases})" if bases else "") + f", {cls.module}")
    budget.add(signature)
    budget.add(cls.doc)
    keywords = keyword_order(made.keywords or () if made else ())
    if made and made.keywords is None:
        budget.add("Takes further keywords.")
    elif keywords:
        budget.add_list("More keywords", keywords if full else keywords[:16], len(keywords))
    methods = [call_text(n, c, short=not full) for n, c in cls.own_methods.items() if not n.startswith("__")]
    properties = [n for part in ("properties", "attributes") for n in cls.raw.get(part, {})]
    if cls.name == "Mobject" or full:
        budget.add_list("Properties", properties, len(properties))
    budget.add_list("Own methods", methods, len(methods))
    own = set(cls.own_methods)
    inherited = sorted({n for c in cls.line[1:] for n in c.own_methods if not n.startswith("__")} - own)
    if full:
        budget.add_list("Inherited methods", inherited, len(inherited))
    return Entry(
        cls.name, _kind(cls), budget.text, api.version, cls.module, signature, cls.doc,
        keywords, methods, inherited, list(cls.bases),
    )  # fmt: skip


def _function(api: Api, name: str, callee: Callee, budget: Budget) -> Entry:
    kind = "rate function" if name in api.rate_functions else "function"
    signature = call_text(name, callee, returns=True)
    budget.add(f"{kind} {signature}, {api.function_module(name)}")
    budget.add(callee.doc)
    if kind == "rate function":
        budget.add(f"Use it as rate_func={name}.")
    keywords = keyword_order(callee.keywords or ())
    budget.add_list("More keywords", keywords, len(keywords))
    return Entry(
        name, kind, budget.text, api.version, api.function_module(name), signature, callee.doc, keywords
    )


def _constant(api: Api, name: str) -> Entry:
    sort, _, value = api.constants[name].partition(" ")
    kind = {"color": "color", "module": "module"}.get(sort, "constant")
    text = f"{kind} {name} = {value}" if sort != "object" else f"{kind} {name}, a {value}"
    return Entry(name, kind, text, api.version, "manim", summary=text)


def _member(api: Api, cls: ManimClass, name: str, budget: Budget) -> Entry:
    callee = cls.method(name)
    if callee is None:
        sort = cls.attribute(name) or "type not told"
        text = f"property {cls.name}.{name}: {sort}"
        return Entry(f"{cls.name}.{name}", "property", text, api.version, cls.module, summary=text)
    signature = call_text(f"{callee.owner}.{name}", callee, returns=True)
    budget.add(f"method {signature}")
    budget.add(callee.doc)
    keywords = keyword_order(callee.keywords or ())
    budget.add_list("More keywords", keywords, len(keywords))
    users = sorted(api.subclasses[callee.owner] - {callee.owner} - api.hidden)
    budget.add_list("Also on", users[:12], len(users))
    return Entry(
        f"{callee.owner}.{name}", "method", budget.text, api.version, api.classes[callee.owner].module,
        signature, callee.doc, keywords,
    )  # fmt: skip


def _unknown(api: Api, symbol: str, head: str, tail: str) -> Entry:
    renames = load_renames()
    instead = next((renames[k] for k in (symbol, f".{tail}", f"self.{tail}", tail) if k in renames), "")
    if head in api.classes:
        close = [f"{head}.{n}" for n in nearest(tail, api.classes[head].members)]
    else:
        members = {m for c in api.classes.values() for m in c.own_methods if symbol[:1].islower()}
        close = nearest(tail, api.names | api.rate_functions | members, cutoff=0.5)
    text = f"manim {api.version} has no {symbol}."
    if instead:
        text += f" Use instead: {instead}."
    if close:
        text += f" Closest names: {', '.join(close)}."
    return Entry(symbol, "unknown", text, api.version, nearest=close, instead=instead)
