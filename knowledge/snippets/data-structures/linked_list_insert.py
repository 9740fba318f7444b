"""
---
id: linked-list-insert
title: Insert into a linked list
topic: data-structures
tags: [linked list, pointer, nodes, chain of nodes, next pointer, rewire pointers, singly linked]
asks:
  - linked list animation
  - insert a node in a linked list
  - nodes with next pointers
  - chain of boxes with arrows
  - rewire arrows to add an element
  - each element knows its successor
teaches: "The new node's arrow is drawn first, then the old arrow is bent to it."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class LinkedListInsert(Scene):
    def construct(self):
        node = lambda v: VGroup(RoundedRectangle(width=1.3, height=1, corner_radius=0.15, color=BLUE), Text(str(v), font_size=38))
        nodes = VGroup(*[node(v) for v in (4, 8, 15)]).arrange(RIGHT, buff=1.6)
        link = lambda a, b, **k: Arrow(a, b, buff=0.1, **k)
        arrows = [link(a.get_right(), b.get_left()) for a, b in zip(nodes, nodes[1:])]
        self.play(FadeIn(nodes), *[GrowArrow(a) for a in arrows])
        new = node(6).move_to((nodes[0].get_center() + nodes[1].get_center()) / 2 + DOWN * 2)
        new[0].set_color(YELLOW)
        self.play(FadeIn(new, shift=UP * 0.3))
        self.play(GrowArrow(link(new.get_right(), nodes[1].get_bottom(), color=YELLOW)))
        self.play(Transform(arrows[0], link(nodes[0].get_bottom(), new.get_left(), color=YELLOW)))
        self.wait()
