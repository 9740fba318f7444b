"""What calls of numpy's functions give: the shapes of points, mostly."""

from __future__ import annotations

from knowledge.checker.arguments import Arguments
from knowledge.checker.values import UNKNOWN, Array, Items, Number, Value, iterator

__all__ = ["numpy_call"]

_ELEMENTWISE = {
    "sin",
    "cos",
    "tan",
    "exp",
    "sqrt",
    "log",
    "abs",
    "arctan",
    "deg2rad",
    "radians",
    "log2",
    "log10",
}


def numpy_call(method: str, values: list[Value], given: Arguments) -> Value:
    """Return what ``np.method(...)`` gives."""
    first = values[0] if values else UNKNOWN
    if method in ("array", "asarray", "float64"):
        return _array_of(first)
    if method in ("zeros", "ones", "empty", "full"):
        if isinstance(first, Number) and first.value is not None:
            return Array((int(first.value),))
        return Array()
    if method in _ELEMENTWISE:
        return Number() if isinstance(first, Number) else first if isinstance(first, Array) else UNKNOWN
    if method == "linspace" or method == "arange":
        count = next(
            (v for n, (_, v) in given.names.items() if n == "num"), values[2] if len(values) > 2 else None
        )
        size = int(count.value) if isinstance(count, Number) and count.value is not None else None
        if method == "linspace" and size is not None and size <= 60:
            return iterator(_numbers(size), Number())
        return iterator(None, Number())
    return UNKNOWN


def _numbers(count: int) -> list[Value]:
    return [Number() for _ in range(count)]


def _array_of(value: Value) -> Value:
    if isinstance(value, Array):
        return value
    if isinstance(value, Items) and value.items is not None:
        if all(isinstance(i, Number) for i in value.items):
            return Array((len(value.items),))
        return Array()
    return UNKNOWN
