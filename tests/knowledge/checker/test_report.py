from pathlib import Path

from knowledge.checker import Finding, Replacement, check, to_sarif, to_text
from knowledge.checker.docs import page
from proofreel import __version__

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


HERE = Finding("latex", "error", 3, 5, 4, 9, "This is wrong.", "Mend it.", Replacement("a", "b"))
THERE = Finding("layout", "warning", 1, 2, 1, 3, "This is seen.")


def test_text_has_a_line_for_each_finding_and_counts_them():
    assert to_text([HERE, THERE, HERE], "x.py") == (
        "x.py:3:5: error latex: This is wrong. Mend it.\n"
        "x.py:1:2: warning layout: This is seen.\n"
        "x.py:3:5: error latex: This is wrong. Mend it.\n"
        "x.py: 2 errors, 1 warnings"
    )


def test_sarif_is_whole():
    log = to_sarif({"a b.py": [HERE, THERE], "c.py": [HERE]})

    def result(path: str, rule: str, index: int, level: str, text: str, *region: int) -> dict[str, object]:
        names = ("startLine", "startColumn", "endLine", "endColumn")
        place = {"artifactLocation": {"uri": path}, "region": dict(zip(names, region, strict=True))}
        return {
            "ruleId": rule,
            "ruleIndex": index,
            "level": level,
            "message": {"text": text},
            "locations": [{"physicalLocation": place}],
        }

    known = {
        "id": "latex",
        "shortDescription": {"text": "The formula can't be set."},
        "defaultConfiguration": {"level": "error"},
    }
    driver = {"name": "proofreel", "version": __version__, "rules": [known, {"id": "layout"}]}
    assert log == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [
                    result("a%20b.py", "latex", 0, "error", "This is wrong. Mend it.", 3, 5, 4, 9),
                    result("a%20b.py", "layout", 1, "warning", "This is seen.", 1, 2, 1, 3),
                    result("c.py", "latex", 0, "error", "This is wrong. Mend it.", 3, 5, 4, 9),
                ],
            }
        ],
    }


def test_a_finding_is_json():
    found = {"rule": "latex", "severity": "error", "line": 3, "column": 5, "endLine": 4, "endColumn": 9}
    words = {"message": "This is wrong.", "fix": "Mend it.", "replacement": {"old": "a", "new": "b"}}
    assert HERE.as_dict() == found | words
    assert THERE.as_dict()["replacement"] is None


def test_the_page_of_rules_is_up_to_date():
    assert (Path(__file__).parents[3] / "docs" / "checker-rules.md").read_text() == page()
