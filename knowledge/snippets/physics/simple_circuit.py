"""
---
id: simple-circuit
title: Circuit with moving charges
topic: physics
tags: [circuit, current, battery, resistor, electricity, ohm, bulb]
asks:
  - electric circuit animation
  - current flowing through a resistor
  - battery and resistor diagram
  - electrons moving in a wire
  - "lamp, switch and battery"
  - "ohm's law picture"
teaches: Dots move along the rectangle of wire; symbols cover the wire where parts sit.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Circuit(Scene):
    def construct(self):
        wire = Rectangle(width=8, height=4, color=GREY_B)
        resistor = Rectangle(width=1.8, height=0.7, color=YELLOW).set_fill(BLACK, 1).move_to(wire.get_top())
        battery = VGroup(Line(UP * 0.6, DOWN * 0.6), Line(UP * 0.3, DOWN * 0.3, stroke_width=10)).arrange(RIGHT, buff=0.25)
        gap = Rectangle(width=0.25, height=0.3, stroke_width=0).set_fill(BLACK, 1)
        battery.move_to(wire.get_bottom())
        names = VGroup(Text("resistor", font_size=30).next_to(resistor, UP), Text("battery", font_size=30).next_to(battery, DOWN))
        self.play(Create(wire), FadeIn(resistor, gap.move_to(battery), battery, names))
        t = ValueTracker(0)
        charges = always_redraw(lambda: VGroup(*[Dot(wire.point_from_proportion((t.get_value() + k / 12) % 1), color=BLUE) for k in range(12)]).set_z_index(-1))
        self.add(charges)
        self.play(t.animate.set_value(0.5), run_time=4, rate_func=linear)
