"""
---
id: table-with-highlighted-cell
title: Table with a highlighted row and cell
topic: charts
tags: [table, highlight, cell, row, spreadsheet, data table, pick out a row]
asks:
  - table with data
  - highlight a cell in a table
  - show rows and columns of values
  - comparison table
  - spreadsheet with one value marked
  - rows and columns with header
teaches: "Table of strings, row and column labels, and a frame around the cell that matters."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class DataTable(Scene):
    def construct(self):
        table = Table(
            [["90", "12"], ["65", "30"], ["40", "55"]],
            row_labels=[Text(n) for n in ("train", "bus", "car")],
            col_labels=[Text("speed"), Text("cost")],
            line_config={"stroke_width": 2, "color": GREY},
        ).scale(0.8)
        self.play(Create(table.get_horizontal_lines()), Create(table.get_vertical_lines()))
        self.play(Write(table.elements), run_time=1.5)
        self.play(table.get_rows()[1].animate.set_color(YELLOW))
        self.play(Create(SurroundingRectangle(table.get_entries((2, 2)), color=YELLOW)))
        self.wait()
