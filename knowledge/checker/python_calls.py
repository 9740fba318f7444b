"""Calls of Python's and numpy's own functions, as far as their results matter."""

from __future__ import annotations

import ast
from collections.abc import Callable

from knowledge.checker.arguments import Arguments
from knowledge.checker.numpy_calls import numpy_call
from knowledge.checker.run import Run
from knowledge.checker.targets import elements
from knowledge.checker.values import (
    ANYWHERE,
    NOTHING,
    UNKNOWN,
    ClassRef,
    Flag,
    Function,
    Instance,
    Items,
    Native,
    Number,
    Table,
    Text,
    Value,
    iterator,
    join,
    row,
)

__all__ = ["native_call"]

_NUMBERS = {"float", "round", "sum", "abs", "pow"}
_MOST = 1e9
"""A range beyond it isn't counted; Python can't even tell the length of the longest."""
_TEXTS = {"str", "repr", "chr", "format", "hex", "bin", "oct", "ascii"}
_STR_TEXT = {
    "upper",
    "lower",
    "strip",
    "replace",
    "format",
    "join",
    "title",
    "capitalize",
    "center",
    "zfill",
    "ljust",
}


def native_call(run: Run, function: Native, given: Arguments) -> Value:  # noqa: C901 - a table
    """Return what a call of a builtin, a method of a builtin type or a numpy function gives."""
    name, values = function.name, [v for _, v in given.places]
    if name.startswith("magic."):
        return _magic(run, function, given)
    _callbacks(run, given)
    sort, _, method = name.rpartition(".")
    if sort == "list":
        return _list_method(run, function, method, given)
    if sort == "dict":
        return _dict_method(function, method)
    if sort == "str":
        if method == "split":
            return Items("list", None, Text())
        return Text() if method in _STR_TEXT else UNKNOWN
    if sort == "ndarray":
        return _array_method(function, method)
    if sort in ("math", "random", "cmath"):
        return _number_function(name, given)
    if sort.startswith("numpy"):
        return numpy_call(method, values, given)
    if name in _BUILTINS:
        return _BUILTINS[name](run, given)
    if name in _TEXTS:
        return Text()
    if name in _NUMBERS:
        return _number(name, values) if name in ("float", "round") or _all_numbers(run, values) else UNKNOWN
    if name in ("input", "breakpoint"):
        run.report(
            "forbidden-use", given.node, f"{name}() waits for somebody at a keyboard.", "Write the value."
        )
    elif name == "open":
        _open(run, given)
    elif name in ("exec", "eval", "compile", "__import__"):
        message = f"{name}() hides what the scene does."
        run.report("forbidden-use", given.node, message, "Write the code itself.",
                   severity="warning")  # fmt: skip
    return UNKNOWN


def _all_numbers(run: Run, values: list[Value]) -> bool:
    return bool(values) and all(
        isinstance(v, Number) or (isinstance(v, Items) and isinstance(elements(run, v).each(), Number))
        for v in values
    )


def _number(name: str, values: list[Value]) -> Value:
    only = values[0] if len(values) == 1 else UNKNOWN
    known = only.value if isinstance(only, Number) else None
    if name == "float":
        return Number(known)
    if name == "round" and len(values) == 1:
        return Number() if known is None else Number(float(round(known)), whole=True)
    if name == "abs" and isinstance(only, Number) and known is not None:
        return Number(abs(known), only.whole)
    return Number()


def _open(run: Run, given: Arguments) -> None:
    mode = given.get(1, "mode")
    path = given.get(0, "file")
    reads = mode is None or (isinstance(mode[1], Text) and "r" in (mode[1].value or "r"))
    if reads and path is not None and isinstance(path[1], Text) and path[1].value is not None:
        plain = path[1].value.removeprefix("./")
        if not any(a in (plain, f"assets/{plain}") for a in run.assets):
            run.report(
                "missing-file", path[0], f"There is no file {plain!r} where the scene runs.",
                "Write the data into the scene, or upload the file as an asset.",
            )  # fmt: skip
            return
    run.report(
        "file-access", given.node, "A scene has no files but its assets.", "Write the data into the scene."
    )


def _magic(run: Run, function: Native, given: Arguments) -> Value:
    """Follow manim's generated getters and setters."""
    attribute = given.node.func.attr if isinstance(given.node.func, ast.Attribute) else "set_x"
    receiver = function.receiver
    if function.name == "magic.get":
        if given.places or given.names:
            run.report(
                "wrong-arguments", given.node, f"{attribute}() takes no arguments.",
                f"Write .{attribute[4:]}.",
            )  # fmt: skip
        return UNKNOWN
    if len(given.places) != 1 or given.names:
        if not given.open_places:
            run.report(
                "unknown-method", given.node.func, f"There is no method {attribute}.",
                "Look up the method with the API reference.",
            )  # fmt: skip
    elif function.name == "magic.nothing":
        run.report(
            "silent-setter", given.node.func, f"There is no {attribute}: manim stores the value, no more.",
            "Look up the right method.",
        )  # fmt: skip
    return receiver if receiver is not None else UNKNOWN


def _callbacks(run: Run, given: Arguments) -> None:
    from knowledge.checker.calls import follow_bound

    for _, value in (*given.places, *given.names.values()):
        if isinstance(value, Function) and not value.wrapped:
            args = value.node.args.args[1:] if value.receiver is not None else value.node.args.args
            with run.branch():
                follow_bound(run, value, {a.arg: UNKNOWN for a in args})


def _list_method(run: Run, function: Native, method: str, given: Arguments) -> Value:
    owner = function.receiver
    if not isinstance(owner, Items):
        return UNKNOWN
    values = [v for _, v in given.places]
    match method:
        case "append" if values:
            _append(run, owner, values[:1])
            return NOTHING
        case "extend" if values:
            added = elements(run, values[0])
            if added.items is not None:
                _append(run, owner, added.items)
            else:
                owner.element = added.element if owner.items == [] else join(owner.each(), added.element)
                owner.items = None
            return NOTHING
        case "insert" if len(values) == 2:
            owner.element = values[1] if owner.items == [] else join(owner.each(), values[1])
            owner.items = None
            return NOTHING
        case "copy":
            return Items(
                owner.kind, None if owner.items is None else list(owner.items), owner.element, run.context
            )
        case "pop":
            value = owner.each()
            owner.weaken()
            return value
        case "sort" | "reverse" | "remove" | "clear":
            owner.weaken()
            return NOTHING
        case "index" | "count":
            return Number()
        case _:
            return UNKNOWN


def _append(run: Run, owner: Items, values: list[Value]) -> None:
    if owner.home == run.context and owner.items is not None:
        owner.items.extend(values)
        return
    for value in values:
        known = owner.items != [] or owner.element is not UNKNOWN
        owner.element = join(owner.each(), value) if known else value
        owner.items = None


def _dict_method(function: Native, method: str) -> Value:
    owner = function.receiver
    if not isinstance(owner, Table):
        return UNKNOWN
    entries = owner.entries
    match method:
        case "items":
            if entries is not None:
                pairs: list[Value] = [
                    row(Text(k) if isinstance(k, str) else UNKNOWN, v) for k, v in entries.items()
                ]
                return iterator(pairs or None)
            return iterator(None, row(UNKNOWN, owner.element))
        case "values":
            return iterator(list(entries.values()) if entries else None, owner.element)
        case "keys":
            keys: list[Value] = [Text(k) if isinstance(k, str) else UNKNOWN for k in entries or ()]
            return iterator(keys or None)
        case "update" | "clear" | "setdefault" | "pop":
            owner.element, owner.entries = UNKNOWN, None
            return UNKNOWN
        case _:
            return UNKNOWN


def _array_method(function: Native, method: str) -> Value:
    if method in ("copy", "round", "clip") and function.receiver is not None:
        return function.receiver
    return UNKNOWN


def _number_function(name: str, given: Arguments) -> Value:
    if name == "random.choice" and given.places:
        value = given.places[0][1]
        return value.each() if isinstance(value, Items) else UNKNOWN
    if name in ("random.shuffle", "random.seed"):
        return NOTHING
    if name in ("random.sample", "random.choices") and given.places:
        value = given.places[0][1]
        return Items("list", None, value.each()) if isinstance(value, Items) else UNKNOWN
    if name.startswith("cmath"):
        return UNKNOWN
    return Number()


def _range(run: Run, given: Arguments) -> Value:
    del run
    values = [v.value if isinstance(v, Number) else None for _, v in given.places]
    if all(v is not None for v in values) and 1 <= len(values) <= 3:
        numbers = [int(v) for v in values if v is not None]
        if (len(numbers) == 3 and numbers[2] == 0) or any(abs(n) > _MOST for n in numbers):
            return iterator(None, Number())
        whole = range(*numbers)
        if len(whole) <= 60:
            return iterator([Number(float(i), True) for i in whole], home=ANYWHERE)
        # The value says how many there are; a loop counts its turns by it.
        return iterator(None, Number(float(len(whole)), True))
    return iterator(None, Number())


def _enumerate(run: Run, given: Arguments) -> Value:
    inner = elements(run, given.places[0][1]) if given.places else iterator(None)
    if inner.items is not None and inner.home in (run.context, ANYWHERE):
        pairs: list[Value] = [row(Number(), v) for v in inner.items]
        return iterator(pairs, home=run.context)
    return iterator(None, row(Number(), inner.each()))


def _zip(run: Run, given: Arguments) -> Value:
    if given.open_places:
        return iterator(None)
    parts = [elements(run, v) for _, v in given.places]
    lengths = {len(p.items) for p in parts if p.items is not None and p.home in (run.context, ANYWHERE, 0)}
    if parts and len(lengths) == 1 and all(p.items is not None for p in parts):
        rows: list[Value] = [row(*values) for values in zip(*(p.items or () for p in parts), strict=False)]
        return iterator(rows, home=run.context)
    return iterator(None, row(*(p.each() for p in parts)))


def _length(run: Run, given: Arguments) -> Value:
    value = given.places[0][1] if given.places else UNKNOWN
    if isinstance(value, Items) and value.items is not None and value.home == run.context:
        return Number(float(len(value.items)), True)
    if isinstance(value, Text) and value.value is not None:
        return Number(float(len(value.value)), True)
    return Number()


def _listed(run: Run, given: Arguments) -> Value:
    name = given.node.func.id if isinstance(given.node.func, ast.Name) else "list"
    kind = {"tuple": "tuple", "set": "set", "reversed": "iterator"}.get(name, "list")
    if not given.places:
        return Items(kind, [], home=run.context)
    value = elements(run, given.places[0][1])
    items = list(value.items) if value.items is not None and name not in ("set", "sorted") else None
    if items and name == "reversed":
        items.reverse()
    return Items(kind, items, value.each(), run.context)


def _integer(run: Run, given: Arguments) -> Value:
    del run
    value = given.places[0][1] if given.places else UNKNOWN
    if isinstance(value, Number) and value.value is not None:
        return Number(float(int(value.value)), True)
    return Number()


def _extreme(run: Run, given: Arguments) -> Value:
    return Number() if _all_numbers(run, [v for _, v in given.places]) else UNKNOWN


def _flag(run: Run, given: Arguments) -> Value:
    del run, given
    return Flag()


def _mapped(run: Run, given: Arguments) -> Value:
    del run
    if (
        given.places
        and isinstance(given.places[0][1], ClassRef)
        and not isinstance(given.places[0][1].cls, str)
    ):
        from knowledge.api.store import ManimClass

        cls = given.places[0][1].cls
        if isinstance(cls, ManimClass):
            return iterator(None, Instance(cls))
    return iterator(None)


def _printed(run: Run, given: Arguments) -> Value:
    del run, given
    return NOTHING


def _table(run: Run, given: Arguments) -> Value:
    if given.places or given.open_names:
        return Table(None)
    return Table({k: v for k, (_, v) in given.names.items()}, home=run.context)


_BUILTINS: dict[str, Callable[[Run, Arguments], Value]] = {
    "range": _range,
    "enumerate": _enumerate,
    "zip": _zip,
    "len": _length,
    "list": _listed,
    "tuple": _listed,
    "set": _listed,
    "sorted": _listed,
    "reversed": _listed,
    "int": _integer,
    "min": _extreme,
    "max": _extreme,
    "isinstance": _flag,
    "hasattr": _flag,
    "callable": _flag,
    "any": _flag,
    "all": _flag,
    "bool": _flag,
    "map": _mapped,
    "print": _printed,
    "dict": _table,
}
