"""
---
id: scene-sections-with-chapter-cards
title: Chapters inside one scene
topic: pacing
tags: [sections, chapter, structure, chapters, parts of a video, section title, table of contents]
asks:
  - divide a scene into sections
  - chapter card between parts
  - next_section
  - structure a longer video
  - "part one, part two, part three"
  - split a long video
teaches: next_section marks a cut; a short card tells the viewer where we are.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Chapters(Scene):
    def card(self, number, words):
        self.next_section(words)
        card = VGroup(Text(f"{number}", font_size=90, color=TEAL), Text(words, font_size=44)).arrange(RIGHT, buff=0.6)
        self.play(FadeIn(card, shift=LEFT))
        self.wait(0.5)
        self.play(FadeOut(card, shift=LEFT), run_time=0.5)

    def construct(self):
        self.card(1, "the problem")
        self.card(2, "the idea")
        self.card(3, "the proof")
