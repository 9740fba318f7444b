"""The audit of dependencies: what it makes of what pip-audit and npm say."""

from __future__ import annotations

import importlib.util
import sys

from .conftest import ROOT

spec = importlib.util.spec_from_file_location("release_audit", ROOT / "release" / "audit.py")
assert spec
assert spec.loader
audit = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = audit
spec.loader.exec_module(audit)


def test_a_vulnerable_package_is_named_with_its_mend():
    vulnerable = {"id": "GHSA-1", "fix_versions": ["2.0"], "aliases": []}
    told = {"dependencies": [
        {"name": "old", "version": "1.0", "vulns": [vulnerable]},
        {"name": "new", "version": "1.0", "vulns": []},
    ]}  # fmt: skip

    found = audit.read_pip("dev.txt", told)

    assert (found.asked, found.silent, found.known) == (2, 0, ["old 1.0: GHSA-1, mended in 2.0"])


def test_what_no_registry_knew_is_said_not_passed_over():
    python = audit.read_pip("dev.txt", {"dependencies": [{"name": "a", "skip_reason": "not found: a (1.0)"}]})
    npm = audit.read_npm("player", {"message": "405 Method Not Allowed"}, packages=66)

    assert python.line() == "dev.txt: 0 known vulnerabilities in 0 packages; 1 NOT AUDITED (not found)"
    assert "66 NOT AUDITED (405 Method Not Allowed)" in npm.line()


def test_npm_s_findings_are_taken():
    told = {"vulnerabilities": {"ws": {"range": "<8", "severity": "high", "fixAvailable": True}}}

    found = audit.read_npm("player", told, packages=66)

    assert (found.asked, found.known) == (66, ["ws <8: high"])
