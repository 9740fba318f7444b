"""
---
id: bayes-with-areas
title: Bayes' theorem as areas
topic: probability
tags: [bayes, conditional, area, test, false positive, medical test, conditional probability, base rate, posterior]
asks:
  - bayes theorem visual
  - false positives of a medical test
  - conditional probability as area
  - posterior probability picture
  - positive test but healthy
  - update a belief with evidence
teaches: "The unit square is split by sick and healthy, then each by the test; compare the marked areas."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BayesAreas(Scene):
    def block(self, x, y, w, h, color, opacity):
        box = Rectangle(width=w, height=h, stroke_width=1.5).set_fill(color, opacity)
        return box.move_to([x + w / 2, y + h / 2, 0])

    def construct(self):
        side, sick = 5.0, 0.5
        x, y = -6, -2.5
        parts = VGroup(self.block(x, y, sick, side, RED, 0.3), self.block(x + sick, y, side - sick, side, BLUE, 0.3))
        positive = VGroup(self.block(x, y, sick, side * 0.9, RED, 0.9), self.block(x + sick, y, side - sick, side * 0.1, YELLOW, 0.9))
        words = VGroup(
            Text("1 in 10 is sick", font_size=32, color=RED),
            Text("the test finds 9 in 10 of them", font_size=32, color=RED),
            Text("and alarms 1 in 10 healthy", font_size=32, color=YELLOW),
            Text("alarm: sick only half the time", font_size=32),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.5).move_to(RIGHT * 3.2)
        self.play(FadeIn(parts), FadeIn(words[0]))
        self.play(FadeIn(positive[0]), FadeIn(words[1]))
        self.play(FadeIn(positive[1]), FadeIn(words[2]))
        self.play(parts.animate.set_opacity(0.08), Write(words[3]))
        self.wait()
