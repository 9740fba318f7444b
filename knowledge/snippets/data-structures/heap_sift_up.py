"""
---
id: heap-sift-up
title: "Heap: a new value rises"
topic: data-structures
tags: [heap, priority queue, sift up, min heap, max heap, bubble up, insert into heap]
asks:
  - insert into a heap
  - priority queue animation
  - sift up in a binary heap
  - swap with the parent
  - child larger than parent changes places
  - max heap add element
teaches: The new leaf swaps with its parent while it is larger.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class HeapSiftUp(Scene):
    def construct(self):
        spots = [[0, 2.4, 0], [-2.5, 0.6, 0], [2.5, 0.6, 0], [-3.8, -1.4, 0], [-1.2, -1.4, 0], [1.2, -1.4, 0]]
        values = [20, 15, 12, 7, 9, 30]
        node = lambda v: VGroup(Circle(0.5, color=BLUE).set_fill(BLACK, 1), Text(str(v), font_size=32))
        nodes = [node(v).move_to(p) for v, p in zip(values, spots)]
        edges = VGroup(*[Line(spots[(k - 1) // 2], spots[k], color=GREY, buff=0.5) for k in range(1, 6)]).set_z_index(-1)
        self.play(Create(edges), *[FadeIn(n) for n in nodes[:5]])
        nodes[5][0].set_stroke(YELLOW)
        self.play(FadeIn(nodes[5], shift=UP * 0.5))
        k = 5
        while k:
            up = (k - 1) // 2
            self.play(nodes[k].animate.move_to(spots[up]), nodes[up].animate.move_to(spots[k]), path_arc=PI / 3)
            nodes[k], nodes[up] = nodes[up], nodes[k]
            k = up
        self.wait()
