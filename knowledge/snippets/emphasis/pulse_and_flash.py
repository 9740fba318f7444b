"""
---
id: pulse-and-flash
title: "Pulse, flash and shake"
topic: emphasis
tags: [indicate, flash, wiggle, pulse, attention, heartbeat, blink]
asks:
  - make something pulse
  - flash effect around a point
  - shake an object for attention
  - blink or glow to draw the eye
  - quick bounce in size to say look here
  - "Indicate, Flash, Wiggle"
teaches: "Indicate pulses, Flash throws sparks, Wiggle shakes: one second each, no lasting change."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PulseFlashShake(Scene):
    def construct(self):
        dots = VGroup(*[Circle(0.7, color=c, fill_opacity=0.7) for c in (BLUE, YELLOW, RED)]).arrange(RIGHT, buff=2.2)
        names = VGroup(*[Text(n, font_size=34).next_to(d, DOWN, buff=0.5) for n, d in zip(["Indicate", "Flash", "Wiggle"], dots)])
        self.play(FadeIn(dots, names))
        self.play(Indicate(dots[0]))
        self.play(Flash(dots[1], color=YELLOW, flash_radius=1))
        self.play(Wiggle(dots[2]))
        self.wait(0.5)
