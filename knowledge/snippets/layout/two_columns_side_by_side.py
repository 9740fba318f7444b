"""
---
id: two-columns-side-by-side
title: Two columns side by side with a divider
topic: layout
tags: [two columns, comparison, split screen, pros and cons, left and right, compare two options]
asks:
  - split the screen into two halves
  - compare two things side by side
  - left and right columns with headings
  - pros and cons layout
  - before and after in two columns
  - "advantages left, disadvantages right"
teaches: "Place two groups in the left and right half of the frame, with a line between them and tops aligned."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TwoColumns(Scene):
    def column(self, heading, lines, color):
        head = Text(heading, font_size=44, color=color, weight=BOLD)
        body = VGroup(*[Text(line, font_size=30) for line in lines])
        body.arrange(DOWN, aligned_edge=LEFT, buff=0.3)
        return VGroup(head, body).arrange(DOWN, buff=0.5)

    def construct(self):
        left = self.column("Compiled", ["fast to run", "slow to build", "errors early"], GREEN)
        right = self.column("Interpreted", ["quick to try", "slower to run", "errors late"], ORANGE)
        quarter = config.frame_width / 4
        left.move_to(LEFT * quarter)
        right.move_to(RIGHT * quarter).align_to(left, UP)
        divider = Line(UP * 2.5, DOWN * 2.5, color=GREY)
        self.play(Create(divider), FadeIn(left[0]), FadeIn(right[0]))
        for a, b in zip(left[1], right[1]):
            self.play(FadeIn(a, shift=RIGHT * 0.3), FadeIn(b, shift=LEFT * 0.3))
        self.wait()
