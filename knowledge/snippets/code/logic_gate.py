"""
---
id: logic-gate
title: AND gate with switching inputs
topic: code
tags: [logic gate, circuit, boolean, transistor, digital electronics, and gate, boolean circuit]
asks:
  - draw an and gate
  - logic gate with inputs and output lighting up
  - digital circuit
  - how a transistor gate combines signals
  - switches and a lamp show and
  - inputs 0 and 1 light up wires
teaches: Draw the gate from a line and an arc; wires take the colour of the signal on them.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class AndGate(Scene):
    def construct(self):
        body = VMobject(color=WHITE, fill_opacity=0.1)
        arc = Arc(1.2, -PI / 2, PI)
        body.set_points_as_corners([[0, 1.2, 0], [-1.6, 1.2, 0], [-1.6, -1.2, 0], [0, -1.2, 0]])
        gate = VGroup(body, arc, Text("AND", font_size=36).move_to(LEFT * 0.3))
        top = Line([-4.5, 0.6, 0], [-1.6, 0.6, 0], stroke_width=6)
        low = Line([-4.5, -0.6, 0], [-1.6, -0.6, 0], stroke_width=6)
        out = Line([1.2, 0, 0], [4.5, 0, 0], stroke_width=6)
        self.play(Create(gate), Create(top), Create(low), Create(out))
        labels = VGroup()
        for a, b in [(0, 0), (1, 0), (0, 1), (1, 1)]:
            signals = [(top, a), (low, b), (out, a and b)]
            new = VGroup(*[Text(str(v), font_size=40).move_to(w.get_end() if w is out else w.get_start()) for w, v in signals])
            new[0].shift(LEFT * 0.4), new[1].shift(LEFT * 0.4), new[2].shift(RIGHT * 0.4)
            colors = [w.animate.set_color(GREEN if v else GREY) for w, v in signals]
            self.play(FadeOut(labels), FadeIn(new), *colors, run_time=0.7)
            self.wait(0.3)
            labels = new
