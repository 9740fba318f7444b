"""
---
id: terminal-session
title: Terminal session with a command and its output
topic: code
tags: [terminal, console, shell, command, command line, bash, shell prompt, run a command]
asks:
  - show a terminal window
  - command line demo with output
  - console typing a command
  - shell prompt animation
  - black shell window with prompt
  - run a command and see its output
teaches: "A dark window with three dots, a prompt that is typed, and output that appears at once."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Terminal(Scene):
    def construct(self):
        window = RoundedRectangle(width=10, height=4.6, corner_radius=0.2, color=GREY_B, fill_opacity=1, fill_color="#1b1f27")
        lights = VGroup(*[Dot(color=c) for c in (RED, YELLOW, GREEN)]).arrange(RIGHT, buff=0.15)
        lights.next_to(window.get_corner(UL), DR, buff=0.25)
        mono = {"font": "Monospace", "font_size": 32}
        prompt = Text("$ python hello.py", color=GREEN_B, **mono)
        output = VGroup(Text("Hello, world", **mono), Text("2 + 2 = 4", **mono)).arrange(DOWN, aligned_edge=LEFT, buff=0.3)
        prompt.next_to(lights, DOWN, buff=0.5, aligned_edge=LEFT)
        output.next_to(prompt, DOWN, buff=0.35, aligned_edge=LEFT)
        self.play(FadeIn(window, lights))
        self.play(AddTextLetterByLetter(prompt, time_per_char=0.08))
        self.wait(0.4)
        self.play(FadeIn(output), run_time=0.3)
        self.wait()
