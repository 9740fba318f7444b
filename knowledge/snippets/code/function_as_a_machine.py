"""
---
id: function-as-a-machine
title: Function as a machine
topic: code
tags: [function, input, output, machine, black box, input output, mapping, domain and range]
asks:
  - show input going into a function and output coming out
  - function machine
  - black box with input and output
  - explain what a function does
  - "number goes in, other number comes out"
  - mapping of inputs to outputs
teaches: "A number slides into the box, the box shakes, another number comes out."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FunctionMachine(Scene):
    def construct(self):
        box = RoundedRectangle(width=3.4, height=2.2, corner_radius=0.3, color=BLUE, fill_opacity=1, fill_color="#12303a")
        label = Text("double it", font_size=36).move_to(box)
        machine = VGroup(box, label).set_z_index(1)
        self.play(FadeIn(machine))
        for number in (3, 7):
            entering = Text(str(number), font_size=56).move_to(LEFT * 5.5)
            leaving = Text(str(2 * number), font_size=56, color=YELLOW)
            self.play(FadeIn(entering), run_time=0.3)
            self.play(entering.animate.move_to(LEFT).set_opacity(0), run_time=0.8)
            self.remove(entering)
            self.play(Wiggle(machine), run_time=0.7)
            self.play(leaving.animate.move_to(RIGHT * 5), run_time=0.8)
            self.play(FadeOut(leaving), run_time=0.3)
        self.wait(0.3)
