"""
---
id: boolean-truth-table
title: Truth table filled in row by row
topic: code
tags: [truth table, logic, boolean, and or not, true and false, propositional logic]
asks:
  - truth table for and
  - logic table with true and false
  - boolean operators
  - fill a logic table step by step
  - all combinations of true and false inputs
  - "and, or, not as a table"
teaches: A Table of Text cells whose result column is revealed row by row.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TruthTable(Scene):
    def construct(self):
        rows = [[a, b, a and b] for a in (1, 0) for b in (1, 0)]
        table = Table(
            [["✓" if v else "✗" for v in row] for row in rows],
            col_labels=[Text("A"), Text("B"), Text("A and B")],
            line_config={"stroke_width": 2, "color": GREY},
        ).scale(0.75)
        results = VGroup(*[table.get_entries((r, 3)) for r in range(2, 6)])
        for (_, _, value), cell in zip(rows, results):
            cell.set_color(GREEN if value else RED).set_opacity(0)
        self.play(Create(table.get_vertical_lines()), Create(table.get_horizontal_lines()), FadeIn(table.elements))
        for cell in results:
            self.play(cell.animate.set_opacity(1), run_time=0.5)
        self.wait()
