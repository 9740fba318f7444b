"""
---
id: monty-hall
title: Monty Hall with three doors
topic: probability
tags: [monty hall, doors, conditional, game show, three doors, goat, car behind a door]
asks:
  - monty hall problem
  - three doors puzzle
  - switch or stay
  - goat behind the door
  - game show car and goats
  - should you change your choice
teaches: "Three doors, one chosen, one opened; the share of the rest moves to the last door."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MontyHall(Scene):
    def construct(self):
        doors = VGroup(*[Rectangle(width=2, height=3.2, color=BLUE, fill_opacity=0.4) for _ in range(3)]).arrange(RIGHT, buff=1)
        shares = VGroup(*[MathTex(r"\tfrac13", font_size=56).next_to(d, DOWN) for d in doors])
        self.play(FadeIn(doors), Write(shares))
        pick = Text("your pick", font_size=32, color=YELLOW).next_to(doors[0], UP)
        self.play(FadeIn(pick), doors[0].animate.set_stroke(YELLOW, 8))
        goat = Text("goat", font_size=36).move_to(doors[2])
        self.play(doors[2].animate.set_fill(GREY, 0.1), FadeIn(goat), FadeOut(shares[2]))
        better = MathTex(r"\tfrac23", font_size=72, color=GREEN).move_to(shares[1])
        self.play(FadeOut(shares[1]), FadeIn(better), doors[1].animate.set_color(GREEN))
        self.wait()
