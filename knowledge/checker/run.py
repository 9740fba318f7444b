"""One check of one source: what is known so far, where we are, and what was found."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from knowledge.api.store import Api
from knowledge.checker.finding import Finding, Replacement, Severity, replacement_at
from knowledge.checker.rules import RULES
from knowledge.checker.scope import Scope
from knowledge.checker.values import UNKNOWN, Value

__all__ = ["FormulaCheck", "OutOfSteps", "Run"]

FormulaCheck = Callable[[str], "str | None"]
"""Takes a formula as the math engine will see it, returns what the engine says against it."""

Evaluate = Callable[["Run", ast.expr, Scope], Value]

_MAX_STEPS = 60_000
_MAX_CALLS = 24


_ARGUMENTS = (
    "not-a-mobject",
    "not-a-vmobject",
    "not-an-animation",
    "no-duration",
    "unknown-color",
    "flat-point",
)
"""What is wrong with an argument, said more exactly than ``wrong-kind`` does: one mistake, one finding."""


class OutOfSteps(Exception):
    """The source is too long to follow to its end; what was found until here counts."""


@dataclass(slots=True)
class Run:
    """The state of a check. ``context`` numbers the branch or loop body that is being followed."""

    api: Api
    source: str
    handlers: dict[type[ast.expr], Evaluate]
    assets: Collection[str]
    formula_check: FormulaCheck | None
    assigned: set[str] = field(default_factory=set[str])
    """Attribute names that the source sets somewhere, on whatever object."""
    findings: dict[tuple[str, int, int], Finding] = field(default_factory=dict[tuple[str, int, int], Finding])
    context: int = 0
    guarded: int = 0
    """How many ``try`` blocks would catch what happens here."""
    doubted: int = 0
    """Whether this code may never run: what is found is a warning."""
    not_imported: set[str] = field(default_factory=set[str])
    """Names whose missing import was reported."""
    other_scenes: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Classes of scenes of which it was said that only they have some member."""
    unclear_names: bool = False
    """A star import of an unknown module: any name may exist."""
    repeat: float = 1.0
    """How often the current statement runs, as far as loops over known numbers tell."""
    plays: float = 0.0
    calls: list[ast.AST] = field(default_factory=list[ast.AST])
    """Functions of the source that are being followed, outermost first."""
    followed: dict[ast.AST, int] = field(default_factory=dict[ast.AST, int])
    loop: ast.stmt | None = None
    _steps: int = 0
    _contexts: int = 0

    def value(self, node: ast.expr, scope: Scope) -> Value:
        """Evaluate an expression; whatever is wrong inside it is reported."""
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise OutOfSteps
        handler = self.handlers.get(type(node))
        return UNKNOWN if handler is None else handler(self, node, scope)

    def report(
        self,
        rule: str,
        node: ast.AST,
        message: str,
        fix: str = "",
        *,
        replace: tuple[ast.AST, str] | None = None,
        change: Replacement | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Note a finding at ``node``; the first one of a rule at a place stays.

        ``replace`` is what to write for which node, ``change`` an exact change elsewhere.
        """
        if self.guarded:
            return
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        key = (rule, line, column)
        level = severity or RULES[rule].severity
        if self.doubted:
            level = "warning"
        known = self.findings.get(key)
        if known is not None and (known.severity == "error" or level == "warning"):
            return
        if rule == "wrong-kind" and any((other, line, column) in self.findings for other in _ARGUMENTS):
            return
        if rule in _ARGUMENTS:
            self.findings.pop(("wrong-kind", line, column), None)
        if replace is not None:
            change = replacement_at(self.source, replace[0], replace[1])
        end_line = getattr(node, "end_lineno", None) or line
        end_column = getattr(node, "end_col_offset", None) or column
        self.findings[key] = Finding(
            rule, level, line, column + 1, end_line, end_column + 1, message, fix, change
        )

    @contextmanager
    def branch(self) -> Generator[None]:
        """Follow code that may or may not run, or may run often."""
        before = self.context
        self._contexts += 1
        self.context = self._contexts
        try:
            yield
        finally:
            self.context = before

    @contextmanager
    def guard(self, active: bool = True) -> Generator[None]:
        """Follow code whose errors are caught."""
        self.guarded += active
        try:
            yield
        finally:
            self.guarded -= active

    @contextmanager
    def doubt(self, active: bool = True) -> Generator[None]:
        """Follow code that perhaps never runs."""
        self.doubted += active
        try:
            yield
        finally:
            self.doubted -= active

    def may_follow(self, node: ast.AST) -> bool:
        """Whether a function of the source should be followed once more."""
        return node not in self.calls and len(self.calls) < 12 and self.followed.get(node, 0) < _MAX_CALLS
