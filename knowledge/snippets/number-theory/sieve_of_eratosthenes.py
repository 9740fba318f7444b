"""
---
id: sieve-of-eratosthenes
title: Sieve of Eratosthenes
topic: number-theory
tags: [primes, sieve, multiples, prime numbers, cross out multiples, find primes]
asks:
  - sieve of eratosthenes
  - find prime numbers
  - cross out multiples on a number grid
  - prime number animation
  - "strike multiples of 2, 3, 5"
  - which numbers up to 100 are prime
teaches: A grid of numbers; for each prime its multiples are dimmed in one colour.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Sieve(Scene):
    def construct(self):
        cells = {}
        for n in range(2, 50):
            box = Square(0.8, stroke_width=1.5, color=GREY)
            cells[n] = VGroup(box, Text(str(n), font_size=28).move_to(box))
        grid = VGroup(*cells.values()).arrange_in_grid(6, 8, buff=0.08)
        self.play(FadeIn(grid))
        for prime, color in [(2, RED), (3, BLUE), (5, GREEN), (7, PURPLE)]:
            self.play(cells[prime][0].animate.set_fill(YELLOW, 0.35), run_time=0.4)
            hits = [cells[m] for m in range(prime * prime, 50, prime)]
            self.play(LaggedStart(*[h.animate.set_color(color).set_opacity(0.35) for h in hits], lag_ratio=0.08), run_time=1)
        self.wait()
