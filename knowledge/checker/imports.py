"""What a scene may import, and what the imported names are."""

from __future__ import annotations

import ast

from knowledge.api.names import nearest
from knowledge.api.store import load_renames
from knowledge.checker.known import INSTALLED, api_value, module_member
from knowledge.checker.run import Run
from knowledge.checker.scope import Scope
from knowledge.checker.values import UNKNOWN, ModuleRef

__all__ = ["import_from", "import_module"]

_MISSING = {
    "manimlib": "Write: from manim import *. This is Manim Community, not ManimGL.",
    "manimgl": "Write: from manim import *. This is Manim Community, not ManimGL.",
    "big_ol_pile_of_manim_imports": "Write: from manim import *.",
    "manim_imports_ext": "Write: from manim import *. This is Manim Community, not ManimGL.",
    "manim_voiceover": "Narrate with self.say(...) of lessonkit: from lessonkit import *.",
    "manim_slides": "Use Scene and self.wait(); a video has no slides.",
    "sympy": "Compute the values yourself, or with numpy.",
    "pandas": "Write the data into the scene.",
    "matplotlib": "Draw it with Axes, BarChart and Table.",
    "sklearn": "Compute it with numpy or scipy.",
    "cv2": "Use ImageMobject, or draw it.",
}

_RISKY = frozenset(
    (
        "subprocess",
        "socket",
        "urllib",
        "http",
        "ftplib",
        "smtplib",
        "ctypes",
        "multiprocessing",
        "asyncio",
        "shutil",
    )
)
_NEEDLESS = frozenset(("os", "sys", "pathlib", "glob", "tempfile"))


def import_module(run: Run, node: ast.Import, scope: Scope) -> None:
    """Follow ``import a.b as c``."""
    for alias in node.names:
        _check(run, node, alias.name)
        known = alias.name.split(".")[0] in INSTALLED
        name = alias.asname or alias.name.split(".")[0]
        module = alias.name if alias.asname else alias.name.split(".")[0]
        scope.assign(name, ModuleRef(module) if known else UNKNOWN)
        if known and alias.name.startswith("manim.") and alias.name not in run.api.modules:
            run.report(
                "unknown-import", node, f"There is no module {alias.name}.", "Write: from manim import *."
            )


def import_from(run: Run, node: ast.ImportFrom, scope: Scope) -> None:
    """Follow ``from a import b, c``."""
    module = node.module or ""
    if node.level:
        run.report("missing-module", node, "A scene stands alone: nothing is beside it to import from.",
                   "Put the code into the scene.")  # fmt: skip
        _unknown(run, node, scope)
        return
    if not _check(run, node, module):
        _unknown(run, node, scope)
        return
    if module.startswith("manim.") and module not in run.api.modules and "opengl" not in module:
        run.report("unknown-import", node, f"There is no module {module}.", "Write: from manim import *.")
        _unknown(run, node, scope)
        return
    for alias in node.names:
        if alias.name == "*":
            _star(run, module, scope)
            continue
        value = module_member(run.api, module, alias.name)
        if value is None:
            _report(run, node, module, alias.name)
        scope.assign(alias.asname or alias.name, UNKNOWN if value is None else value)


def _star(run: Run, module: str, scope: Scope) -> None:
    names = run.api.names if module == "manim" else run.api.modules.get(module)
    if names is None:
        run.unclear_names = run.unclear_names or module not in ("math", "random", "typing")
        if module in ("math", "random"):
            import importlib

            for name in dir(importlib.import_module(module)):
                scope.names.setdefault(name, UNKNOWN)
        return
    if module != "manim":
        # The table leaves out what manim's own namespace has too.
        for name in names:
            scope.names.setdefault(name, UNKNOWN)
        names = run.api.names
    for name in names:
        value = api_value(run.api, name)
        if value is not None:
            scope.names[name] = value


def _unknown(run: Run, node: ast.ImportFrom, scope: Scope) -> None:
    for alias in node.names:
        if alias.name == "*":
            run.unclear_names = True
        else:
            scope.assign(alias.asname or alias.name, UNKNOWN)


def _check(run: Run, node: ast.AST, module: str) -> bool:
    """Report a module that isn't there; whether it is."""
    top = module.split(".", maxsplit=1)[0]
    if top not in INSTALLED:
        fix = _MISSING.get(top, "Do without it: manim, numpy, scipy and Python's own modules are there.")
        run.report("missing-module", node, f"The module {top} isn't there where the scene runs.", fix)
        return False
    if top in _RISKY:
        run.report("forbidden-use", node, f"A scene has no use for {top}: no network, no processes.",
                   "Remove it.", severity="warning")  # fmt: skip
    elif top in _NEEDLESS:
        run.report("file-access", node, f"A scene has no use for {top}.", "Remove it if nothing needs it.")
    return True


def _report(run: Run, node: ast.AST, module: str, name: str) -> None:
    rename = load_renames().get(name)
    names = run.api.names if module.startswith("manim") else run.api.outside.get(module, frozenset())
    close = nearest(name, names, cutoff=0.7)
    fix = f"Use {rename}." if rename else f"Closest: {', '.join(close)}." if close else "Remove it."
    run.report("unknown-import", node, f"{module} has no {name}.", fix)
