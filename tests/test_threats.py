"""The threat model names a test for every threat, and each of them exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "threat-model.md").read_text()
NAMED = re.findall(r"`((?:tests|convex)/[^`]+?)::([^`]+)`", PAGE)


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_named_test_exists(file, name):
    text = (ROOT / file).read_text()

    if file.endswith(".ts"):
        assert f'test("{name}"' in text
    else:
        assert re.search(rf"^ *(async )?def {name}\(", text, re.MULTILINE)


def test_every_threat_has_a_test():
    tables = re.findall(r"\| threat \| defence \| held by \|\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE)
    rows = [row for table in tables for row in table.splitlines()]

    assert len(rows) > 25
    for row in rows:
        assert "::" in row.split("|")[3], row


def test_the_sandbox_s_own_model_names_files_that_exist():
    text = (ROOT / "render_sandbox" / "THREATS.md").read_text()
    hostile = ROOT / "tests" / "render_sandbox" / "hostile"

    for row in re.findall(r"^\|.*\|$", text, re.MULTILINE):
        for name in re.findall(r"`((?:\.\./)?test_\w+)(?:\.py)?(?:::\w+)?`", row):
            assert (hostile / f"{name}.py").is_file(), name
