"""
---
id: memory-cells-and-pointer
title: "Memory cells, addresses and a pointer"
topic: code
tags: [memory, pointer, address, variables, ram, reference, address space, variable in memory]
asks:
  - what a pointer is
  - show variables in memory
  - memory addresses as boxes
  - reference pointing at a value
  - variable that holds an address
  - boxes of RAM with an arrow
teaches: Cells with addresses beneath; the pointer's cell holds an address and an arrow shows whose.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MemoryPointer(Scene):
    def construct(self):
        cells = VGroup(*[Square(1.3, color=GREY_B) for _ in range(6)]).arrange(RIGHT, buff=0)
        addresses = VGroup(*[
            Text(f"{0x40 + i:#x}", font_size=24, color=GREY_B).next_to(cell, DOWN) for i, cell in enumerate(cells)
        ])
        value = Text("42", font_size=44, color=YELLOW).move_to(cells[1])
        pointer = Text("0x41", font_size=34, color=TEAL).move_to(cells[4])
        names = VGroup(Text("x", color=YELLOW).next_to(cells[1], UP), Text("p", color=TEAL).next_to(cells[4], UP))
        arrow = CurvedArrow(names[1].get_top() + UP * 0.1, names[0].get_top() + UP * 0.1, angle=PI / 3, color=TEAL)
        self.play(Create(cells), FadeIn(addresses))
        self.play(Write(value), FadeIn(names[0]))
        self.play(Write(pointer), FadeIn(names[1]))
        self.play(Create(arrow), cells[1].animate.set_fill(YELLOW, 0.25))
        self.wait()
