from pathlib import Path

from knowledge.checker import check, to_sarif, to_text
from knowledge.checker.docs import page

SOURCE = "from manim import *\nclass A(Scene):\n    def construct(self):\n        self.play(ShowCreation(Circle()))\n"


def test_text_gives_place_rule_and_fix_on_one_line():
    first, last = to_text(check(SOURCE), "a.py").splitlines()
    assert first.startswith("a.py:4:19: error unknown-name: ")
    assert "Use Create." in first
    assert last == "a.py: 1 errors, 0 warnings"


def test_sarif_names_the_rule_and_the_region():
    log = to_sarif({"a.py": check(SOURCE)})
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "unknown-name"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 4


def test_the_page_of_rules_is_up_to_date():
    assert (Path(__file__).parents[3] / "docs" / "checker-rules.md").read_text() == page()
