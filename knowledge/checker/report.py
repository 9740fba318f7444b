"""Findings for people, and for editors and CI (SARIF 2.1.0)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from knowledge.checker.finding import Finding
from knowledge.checker.rules import RULES
from proofreel import __version__

__all__ = ["to_sarif", "to_text"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_text(findings: Sequence[Finding], path: str) -> str:
    """One line a finding, ``file:line:column: severity rule: message fix``, and a last line that counts."""
    lines = [
        f"{path}:{f.line}:{f.column}: {f.severity} {f.rule}: {f.message} {f.fix}".rstrip() for f in findings
    ]
    errors = sum(f.severity == "error" for f in findings)
    lines.append(f"{path}: {errors} errors, {len(findings) - errors} warnings")
    return "\n".join(lines)


def to_sarif(findings: Mapping[str, Sequence[Finding]]) -> dict[str, Any]:
    """Return a SARIF log of the findings of each path."""
    used = sorted({f.rule for each in findings.values() for f in each})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "proofreel",
                        "version": __version__,
                        "rules": [_rule(name) for name in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(path, f, used) for path, each in findings.items() for f in each],
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    rule = RULES.get(name)
    if rule is None:  # found by running the scene, or in the lesson
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(path: str, finding: Finding, rules: list[str]) -> dict[str, Any]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.severity,
        "message": {"text": f"{finding.message} {finding.fix}".strip()},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": region}}],
    }
