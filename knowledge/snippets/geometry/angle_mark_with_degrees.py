"""
---
id: angle-mark-with-degrees
title: Angle with an arc and its size in degrees
topic: geometry
tags: [angle, degrees, arc, measure, measure an angle, protractor, angle arc]
asks:
  - mark an angle between two lines
  - show the size of an angle
  - opening angle with a number
  - protractor style angle label
  - arc between two rays with a number
  - RightAngle and Angle mobjects
teaches: Angle draws the arc between two lines; the label follows at a slightly larger radius.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class AngleDegrees(Scene):
    def construct(self):
        origin = LEFT * 2.5 + DOWN
        base = Line(origin, origin + RIGHT * 5)
        size = ValueTracker(20)
        arm = always_redraw(lambda: Line(origin, origin + 4 * rotate_vector(RIGHT, size.get_value() * DEGREES)))
        arc = always_redraw(lambda: Angle(base, arm, radius=1, color=YELLOW))
        label = always_redraw(
            lambda: Text(f"{size.get_value():.0f}°", font_size=36, color=YELLOW)
            .move_to(origin + 1.6 * rotate_vector(RIGHT, size.get_value() * DEGREES / 2))
        )
        self.play(Create(base), Create(arm))
        self.play(Create(arc), FadeIn(label))
        self.play(size.animate.set_value(110), run_time=2.5)
        self.wait(0.5)
