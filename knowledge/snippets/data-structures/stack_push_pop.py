"""
---
id: stack-push-pop
title: Stack with push and pop
topic: data-structures
tags: [stack, push, pop, lifo, undo history, pile of plates, call stack]
asks:
  - stack data structure
  - push and pop animation
  - last in first out
  - pile of items
  - plates on top of each other
  - undo history as a pile
teaches: Boxes drop into an open container; pop lifts the top one.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class StackDemo(Scene):
    def construct(self):
        walls = VMobject(color=GREY_B, stroke_width=6).set_points_as_corners([[-1.3, 1.6, 0], [-1.3, -2.5, 0], [1.3, -2.5, 0], [1.3, 1.6, 0]])
        name = Text("push", font_size=40).shift(LEFT * 4)
        self.play(Create(walls), FadeIn(name))
        items = []
        for k, (v, color) in enumerate([("A", BLUE), ("B", GREEN), ("C", YELLOW)]):
            item = VGroup(Rectangle(width=2.3, height=1, color=color, fill_opacity=0.5), Text(v, font_size=40)).move_to([0, 2.8, 0])
            self.play(FadeIn(item), run_time=0.3)
            self.play(item.animate.set_y(-1.9 + 1.15 * k), run_time=0.6, rate_func=rush_into)
            items.append(item)
        pop = Text("pop", font_size=40, color=RED).move_to(name)
        self.play(FadeOut(name), FadeIn(pop))
        for _ in range(2):
            self.play(items[-1].animate.set_y(2.8), run_time=0.6)
            self.play(items.pop().animate.shift(RIGHT * 4).set_opacity(0), run_time=0.5)
        self.wait(0.5)
