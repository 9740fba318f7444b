"""
---
id: two-pointers
title: Two pointers move towards each other
topic: algorithms
tags: [two pointers, array, index, pair sum, left and right index, two sum]
asks:
  - two pointer technique
  - pointers moving over an array
  - find a pair with a given sum
  - index arrows under an array
  - left and right index walk to the middle
  - is this word a palindrome
teaches: Two triangles under the cells step inwards by the comparison of the sum.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TwoPointers(Scene):
    def construct(self):
        values, goal = [1, 3, 4, 6, 8, 11], 10
        cells = VGroup(*[VGroup(Square(1.3), Text(str(v), font_size=40)) for v in values]).arrange(RIGHT, buff=0.1)
        left, right = [Triangle(color=c, fill_opacity=1).scale(0.25) for c in (BLUE, RED)]
        i, j = 0, len(values) - 1
        left.next_to(cells[i], DOWN), right.next_to(cells[j], DOWN)
        label = Text(f"{values[i]} + {values[j]}", font_size=48).shift(UP * 2)
        self.play(FadeIn(cells, left, right, label))
        while values[i] + values[j] != goal:
            i, j = (i + 1, j) if values[i] + values[j] < goal else (i, j - 1)
            new = Text(f"{values[i]} + {values[j]}", font_size=48).shift(UP * 2)
            self.play(left.animate.next_to(cells[i], DOWN), right.animate.next_to(cells[j], DOWN), FadeOut(label), FadeIn(new))
            label = new
        self.play(*[cells[k][0].animate.set_fill(GREEN, 0.5) for k in (i, j)], label.animate.set_color(GREEN))
        self.wait()
