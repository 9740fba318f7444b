from manim import *


class Derivative(Scene):
    def construct(self):
        title = Text("The derivative as a slope", font_size=40).to_edge(UP)
        axes = Axes(x_range=[-1, 4, 1], y_range=[-1, 9, 2], x_length=7, y_length=5).shift(
            DOWN * 0.4 + LEFT * 2
        )
        graph = axes.plot(lambda x: x**2 / 2 + 0.5, x_range=[-1, 3.9], color=BLUE)
        t = ValueTracker(0.5)
        dot = always_redraw(lambda: Dot(axes.i2gp(t.get_value(), graph), color=YELLOW))
        tangent = always_redraw(
            lambda: axes.get_secant_slope_group(
                t.get_value(), graph, dx=0.01, secant_line_length=3, secant_line_color=RED
            )
        )
        slope = always_redraw(
            lambda: Text(f"slope {t.get_value():.2f}", font_size=36).move_to(RIGHT * 4.5 + UP)
        )
        self.play(Write(title))
        self.play(Create(axes))
        self.play(Create(graph), run_time=2)
        self.play(FadeIn(dot), FadeIn(tangent), FadeIn(slope))
        self.wait()
        self.play(t.animate.set_value(3), run_time=5)
        self.wait()
        self.play(t.animate.set_value(1), run_time=4)
        self.play(Indicate(slope))
        self.wait(3)
