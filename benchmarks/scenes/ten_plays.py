"""Ten plays, for the edit case: only the last one changes."""

from manim import *

LAST_COLOR = YELLOW


class TenPlays(Scene):
    def construct(self):
        title = Text("A circle and its measures", font_size=44).to_edge(UP)
        circle = Circle(2, color=BLUE)
        radius = Line(circle.get_center(), circle.get_right(), color=GREEN)
        name = Text("r", font_size=36).next_to(radius, UP)
        facts = (
            VGroup(Text("circumference = 2πr", font_size=32), Text("area = πr²", font_size=32))
            .arrange(DOWN, aligned_edge=LEFT)
            .to_edge(RIGHT)
        )
        self.play(Write(title))
        self.play(Create(circle))
        self.play(Create(radius), FadeIn(name))
        self.play(VGroup(circle, radius, name).animate.shift(LEFT * 2))
        self.play(Rotate(VGroup(radius), TAU, about_point=circle.get_center()))
        self.play(Write(facts[0]))
        self.wait(1)
        self.play(Write(facts[1]))
        self.play(circle.animate.set_fill(BLUE, 0.4))
        self.play(facts.animate.set_color(LAST_COLOR))
