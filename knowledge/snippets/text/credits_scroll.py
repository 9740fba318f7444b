"""
---
id: credits-scroll
title: Credits that scroll up
topic: text
tags: [credits, scroll, end, end of film, rolling text, names scroll up]
asks:
  - rolling credits at the end
  - text scrolling from bottom to top
  - scroll a long list upwards
  - movie credits
  - film ending with names
  - names roll upwards
teaches: Put a long column below the frame and move it through at a steady speed.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Credits(Scene):
    def construct(self):
        people = [("Story", "Ada"), ("Animation", "Grace"), ("Music", "Clara"), ("Thanks to", "all of you")]
        rows = VGroup(*[
            VGroup(Text(role, font_size=28, color=GREY_B), Text(name, font_size=40)).arrange(DOWN, buff=0.15)
            for role, name in people
        ]).arrange(DOWN, buff=0.5)
        rows.scale_to_fit_height(5.5)
        rows.set_opacity(0).shift(DOWN * 1)
        self.play(rows.animate.set_opacity(1).shift(UP * 1), run_time=2, rate_func=linear)
        self.wait(0.5)
        self.play(rows.animate.shift(UP * 1).set_opacity(0), run_time=1.5, rate_func=linear)
