"""
---
id: steps-follow-a-script
title: Picture built along a script of sentences
topic: narration
tags: [script, storyboard, sentences, voiceover, narration steps, read aloud]
asks:
  - build the drawing while the text is read aloud
  - one picture step for each sentence of the script
  - storyboard with narration lines
  - animate along a voiceover script
  - voice explains and the figure grows
  - one animation a sentence
teaches: A list of sentence, seconds and step keeps words and picture together; what is left of the time is a wait.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class AlongScript(Scene):
    def construct(self):
        ground = Line(LEFT * 3, RIGHT * 3).shift(DOWN * 1.5)
        trunk = Rectangle(width=0.5, height=1.8, color=MAROON, fill_opacity=1).next_to(ground, UP, buff=0)
        crown = Circle(1.1, color=GREEN, fill_opacity=0.8).next_to(trunk, UP, buff=-0.1)
        script = [
            ("Roots hold on to the ground.", 1.5, Create(ground)),
            ("The trunk carries the water up.", 1.8, GrowFromEdge(trunk, DOWN)),
            ("Leaves turn light into sugar.", 2.0, GrowFromCenter(crown)),
        ]
        for sentence, seconds, step in script:
            words = Text(sentence, font_size=34).to_edge(DOWN, buff=0.6)
            self.add_subcaption(sentence, duration=seconds)
            self.play(step, FadeIn(words), run_time=0.8)
            self.wait(seconds - 0.8)
            self.remove(words)
        self.wait(0.5)
