"""
---
id: spotlight-sweep
title: Spotlight that darkens all but a circle
topic: emphasis
tags: [spotlight, darken, mask, focus, vignette, torch light, darken around, searchlight]
asks:
  - darken the screen except a circle
  - spotlight moving over the picture
  - vignette to guide the eye
  - mask with a hole
  - theatre light on one region
  - everything dark but a moving disc
teaches: A full-screen rectangle with a round hole (Difference) is redrawn as the light moves.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Spotlight(Scene):
    def construct(self):
        words = VGroup(*[Text(w, font_size=56) for w in ("past", "present", "future")]).arrange(RIGHT, buff=1.6)
        self.add(words)
        x = ValueTracker(words[0].get_x())

        def shade():
            hole = Circle(1.5).move_to([x.get_value(), 0, 0])
            return Difference(FullScreenRectangle(), hole, stroke_width=0, color=BLACK, fill_opacity=0.85)

        light = always_redraw(shade)
        self.play(FadeIn(light))
        for word in words[1:]:
            self.play(x.animate.set_value(word.get_x()), run_time=1)
            self.wait(0.3)
        self.play(FadeOut(light))
