"""The way of a check: parse, follow the module, follow each scene, then what no scene calls."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection

from knowledge.api.store import PINNED, load_api
from knowledge.checker.classes import UserClass, is_a
from knowledge.checker.expressions import HANDLERS
from knowledge.checker.finding import Finding
from knowledge.checker.follow import follow
from knowledge.checker.latex import check_block_formulas
from knowledge.checker.run import FormulaCheck, OutOfSteps, Run
from knowledge.checker.scope import Scope, assigned_names, statements, targets
from knowledge.checker.statements import execute
from knowledge.checker.values import ClassRef, Function, Instance
from proofreel.parsing import parse_python

__all__ = ["check"]


def check(
    source: str,
    *,
    assets: Collection[str] = (),
    formula_check: FormulaCheck | None = None,
    version: str = PINNED,
) -> list[Finding]:
    """Check a scene's source without running it; findings in the order of their places.

    ``assets`` are the names of the files that will be there; ``formula_check`` asks the real math
    engine about each literal formula. Raises ``ReferenceMissing`` for an unknown version of manim.
    """
    run = Run(load_api(version), source, HANDLERS, assets, formula_check)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parse_python(source)
    except (SyntaxError, ValueError) as error:
        return [_syntax(error)]
    run.assigned = _assigned_attributes(source, tree)
    check_block_formulas(run, tree)
    scope = Scope({}, local=assigned_names(tree.body))
    try:
        execute(run, tree.body, scope)
        _scenes(run, tree, scope)
        _unused(run, scope)
    except (OutOfSteps, RecursionError):
        pass
    return sorted(run.findings.values(), key=lambda f: (f.line, f.column, f.rule))


def _syntax(error: SyntaxError | ValueError) -> Finding:
    line = getattr(error, "lineno", None) or 1
    column = getattr(error, "offset", None) or 1
    message = getattr(error, "msg", None) or str(error)
    fix = "Correct the syntax."
    text = getattr(error, "text", None) or ""
    if text.lstrip().startswith("```"):
        fix = "Remove the Markdown fence: send the code alone."
    return Finding("syntax", "error", line, column, line, column + 1, f"Syntax error: {message}.", fix)


_NAMED = re.compile(r"\b(?:set|has|get|del)attr\(\s*[^,()]+,\s*[\"'](\w+)[\"']")
_SET = re.compile(r"\.set\(([^()]*)\)")


def _assigned_attributes(source: str, tree: ast.Module) -> set[str]:
    found = set(_NAMED.findall(source))
    for words in _SET.findall(source):
        found.update(re.findall(r"(\w+)\s*=", words))
    for node in statements(tree.body, inside=True):
        for target in targets(node):
            if isinstance(target, ast.Attribute):
                found.add(target.attr)
            elif not isinstance(target, ast.Name):
                found.update(n.attr for n in ast.walk(target) if isinstance(n, ast.Attribute))
    return found


def _scenes(run: Run, tree: ast.Module, scope: Scope) -> None:
    scenes: list[UserClass] = []
    for value in scope.names.values():
        if isinstance(value, ClassRef) and isinstance(value.cls, UserClass):
            cls = value.cls
            if is_a(cls, "Scene") or (cls.opaque and "construct" in cls.names):
                scenes.append(cls)
    inner = {id(b) for s in scenes for b in s.bases}
    final = [s for s in scenes if id(s) not in inner and s.node in tree.body]
    if not scenes and not run.unclear_names:
        place = tree.body[0] if tree.body else ast.Pass(lineno=1, col_offset=0)
        run.report("no-scene", place, "There is no Scene class to render.", _scene_fix(run))
    shown = [s for s in final if is_a(s, "Scene")]
    if len(shown) > 1:
        names = ", ".join(s.name for s in shown)
        run.report(
            "several-scenes", shown[1].node, f"There are several scenes: {names}.", "Name the one to render."
        )
    for cls in final or scenes:
        _scene(run, cls)


def _scene_fix(run: Run) -> str:
    if re.search(r"def construct\(", run.source):
        return "Derive the class from Scene: class Name(Scene)."
    return "Write: class Name(Scene) with a method construct(self)."


def _scene(run: Run, cls: UserClass) -> None:
    made = Instance(cls, attributes={})
    methods = {n: m for c in _own_line(cls) for n, m in reversed(c.names.items())}
    if "construct" not in methods and is_a(cls, "Scene"):
        run.report(
            "no-construct", cls.node, f"{cls.name} has no construct method.", "Add def construct(self)."
        )
    from knowledge.checker.calls import follow_bound

    run.plays = 0.0
    for name in ("__init__", "setup", "construct", "tear_down"):
        method = methods.get(name)
        if isinstance(method, Function):
            function = Function(method.node, method.scope, made, method.owner or cls)
            run.followed.pop(method.node, None)
            follow_bound(run, function, {})


def _own_line(cls: UserClass) -> list[UserClass]:
    """Return the classes of the source from the farthest base to the class itself."""
    found: list[UserClass] = []
    for base in cls.bases:
        if isinstance(base, UserClass):
            found.extend(_own_line(base))
    return [*found, cls]


def _unused(run: Run, scope: Scope) -> None:
    """Follow what nothing called, with unknown arguments; what is found there is a warning."""
    with run.doubt(), run.branch():
        for value in list(scope.names.values()):
            if isinstance(value, Function) and value.node not in run.followed:
                follow(run, value, {})
            elif isinstance(value, ClassRef) and isinstance(value.cls, UserClass):
                _unused_methods(run, value.cls)


def _unused_methods(run: Run, cls: UserClass) -> None:
    from knowledge.checker.calls import follow_bound

    made = Instance(cls, exact=False, attributes={})
    for method in cls.names.values():
        if isinstance(method, Function) and method.node not in run.followed and method.owner is cls:
            args = method.node.args.args
            if args and args[0].arg == "self":
                follow_bound(run, Function(method.node, method.scope, made, cls), {})
