"""
---
id: question-and-four-answers
title: Quiz with four answers
topic: layout
tags: [quiz, question, multiple choice, test question, poll, reveal the answer]
asks:
  - multiple choice question
  - quiz slide that reveals the right answer
  - poll with options a b c d
  - ask the viewer a question and wait
  - "four options, the correct one turns green"
  - trivia game card
teaches: Four answer boxes in a grid; after a pause the right one turns green and the others fade.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Quiz(Scene):
    def construct(self):
        question = Text("How many faces has a cube?", font_size=48).to_edge(UP, buff=1)
        options = VGroup()
        for letter, answer in zip("ABCD", ["4", "6", "8", "12"]):
            panel = RoundedRectangle(width=5, height=1.2, corner_radius=0.2, color=BLUE, fill_opacity=0.15)
            words = Text(f"{letter}   {answer}", font_size=36).move_to(panel)
            options.add(VGroup(panel, words))
        options.arrange_in_grid(rows=2, buff=0.5).shift(DOWN * 0.8)
        self.play(FadeIn(question, shift=DOWN * 0.3))
        self.play(LaggedStart(*[FadeIn(o, scale=0.8) for o in options], lag_ratio=0.15))
        self.wait(1.5)
        wrong = [options[0], options[2], options[3]]
        self.play(options[1][0].animate.set_color(GREEN).set_fill(opacity=0.5), *[w.animate.set_opacity(0.2) for w in wrong])
        self.wait()
