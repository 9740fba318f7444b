"""
---
id: summary-end-card
title: End card with the three things to remember
topic: layout
tags: [summary, end card, outro, recap, conclusion, takeaways, what we learned, end screen]
asks:
  - closing slide with takeaways
  - summary at the end of the video
  - recap of key ideas
  - outro screen with what we learned
  - what to remember
  - last slide of a lecture
teaches: "Numbered discs beside short lines: a calm last picture that sums up the lesson."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class EndCard(Scene):
    def construct(self):
        heading = Text("Remember", font_size=56, weight=BOLD, color=TEAL).to_edge(UP, buff=0.9)
        rows = VGroup()
        for number, words in enumerate(["Slope is change over change", "The limit makes it exact", "Rules save the work"], 1):
            disc = Circle(0.38, color=TEAL, fill_opacity=1)
            digit = Text(str(number), font_size=30, color=BLACK, weight=BOLD).move_to(disc)
            rows.add(VGroup(VGroup(disc, digit), Text(words, font_size=38)).arrange(RIGHT, buff=0.4))
        rows.arrange(DOWN, aligned_edge=LEFT, buff=0.6).next_to(heading, DOWN, buff=0.9)
        self.play(FadeIn(heading, shift=DOWN * 0.3))
        self.play(LaggedStart(*[FadeIn(r, shift=RIGHT * 0.5) for r in rows], lag_ratio=0.5), run_time=2)
        self.wait()
