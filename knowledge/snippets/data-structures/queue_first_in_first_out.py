"""
---
id: queue-first-in-first-out
title: "Queue: first in, first out"
topic: data-structures
tags: [queue, fifo, line, waiting line, enqueue, dequeue, first come first served]
asks:
  - queue data structure
  - enqueue and dequeue
  - first in first out
  - waiting line animation
  - people in line at a shop
  - add at the back and remove at the front
teaches: Items enter at the right and leave at the left while the rest moves up.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class QueueDemo(Scene):
    def construct(self):
        rails = VGroup(Line(LEFT * 4.5, RIGHT * 4.5), Line(LEFT * 4.5, RIGHT * 4.5).shift(DOWN * 1.6)).shift(UP * 0.8).set_color(GREY_B)
        self.play(Create(rails))
        items = []
        for k, color in enumerate([BLUE, GREEN, YELLOW, RED]):
            item = VGroup(Circle(0.55, color=color, fill_opacity=0.5), Text("ABCD"[k], font_size=36)).move_to(RIGHT * 5.5)
            self.play(FadeIn(item), run_time=0.2)
            self.play(item.animate.move_to(LEFT * (3.6 - 1.5 * k)), run_time=0.6)
            items.append(item)
        for _ in range(2):
            self.play(items[0].animate.shift(LEFT * 1.8).set_opacity(0), run_time=0.6)
            items = items[1:]
            self.play(*[i.animate.shift(LEFT * 1.5) for i in items], run_time=0.5)
        self.wait(0.5)
