from manim import *


class BinarySearch(Scene):
    def construct(self):
        values = [2, 5, 8, 12, 16, 23, 38, 56, 72, 91]
        cells = VGroup()
        for v in values:
            sq = Square(side_length=1.0, color=WHITE)
            num = Text(str(v), font_size=30)
            num.move_to(sq)
            cells.add(VGroup(sq, num))
        cells.arrange(RIGHT, buff=0.1)
        idx = VGroup(
            *[
                Text(str(i), font_size=20, color=GREY_B).next_to(c, DOWN, buff=0.15)
                for i, c in enumerate(cells)
            ]
        )
        title = Text("Binary search for 23", font_size=42).to_edge(UP)
        self.play(Write(title), LaggedStart(*[FadeIn(c, shift=UP) for c in cells], lag_ratio=0.1))
        self.play(FadeIn(idx))
        low, high = 0, 9
        ptr = Arrow(UP * 0.9, ORIGIN, buff=0, color=YELLOW).next_to(cells[4], UP)
        mid_label = Text("mid", font_size=26, color=YELLOW).next_to(ptr, UP)
        self.play(GrowArrow(ptr), FadeIn(mid_label))
        status = Text("16 < 23: look right", font_size=30).to_edge(DOWN, buff=1)
        self.play(Write(status))
        self.play(*[c.animate.set_opacity(0.25) for c in cells[:5]])
        self.play(VGroup(ptr, mid_label).animate.shift(RIGHT * (cells[7].get_x() - cells[4].get_x())))
        new_status = Text("56 > 23: look left", font_size=30).to_edge(DOWN, buff=1)
        self.play(ReplacementTransform(status, new_status))
        self.play(*[c.animate.set_opacity(0.25) for c in cells[7:]])
        self.play(VGroup(ptr, mid_label).animate.shift(LEFT * (cells[7].get_x() - cells[5].get_x())))
        self.play(cells[5][0].animate.set_fill(GREEN_E, opacity=1), cells[5].animate.set_z_index(1))
        done = Text("Found at index 5", font_size=34, color=GREEN).to_edge(DOWN, buff=1)
        self.play(FadeOut(new_status), FadeIn(done))
        self.wait(7)
