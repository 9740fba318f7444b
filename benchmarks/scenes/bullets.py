"""Text: a heading and bullets written one after the other, with time to read."""

from manim import *


class Bullets(Scene):
    def construct(self):
        title = Text("Why prime numbers matter", font_size=48).to_edge(UP)
        self.play(Write(title))
        points = [
            "Every whole number is a product of primes",
            "There are infinitely many of them",
            "They thin out, but never stop",
            "Modern locks are made of two large ones",
            "Nobody knows how to take them apart quickly",
        ]
        lines = VGroup(*[Text("•  " + point, font_size=34) for point in points])
        lines.arrange(DOWN, buff=0.5, aligned_edge=LEFT).next_to(title, DOWN, buff=0.8)
        for line in lines:
            self.play(FadeIn(line, shift=RIGHT * 0.3), run_time=0.7)
            self.wait(0.8)
        self.play(lines[3].animate.set_color(YELLOW))
        self.play(Circumscribe(lines[3]))
        self.wait(1.5)
