"""
---
id: factor-tree
title: Factor tree of a number
topic: number-theory
tags: [factor, prime factorization, tree, prime factors, decompose a number]
asks:
  - prime factorization tree
  - factor tree of 60
  - split a number into primes
  - break down a number into factors
  - divide until only primes are left
  - "60 is 2 times 2 times 3 times 5"
teaches: Each composite splits into two; primes turn yellow at the leaves.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FactorTree(Scene):
    def construct(self):
        spots = {"60": (0, 2.6), "6": (-2.2, 0.9), "10": (2.2, 0.9), "2": (-3.2, -0.9), "3": (-1.2, -0.9), "2 ": (1.2, -0.9), "5": (3.2, -0.9)}
        splits = {"60": ("6", "10"), "6": ("2", "3"), "10": ("2 ", "5")}
        nodes = {k: Text(k.strip(), font_size=52).move_to([*p, 0]) for k, p in spots.items()}
        self.play(Write(nodes["60"]))
        for parent, children in splits.items():
            lines = [Line(nodes[parent], nodes[c], buff=0.15, color=GREY_B) for c in children]
            self.play(*[Create(l) for l in lines], *[FadeIn(nodes[c], shift=DOWN * 0.3) for c in children])
        self.play(*[nodes[k].animate.set_color(YELLOW) for k in ("2", "3", "2 ", "5")])
        self.play(Write(MathTex(r"60 = 2^2 \cdot 3 \cdot 5", font_size=60).to_edge(DOWN, buff=0.6)))
        self.wait()
