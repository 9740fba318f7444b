"""The formulas of plots: a small, closed arithmetic language that becomes a Python lambda.

Lesson files and plans come from anybody, so a curve is never pasted into a scene: it is parsed, every
node is checked against a list, and the code is written anew from the tree.
"""

from __future__ import annotations

import ast
import re

from proofreel.parsing import parse_python

__all__ = ["FUNCTIONS", "to_python"]

FUNCTIONS = {
    "abs": "np.abs",
    "acos": "np.arccos",
    "asin": "np.arcsin",
    "atan": "np.arctan",
    "ceil": "np.ceil",
    "cos": "np.cos",
    "cosh": "np.cosh",
    "exp": "np.exp",
    "floor": "np.floor",
    "ln": "np.log",
    "log": "np.log",
    "log10": "np.log10",
    "log2": "np.log2",
    "max": "np.maximum",
    "min": "np.minimum",
    "sign": "np.sign",
    "sin": "np.sin",
    "sinh": "np.sinh",
    "sqrt": "np.sqrt",
    "tan": "np.tan",
    "tanh": "np.tanh",
}
"""What a curve may call, and what it becomes."""

_CONSTANTS = {"pi": "np.pi", "e": "np.e", "tau": "(2 * np.pi)"}
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: " + ",
    ast.Sub: " - ",
    ast.Mult: " * ",
    ast.Div: " / ",
    ast.Mod: " % ",
    ast.Pow: "**",
}
_SIGNS: dict[type[ast.AST], str] = {ast.UAdd: "+", ast.USub: "-"}
_LONGEST = 200


def to_python(expression: str, variable: str = "x") -> str:
    """Python source for an expression such as ``sin(x)^2 / 2``, over numpy as ``np``.

    Raises ValueError with a sentence about what would be right.
    """
    if len(expression) > _LONGEST:
        raise ValueError(f"A curve may have at most {_LONGEST} characters.")
    try:
        tree = parse_python(expression.strip().replace("^", "**"), "eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        if implicit := re.search(r"(?<![\w.])(\d+(?:\.\d+)?)\s*([A-Za-z(])|(\))\s*(?=[\w(])", expression):
            raise ValueError(
                f"{expression!r} can't be read. Write multiplication out: "
                f"{implicit[1] or ')'}*{implicit[2] or '…'} instead of {implicit[0].strip()}."
            ) from None
        raise ValueError(
            f"{expression!r} can't be read. Write it like x^2 - 3*x + 1 or sin(x)/x, over {variable}."
        ) from None
    return _write(tree.body, variable, parent=0)


def _write(node: ast.expr, variable: str, parent: int) -> str:
    """Source of a checked node; ``parent`` is the binding strength around it."""
    match node:
        case ast.Constant(value=bool() | complex()):
            raise ValueError("Only numbers can stand in a curve.")
        case ast.Constant(value=int() | float() as number):
            return repr(number)
        case ast.Name(id=name):
            return _name(name, variable)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _SIGNS:
            return _bracket(f"{_SIGNS[type(op)]}{_write(operand, variable, 3)}", 3, parent)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            strength = {" + ": 1, " - ": 1, "**": 4}.get(_OPERATORS[type(op)], 2)
            right_first = isinstance(op, ast.Pow)
            sides = (
                _write(left, variable, strength + right_first),
                _write(right, variable, strength + (not right_first)),
            )
            return _bracket(_OPERATORS[type(op)].join(sides), strength, parent)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _call(name, arguments, variable)
        case _:
            raise ValueError(
                "A curve is made of numbers, x, + - * / ^, brackets and functions such as sin(x)."
            )


def _bracket(source: str, strength: int, parent: int) -> str:
    return f"({source})" if strength < parent else source


def _name(name: str, variable: str) -> str:
    if name == variable:
        return name
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name in FUNCTIONS:
        raise ValueError(f"{name} needs brackets: {name}({variable}).")
    raise ValueError(f"{name!r} is not known in a curve. Known are {variable}, {', '.join(_CONSTANTS)}.")


def _call(name: str, arguments: list[ast.expr], variable: str) -> str:
    if name not in FUNCTIONS:
        if name == variable or name in _CONSTANTS:
            raise ValueError(f"Write multiplication out: {name}*(…) instead of {name}(…).")
        raise ValueError(f"There is no function {name!r}. There are {', '.join(sorted(FUNCTIONS))}.")
    wanted = 2 if name in {"max", "min"} else 1
    if len(arguments) != wanted:
        raise ValueError(f"{name} takes {wanted} value{'s' if wanted > 1 else ''}, not {len(arguments)}.")
    return f"{FUNCTIONS[name]}({', '.join(_write(argument, variable, 0) for argument in arguments)})"
