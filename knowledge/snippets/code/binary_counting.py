"""
---
id: binary-counting
title: Counting in binary
topic: code
tags: [binary, bits, base two, base 2, powers of two, digital counter, binary digits, zeros and ones]
asks:
  - count in binary
  - bits flipping as a number goes up
  - show a number in base 2
  - how binary numbers work
  - zeros and ones like an odometer
  - powers of two above the digits
teaches: Four lamps are on or off by the bits of the number; place values stand above them.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BinaryCounting(Scene):
    def construct(self):
        lamps = VGroup(*[Square(1.3, color=GREY_B, fill_color=YELLOW, fill_opacity=0) for _ in range(4)])
        lamps.arrange(RIGHT, buff=0.3)
        values = VGroup(*[Text(str(2 ** (3 - i)), font_size=34, color=GREY_B).next_to(l, UP) for i, l in enumerate(lamps)])
        number = Text("0", font_size=72).shift(DOWN * 2)
        self.play(FadeIn(lamps, values, number))
        for n in range(1, 11):
            bits = f"{n:04b}"
            new = Text(str(n), font_size=72).move_to(number)
            changes = [lamp.animate.set_fill(opacity=0.9 * int(bit)) for lamp, bit in zip(lamps, bits)]
            self.play(*changes, FadeOut(number), FadeIn(new), run_time=0.45)
            number = new
        self.wait()
