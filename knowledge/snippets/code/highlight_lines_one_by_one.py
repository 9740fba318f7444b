"""
---
id: highlight-lines-one-by-one
title: Walk through code line by line
topic: code
tags: [code, highlight, lines, walkthrough, line by line, code explanation, current line, line numbers, step through]
asks:
  - highlight lines of code one at a time
  - step through a program
  - explain source code line by line
  - move a highlight bar over code
  - code walkthrough
  - explain a python program line after line
teaches: One translucent bar moves from line to line while the caption says what the line does.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


SOURCE = """def mean(numbers):
    total = sum(numbers)
    count = len(numbers)
    return total / count
"""


class CodeWalkthrough(Scene):
    def construct(self):
        code = Code(code_string=SOURCE, language="python", background="window").scale(1.1).shift(UP * 0.6)
        lines = code.code_lines
        bar = Rectangle(width=code.width - 0.4, height=0.45, stroke_width=0).set_fill(YELLOW, 0.25)
        bar.move_to([code.get_x(), lines[0].get_y(), 0])
        self.play(FadeIn(code))
        said = VGroup()
        for line, words in zip(lines, ["a function of a list", "add everything up", "how many are there?", "divide"]):
            new = Text(words, font_size=36, color=YELLOW).to_edge(DOWN, buff=0.9)
            self.play(bar.animate.set_y(line.get_y()), FadeOut(said), FadeIn(new), run_time=0.7)
            self.wait(0.3)
            said = new
        self.wait(0.5)
