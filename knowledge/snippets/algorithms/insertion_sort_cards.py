"""
---
id: insertion-sort-cards
title: Insertion sort like a hand of cards
topic: algorithms
tags: [insertion sort, cards, sorting, sort a hand, shift and insert, simple sorting]
asks:
  - insertion sort
  - sort cards in the hand
  - insert each element at its place
  - playing cards sorting
  - put the next item where it belongs among the sorted ones
  - sorted part grows from the left
teaches: "Lift the next card, slide the larger ones right, drop it into the gap."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class InsertionSort(Scene):
    def construct(self):
        values = [6, 3, 8, 2]
        card = lambda v: VGroup(RoundedRectangle(width=1.3, height=1.9, corner_radius=0.15, color=WHITE).set_fill("#26323F", 1), Text(str(v), font_size=48))
        slot = lambda k: np.array([1.6 * (k - 1.5), 0, 0])
        cards = [card(v).move_to(slot(k)) for k, v in enumerate(values)]
        self.play(*[FadeIn(c) for c in cards])
        for i in range(1, 4):
            j = i
            self.play(cards[i].animate.shift(UP * 2.2), run_time=0.5)
            while j and values[j - 1] > values[j]:
                self.play(cards[j - 1].animate.move_to(slot(j)), run_time=0.4)
                values[j - 1 : j + 1] = values[j - 1 : j + 1][::-1]
                cards[j - 1 : j + 1] = cards[j - 1 : j + 1][::-1]
                j -= 1
            self.play(cards[j].animate.move_to(slot(j)), run_time=0.5)
        self.wait()
