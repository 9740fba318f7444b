"""
---
id: attention-between-words
title: Attention between words
topic: machine-learning
tags: [attention, transformer, words, weights, self attention, language model, llm, query key value]
asks:
  - attention mechanism
  - how transformers look at other words
  - lines between words with weights
  - self attention picture
  - which word looks at which
  - transformer weights between tokens
teaches: "Arcs from one word to the others, as thick as the attention weight."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Attention(Scene):
    def construct(self):
        words = VGroup(*[Text(w, font_size=38) for w in "The cat slept because it was tired".split()]).arrange(RIGHT, buff=0.4)
        words.shift(DOWN)
        weights = [0.05, 0.6, 0.1, 0.05, 0, 0.05, 0.3]
        self.play(FadeIn(words))
        self.play(words[4].animate.set_color(YELLOW))
        arcs = VGroup(*[
            ArcBetweenPoints(words[4].get_top() + UP * 0.1, w.get_top() + UP * 0.1, angle=PI / 2 if k < 4 else -PI / 2, color=YELLOW).set_stroke(width=2 + 14 * a, opacity=0.25 + a)
            for k, (w, a) in enumerate(zip(words, weights)) if a
        ])
        self.play(LaggedStart(*[Create(a) for a in arcs], lag_ratio=0.2))
        self.play(words[1].animate.set_color(YELLOW))
        self.wait()
