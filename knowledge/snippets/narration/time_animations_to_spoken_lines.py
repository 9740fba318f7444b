"""
---
id: time-animations-to-spoken-lines
title: Make each step last as long as its sentence
topic: narration
tags: [narration, timing, sync, voice, sync with audio, voice over timing, match narration length, sentence durations]
asks:
  - synchronise animation with voiceover
  - match animation length to speech
  - narration timing
  - pause until the sentence is finished
  - "picture and voice don't match"
  - run_time from the length of the audio
teaches: "Estimate the length of a sentence from its words, give the play part of it and wait the rest."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


def spoken_seconds(sentence, words_per_minute=150):
    return len(sentence.split()) * 60 / words_per_minute


class TimedNarration(Scene):
    def step(self, sentence, animation):
        seconds = spoken_seconds(sentence)
        caption = Text(sentence, font_size=30).to_edge(DOWN, buff=0.7)
        self.add_subcaption(sentence, duration=seconds)
        self.play(FadeIn(caption), animation, run_time=min(1.5, seconds))
        self.wait(max(0.1, seconds - 1.5))
        self.play(FadeOut(caption), run_time=0.2)

    def construct(self):
        square = Square(2.5, color=BLUE)
        self.step("A square has four equal sides.", Create(square))
        self.step("Its diagonals cross in the middle.", Create(VGroup(Line(square.get_corner(DL), square.get_corner(UR)), Line(square.get_corner(UL), square.get_corner(DR)))))
