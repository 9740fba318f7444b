"""
---
id: dialogue-of-two-voices
title: Two speakers take turns
topic: narration
tags: [speakers, dialogue, voices, interview, host and guest, podcast, conversation]
asks:
  - two voices talking in turn
  - show who is speaking
  - interview between host and guest
  - speaker icons that light up
  - podcast with two hosts on screen
  - alternate speakers
teaches: Each line lights its speaker and carries a subcaption of the same length.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TwoVoices(Scene):
    def speaker(self, name, color):
        disc = Circle(0.7, color=color, fill_opacity=0.25)
        return VGroup(disc, Text(name, font_size=32).next_to(disc, DOWN))

    def construct(self):
        people = {"Ada": self.speaker("Ada", BLUE).move_to(LEFT * 4), "Ben": self.speaker("Ben", ORANGE).move_to(RIGHT * 4)}
        self.play(*[FadeIn(p) for p in people.values()])
        for name, words, seconds in [("Ada", "Why is the sea salty?", 1.8), ("Ben", "Rivers carry it there.", 1.8)]:
            line = Text(words, font_size=38).shift(UP * 2)
            disc = people[name][0]
            self.add_subcaption(f"{name}: {words}", duration=seconds)
            self.play(FadeIn(line), disc.animate.set_fill(opacity=0.8), run_time=0.4)
            self.wait(seconds - 0.8)
            self.play(FadeOut(line), disc.animate.set_fill(opacity=0.25), run_time=0.4)
