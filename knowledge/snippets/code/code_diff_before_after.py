"""
---
id: code-diff-before-after
title: Code change as a diff
topic: code
tags: [diff, code, refactoring, before and after, patch, old and new version, red and green lines, code review]
asks:
  - show a code diff
  - replace a line of code by another
  - removed lines red and added lines green
  - before and after of a refactoring
  - show what changed in a pull request
  - old line struck and new line inserted
teaches: "Mark the old line red, slide it away, and let the new line grow in green at its place."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CodeDiff(Scene):
    def line(self, words, color=WHITE):
        return Text(words, font="Monospace", font_size=34, color=color)

    def construct(self):
        kept = [self.line("total = 0"), self.line("print(total)")]
        old = self.line("- for i in range(len(a)): total += a[i]", RED_B)
        new = self.line("+ total = sum(a)", GREEN_B)
        page = VGroup(kept[0], old, kept[1]).arrange(DOWN, aligned_edge=LEFT, buff=0.5)
        new.move_to(old, aligned_edge=LEFT)
        back = lambda m, c: Rectangle(width=12.5, height=0.6, stroke_width=0).set_fill(c, 0.25).set_y(m.get_y())
        red, green = back(old, RED), back(new, GREEN)
        self.play(FadeIn(page))
        self.play(FadeIn(red))
        self.play(FadeOut(old, red, shift=LEFT), run_time=0.7)
        self.play(FadeIn(green), FadeIn(new, shift=LEFT))
        self.wait()
