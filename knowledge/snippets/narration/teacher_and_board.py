"""
---
id: teacher-and-board
title: "Question, pause, answer"
topic: narration
tags: [dialogue, pause, teaching, reveal, classroom, ask the viewer, question and answer, pause to think]
asks:
  - ask a question and reveal the answer later
  - rhetorical question with a pause
  - hide the answer until later
  - think for a moment slide
  - let students guess first
  - "question appears, later its answer"
teaches: The answer is covered by a card that slides away after the pause.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class QuestionAnswer(Scene):
    def construct(self):
        question = Text("How many squares has a 2 × 2 grid?", font_size=42).to_edge(UP, buff=1)
        grid = VGroup(*[Square(1.3, color=BLUE) for _ in range(4)]).arrange_in_grid(2, 2, buff=0).shift(LEFT * 3 + DOWN * 0.6)
        answer = Text("five", font_size=64, color=GREEN).move_to(RIGHT * 3 + DOWN * 0.6)
        cover = RoundedRectangle(width=3, height=1.6, corner_radius=0.2, color=GREY_B).set_fill("#2A2F3A", 1).move_to(answer).set_z_index(2)
        mark = Text("?", font_size=64).move_to(cover).set_z_index(3)
        self.play(Write(question), Create(grid), FadeIn(cover, mark))
        self.add(answer)
        self.wait(1.5)
        self.play(cover.animate.shift(DOWN * 2).set_opacity(0), FadeOut(mark))
        self.play(Create(SurroundingRectangle(grid, color=GREEN, buff=0)))
        self.wait()
