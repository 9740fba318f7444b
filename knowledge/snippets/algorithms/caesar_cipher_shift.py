"""
---
id: caesar-cipher-shift
title: Caesar cipher shifts the alphabet
topic: algorithms
tags: [cipher, encryption, caesar, letters, cryptography, secret message, alphabet shift, rot13]
asks:
  - caesar cipher
  - encrypt a word by shifting letters
  - secret code animation
  - cryptography for beginners
  - encode a message by moving every letter three places
  - alphabet wheel for secret messages
teaches: "Two rows of letters; the lower one shifts, and each letter of the word is looked up."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CaesarCipher(Scene):
    def construct(self):
        word, shift = "CAB", 3
        alphabet = "ABCDEFGHIJ"
        row = lambda letters, y, c: VGroup(*[Text(l, font="Monospace", font_size=44, color=c).move_to([1.1 * (k - 4.5), y, 0]) for k, l in enumerate(letters)])
        top = row(alphabet, 2, WHITE)
        low = row([chr(65 + (k + shift) % 26) for k in range(10)], 0.9, YELLOW)
        self.play(FadeIn(top), FadeIn(low, shift=LEFT * 3.3))
        for k, letter in enumerate(word):
            at = alphabet.index(letter)
            box = SurroundingRectangle(VGroup(top[at], low[at]), color=GREEN)
            copy = low[at].copy()
            self.play(Create(box), run_time=0.4)
            self.play(copy.animate.move_to([1.1 * (k - 1), -1.8, 0]), FadeOut(box), run_time=0.7)
        self.wait()
