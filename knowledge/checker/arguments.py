"""The arguments of a call, and whether a callable takes them."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from knowledge.api.names import nearest
from knowledge.api.signatures import Signature
from knowledge.api.store import Callee, load_renames
from knowledge.checker.run import Run
from knowledge.checker.scope import Scope
from knowledge.checker.values import ANYWHERE, Items, Table, Value, counted

__all__ = ["Arguments", "bind", "evaluate_arguments", "written"]

Given = tuple[ast.expr, Value]


@dataclass(slots=True)
class Arguments:
    """What a call gives. ``open_places`` after ``*unknown``, ``open_names`` after ``**unknown``."""

    node: ast.Call
    places: list[Given]
    names: dict[str, Given]
    open_places: bool = False
    open_names: bool = False

    def get(self, place: int, name: str) -> Given | None:
        """Return an argument by place or by name."""
        if name in self.names:
            return self.names[name]
        return self.places[place] if place < len(self.places) else None


def evaluate_arguments(run: Run, node: ast.Call, scope: Scope) -> Arguments:
    """Evaluate the arguments of a call from left to right."""
    found = Arguments(node, [], {})
    for part in node.args:
        if isinstance(part, ast.Starred):
            value = run.value(part.value, scope)
            sure = (
                isinstance(value, Items) and value.items is not None and value.home in (run.context, ANYWHERE)
            )
            if sure and isinstance(value, Items) and not found.open_places:
                items = value.items or []
                found.places.extend(zip(written(part.value, len(items)), items, strict=True))
            else:
                found.open_places = True
            continue
        value = run.value(part, scope)
        if not found.open_places:
            found.places.append((part, value))
    for keyword in node.keywords:
        value = run.value(keyword.value, scope)
        if keyword.arg is not None:
            found.names[keyword.arg] = (keyword.value, value)
        elif isinstance(value, Table) and value.entries is not None and value.home == run.context:
            for key, entry in value.entries.items():
                if isinstance(key, str):
                    found.names.setdefault(key, (keyword.value, entry))
        else:
            found.open_names = True
    return found


def written(node: ast.expr, count: int) -> list[ast.expr]:
    """Return the places of a list's elements where each is written out, else that of the list for each."""
    if isinstance(node, ast.List | ast.Tuple) and len(node.elts) == count:
        return [node] * count if any(isinstance(e, ast.Starred) for e in node.elts) else node.elts
    return [node] * count


def bind(
    run: Run, signature: Signature, given: Arguments, name: str, callee: Callee | None = None
) -> dict[str, Given]:
    """Match arguments to parameters; report those that don't fit. What fits is returned by name."""
    bound: dict[str, Given] = {}
    places = signature.positional
    for parameter, argument in zip(places, given.places, strict=False):
        bound[parameter.name] = argument
    if len(given.places) > len(places) and not signature.has("args"):
        most = len(places)
        run.report(
            "wrong-arguments",
            given.places[most][0],
            f"{_title(name)} takes {'at most ' if most else ''}{counted(most, 'argument')} by place, "
            f"{'one is' if len(given.places) == 1 else f'{len(given.places)} are'} given.",
            _usage(name, signature),
        )
    named = signature.named
    for keyword, argument in given.names.items():
        if keyword in named:
            if keyword in bound and not given.open_places:
                run.report(
                    "wrong-arguments",
                    argument[0],
                    f"{_title(name)} gets {keyword} twice: by place and by name.",
                    "Remove one of them.",
                )
            bound[keyword] = argument
        elif not signature.has("kwargs"):
            _unknown_keyword(run, given, keyword, name, set(named))
        elif callee is not None and not callee.accepts(keyword):
            if keyword in callee.fixed:
                run.report(
                    "repeated-keyword",
                    argument[0],
                    f"{_title(name)} sets {keyword} itself, so it can't be given.",
                    f"Remove {keyword}.",
                )
            else:
                _unknown_keyword(run, given, keyword, name, set(named) | set(callee.keywords or ()))
    missing = [p.name for p in signature.parameters if p.required and p.name not in bound]
    if missing and not given.open_places and not given.open_names:
        run.report(
            "wrong-arguments",
            given.node,
            f"{_title(name)} needs {' and '.join(missing)}.",
            _usage(name, signature),
        )
    return bound


def _title(name: str) -> str:
    return "This lambda" if name == "lambda" else f"{name}()"


def _usage(name: str, signature: Signature) -> str:
    parts: list[str] = []
    for p in signature.parameters[:7]:
        stars = {"args": "*", "kwargs": "**"}.get(p.kind, "")
        parts.append(f"{stars}{p.name}" + (f"={p.default}" if p.default is not None else ""))
    if name == "lambda":
        return f"Give it {', '.join(parts) or 'nothing'}, or write another lambda."
    return f"Write {name}({', '.join(parts)}{', …' if len(signature.parameters) > 7 else ''})."


_KEYWORDS = {
    "size": "font_size",
    "text_color": "color",
    "background_color": "fill_color",
    "opacity": "fill_opacity",
    "line_width": "stroke_width",
    "thickness": "stroke_width",
    "border_width": "stroke_width",
    "border_color": "stroke_color",
    "duration": "run_time",
    "font_weight": "weight",
    "side": "side_length",
    "easing": "rate_func",
    "rate_function": "rate_func",
    "outline_color": "stroke_color",
}
"""Keywords that other libraries have, and ours for them where the callable takes it."""


def _unknown_keyword(run: Run, given: Arguments, keyword: str, name: str, known: set[str]) -> None:
    node = next((k for k in given.node.keywords if k.arg == keyword), given.node)
    hint = load_renames().get(f"{name}({keyword}=)", "")
    twin = _KEYWORDS.get(keyword, "")
    replace: tuple[ast.AST, str] | None = None
    if hint:
        fix = f"Use {hint.replace('= / ', ' or ').removesuffix('=')}."
        replace = _keyword_edit(node, keyword, hint[:-1]) if hint[:-1].isidentifier() else None
    elif twin in known:
        fix = f"Use {twin}."
        replace = _keyword_edit(node, keyword, twin)
    else:
        close = nearest(keyword, known, cutoff=0.7)
        fix = f"Closest: {', '.join(close)}." if close else f"Remove {keyword}."
        if close and close[0].replace("_", "") == keyword.replace("_", "").replace("colour", "color"):
            replace = _keyword_edit(node, keyword, close[0])
    run.report("unknown-keyword", node, f"{_title(name)} takes no {keyword}.", fix, replace=replace)


def _keyword_edit(node: ast.AST, keyword: str, new: str) -> tuple[ast.AST, str] | None:
    if not isinstance(node, ast.keyword):
        return None
    place = ast.Name(keyword)
    place.lineno = place.end_lineno = node.lineno
    place.col_offset = node.col_offset
    place.end_col_offset = node.col_offset + len(keyword.encode())
    return place, new
