"""Names that nothing defines: what was probably meant."""

from __future__ import annotations

import ast
import re

from knowledge.api.names import nearest
from knowledge.api.store import load_renames
from knowledge.checker.classes import UserClass, line_of
from knowledge.checker.finding import Replacement
from knowledge.checker.run import Run
from knowledge.checker.scope import Scope
from knowledge.checker.values import Instance

__all__ = ["report_unknown_name"]

_MODULES = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "math": "import math",
    "random": "import random",
    "itertools": "import itertools",
    "os": "import os",
    "sys": "import sys",
    "time": "import time",
    "string": "import string",
    "functools": "import functools",
    "sp": "import scipy as sp",
    "nx": "import networkx as nx",
    "deque": "from collections import deque",
    "defaultdict": "from collections import defaultdict",
    "Counter": "from collections import Counter",
    "partial": "from functools import partial",
    "dataclass": "from dataclasses import dataclass",
    "sqrt": "from math import sqrt",
    "pi": "from math import pi",
    "sin": "from numpy import sin",
    "cos": "from numpy import cos",
    "exp": "from numpy import exp",
    "log": "from numpy import log",
    "ThreeDScene": "from manim import ThreeDScene",
}

_IMPORT = re.compile(r"^from manim import \*[^\n]*$", re.MULTILINE)


def report_unknown_name(run: Run, node: ast.Name, scope: Scope) -> None:
    """Say that nothing defines a name, and what was probably meant."""
    name = node.id
    message = f"The name {name} isn't defined."
    if scope.class_around(name) is not None:
        _report_class_name(run, node, scope)
        return
    renames = load_renames()
    if name in renames:
        new = renames[name]
        sure = new.replace(".", "").replace("_", "").isalnum() and " " not in new
        run.report(
            "unknown-name", node, f"manim {run.api.version} has no {name}.", f"Use {new}.",
            replace=(node, new) if sure else None,
        )  # fmt: skip
        return
    if name in run.api.names:
        _report_import(run, node, f"from manim import {name}")
        return
    if name in run.api.rate_functions:
        new = f"rate_functions.{name}"
        run.report("unknown-name", node, message, f"Write {new}.", replace=(node, new))
        return
    if name in _MODULES:
        _report_import(run, node, _MODULES[name])
        return
    close = nearest(name, _candidates(run, name, scope), cutoff=0.72)
    fix = f"Closest: {', '.join(close)}." if close else "Define it before this line, or remove it."
    sure = bool(close) and close[0].replace("_", "").lower() == name.replace("_", "").lower()
    run.report("unknown-name", node, message, fix, replace=(node, close[0]) if sure else None)


def _report_import(run: Run, node: ast.Name, line: str) -> None:
    """Say once for each name what has to be imported: one line mends all of its uses."""
    if node.id in run.not_imported:
        return
    run.not_imported.add(node.id)
    run.report("unknown-name", node, f"The name {node.id} isn't defined.", f"Add the line: {line}.",
               change=_added_line(run.source, line))  # fmt: skip


def _added_line(source: str, line: str) -> Replacement | None:
    """Return the exact change that puts an import below that of manim."""
    found = _IMPORT.findall(source)
    if len(found) != 1 or source.count(found[0]) != 1:
        return None
    return Replacement(found[0], f"{found[0]}\n{line}")


def _report_class_name(run: Run, node: ast.Name, scope: Scope) -> None:
    """Say that a name of the class body has to be asked of ``self``."""
    name, made = node.id, scope.find("self")
    fix, new = f"Define {name} outside of the class, or use it in a method as self.{name}.", ""
    if isinstance(made, Instance) and any(
        isinstance(c, UserClass) and name in c.names for c in line_of(made.cls)
    ):
        new = f"self.{name}"
        fix = f"Write {new}."
    run.report(
        "unknown-name", node, f"The name {name} of the class body isn't seen from here.", fix,
        replace=(node, new) if new else None,
    )  # fmt: skip


def _candidates(run: Run, name: str, scope: Scope) -> set[str]:
    found = {n for n in run.api.names if n.isupper()} if name.isupper() else set(run.api.names)
    inner: Scope | None = scope
    while inner is not None:
        if not inner.is_class:
            found.update(inner.names)
        inner = inner.parent
    return found
