"""Writes latex_facts.json: what LaTeX makes of formulas.txt, part by part.

Run it where latex, dvisvgm, physics, mhchem and cancel are installed::

    .venv/bin/python tests/render_sandbox/math/latex_facts.py

A fact is, for each part of a MathTex: its number of glyphs and its box (left, bottom, right, top) in
scene units, the whole formula centred.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
HEADING = re.compile(r"## ([^\[]*)(?:\[(.*)\])?")


def formulas():
    """(line, parts, packages) of each formula in formulas.txt."""
    packages: list[str] = []
    for line in (HERE / "formulas.txt").read_text(encoding="utf-8").splitlines():
        if found := HEADING.match(line):
            packages = [name.strip() for name in (found[2] or "").split(",") if name.strip()]
        elif line and not line.startswith("#"):
            yield line, [part.strip() for part in line.split("¦")], packages


def template(packages):
    """manim's default template and the packages."""
    from manim import TexTemplate

    made = TexTemplate()
    for name in packages:
        option = "[version=4]" if name == "mhchem" else ""
        made.add_to_preamble(rf"\usepackage{option}{{{name}}}")
    return made


def measure(parts, packages):
    """The facts of one formula with the engine that is installed in manim."""
    from manim import MathTex

    formula = MathTex(*parts, tex_template=template(packages)).center()
    return [_part(part) for part in formula.submobjects]


def _part(part):
    if not part.family_members_with_points():
        return [0]
    left, bottom = part.get_corner([-1, -1, 0])[:2]
    right, top = part.get_corner([1, 1, 0])[:2]
    count = len(part.family_members_with_points())
    return [count, *(round(float(value), 3) for value in (left, bottom, right, top))]


def main() -> None:
    import manim

    manim.config.verbosity = "CRITICAL"
    facts = {}
    with tempfile.TemporaryDirectory() as folder:
        manim.config.media_dir = folder
        for line, parts, packages in formulas():
            try:
                facts[line] = measure(parts, packages)
            except ValueError as error:
                facts[line] = None
                print(f"LaTeX failed: {line}: {error}", file=sys.stderr)
    rows = ",\n".join(
        f"{json.dumps(line, ensure_ascii=False)}: {json.dumps(fact)}" for line, fact in facts.items()
    )
    (HERE / "latex_facts.json").write_text("{\n" + rows + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
