from manim import *


class Sorting(Scene):
    def construct(self):
        heights = [5, 2, 4, 1, 3, 6]
        bars = VGroup()
        for h in heights:
            bar = Rectangle(width=0.9, height=h * 0.7, fill_color=BLUE_D, fill_opacity=0.8)
            bars.add(VGroup(bar, Text(str(h), font_size=28).next_to(bar, UP, buff=0.1)))
        bars.arrange(RIGHT, buff=0.5, aligned_edge=DOWN).shift(DOWN * 0.5)
        caption = Text("Bubble sort: swap neighbours that are out of order", font_size=30).to_edge(UP)
        self.play(FadeIn(caption), *[GrowFromEdge(bar, DOWN) for bar in bars])
        order = list(bars)
        for end in range(5, 2, -1):
            for i in range(end):
                a, b = order[i], order[i + 1]
                if a[0].height > b[0].height:
                    xa, xb = a.get_x(), b.get_x()
                    self.play(a.animate.set_x(xb), b.animate.set_x(xa), path_arc=PI / 2)
                    order[i], order[i + 1] = b, a
                else:
                    self.play(Indicate(a), Indicate(b), run_time=0.8)
        self.wait(5)
