"""Axes, a curve, and a tangent that follows a ValueTracker through always_redraw."""

from manim import *


class GraphTracker(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 3, 1], y_range=[-2, 5, 1], x_length=9, y_length=6)
        curve = axes.plot(lambda x: 0.5 * x**2 - 0.5, color=BLUE)
        self.play(Create(axes), run_time=1)
        self.play(Create(curve), run_time=1)
        t = ValueTracker(-2.5)
        dot = always_redraw(lambda: Dot(axes.i2gp(t.get_value(), curve), color=YELLOW))
        tangent = always_redraw(
            lambda: axes.get_secant_slope_group(
                t.get_value(), curve, dx=0.01, secant_line_length=4, secant_line_color=RED
            )
        )
        label = always_redraw(lambda: Text(f"x = {t.get_value():.1f}", font_size=32).next_to(dot, UP))
        self.add(tangent, dot, label)
        self.play(t.animate.set_value(2.5), run_time=4, rate_func=smooth)
        self.wait(1)
        self.play(t.animate.set_value(0), run_time=2)
        self.wait(1)
