"""
---
id: hash-table-buckets
title: Hash table with buckets
topic: data-structures
tags: [hash table, buckets, modulo, collision, hash map, dictionary, key to index, collisions, chaining]
asks:
  - hash table animation
  - hash function sends keys to buckets
  - dictionary data structure
  - hash collision and chaining
  - key to slot by a function
  - python dict under the hood
teaches: key mod 5 picks the bucket; a second key in the same bucket is chained.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class HashTable(Scene):
    def construct(self):
        buckets = VGroup(*[VGroup(Rectangle(width=1.2, height=0.9, color=GREY_B), Text(str(k), font_size=30)) for k in range(5)])
        buckets.arrange(DOWN, buff=0.15).shift(LEFT * 1.5)
        self.play(FadeIn(buckets))
        filled = [0] * 5
        for key in (17, 23, 12, 30):
            item = VGroup(RoundedRectangle(width=1.1, height=0.8, corner_radius=0.15, color=YELLOW), Text(str(key), font_size=32)).move_to(LEFT * 5)
            slot = key % 5
            rule = MathTex(rf"{key} \bmod 5 = {slot}", font_size=44).move_to(RIGHT * 4.5 + UP * 3)
            self.play(FadeIn(item), FadeIn(rule), run_time=0.4)
            self.play(item.animate.next_to(buckets[slot], RIGHT, buff=0.3 + 1.4 * filled[slot]), run_time=0.8, path_arc=-PI / 3)
            filled[slot] += 1
            self.play(FadeOut(rule), run_time=0.3)
        self.wait(0.5)
