"""
---
id: word-embeddings-arithmetic
title: Word vectors as arrows
topic: machine-learning
tags: [embedding, words, vectors, analogy, word2vec, semantic vectors]
asks:
  - word embeddings
  - king minus man plus woman
  - words as vectors
  - semantic similarity in space
  - similar words lie close together
  - meaning as directions
teaches: "The arrow between two words, moved to a third, points at the fourth."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class WordVectors(Scene):
    def construct(self):
        spots = {"man": [-4, -1.5, 0], "woman": [-2.5, 1, 0], "king": [1, -1.2, 0], "queen": [2.5, 1.3, 0]}
        dots = {w: Dot(p, color=BLUE) for w, p in spots.items()}
        labels = {w: Text(w, font_size=34).next_to(d, DOWN if w in ("man", "king") else UP) for w, d in dots.items()}
        for w in ("man", "woman", "king"):
            self.play(FadeIn(dots[w], labels[w]), run_time=0.5)
        step = Arrow(spots["man"], spots["woman"], buff=0.1, color=YELLOW)
        self.play(GrowArrow(step))
        self.play(step.copy().animate.shift(np.array(spots["king"]) - spots["man"]))
        self.play(FadeIn(dots["queen"].set_color(GREEN), scale=3), FadeIn(labels["queen"]))
        self.wait()
