"""
---
id: variables-change-while-code-runs
title: Trace of a loop with the values beside the code
topic: code
tags: [trace, debugger, loop, variables, loop trace, step through a loop, state table, execution]
asks:
  - show variable values while the code runs
  - trace a loop step by step
  - debugger style animation
  - visualize what a for loop does
  - show memory next to the program at each step
  - loop counter goes up beside the code
teaches: "An arrow points at the running line, and a small table of variables is replaced after each step."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TraceLoop(Scene):
    def construct(self):
        source = "total = 0\nfor n in [3, 1, 4]:\n    total += n\nprint(total)"
        code = Code(code_string=source, language="python", add_line_numbers=False).scale(1.1).to_edge(LEFT, buff=1.4)
        lines = code.code_lines
        pointer = Triangle(color=YELLOW, fill_opacity=1).scale(0.15).rotate(-PI / 2).next_to(code, LEFT, buff=0.15)
        state = Text("total = 0", font="Monospace", font_size=40).move_to(RIGHT * 3.8)
        pointer.set_y(lines[0].get_y())
        self.play(FadeIn(code, pointer, state))
        total = 0
        for n in [3, 1, 4]:
            self.play(pointer.animate.set_y(lines[1].get_y()), run_time=0.4)
            total += n
            new = Text(f"n = {n}\ntotal = {total}", font="Monospace", font_size=40).move_to(RIGHT * 3.8)
            self.play(pointer.animate.set_y(lines[2].get_y()), FadeOut(state), FadeIn(new), run_time=0.5)
            state = new
        self.play(pointer.animate.set_y(lines[3].get_y()), state.animate.set_color(GREEN))
        self.wait()
