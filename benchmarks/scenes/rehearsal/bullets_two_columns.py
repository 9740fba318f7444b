from manim import *


class Bullets(Scene):
    def construct(self):
        title = Text("Supervised vs. unsupervised learning", font_size=44, weight=BOLD)
        title.to_edge(UP, buff=0.4)
        line = Line(LEFT * 6, RIGHT * 6, color=GREY_B).next_to(title, DOWN, buff=0.2)
        left_head = Text("Supervised", font_size=34, color=BLUE)
        right_head = Text("Unsupervised", font_size=34, color=GREEN)
        left = VGroup(
            *[
                Text("• " + s, font_size=26)
                for s in [
                    "Labelled examples",
                    "Predicts a target",
                    "Regression",
                    "Classification",
                    "Measured by error",
                ]
            ]
        )
        right = VGroup(
            *[
                Text("• " + s, font_size=26)
                for s in [
                    "No labels",
                    "Finds structure",
                    "Clustering",
                    "Dimension reduction",
                    "Harder to measure",
                ]
            ]
        )
        for head, items, x in ((left_head, left, -3.5), (right_head, right, 3.5)):
            items.arrange(DOWN, aligned_edge=LEFT, buff=0.35)
            head.move_to([x, 1.9, 0])
            items.next_to(head, DOWN, buff=0.5)
        divider = DashedLine(UP * 2, DOWN * 3, color=GREY)
        self.play(Write(title), Create(line))
        self.play(FadeIn(left_head, shift=DOWN), FadeIn(right_head, shift=DOWN), Create(divider))
        for a, b in zip(left, right):
            self.play(FadeIn(a, shift=RIGHT * 0.3), FadeIn(b, shift=LEFT * 0.3), run_time=1.5)
        box = SurroundingRectangle(left[2], color=YELLOW)
        self.play(Create(box))
        self.play(box.animate.move_to(right[3]))
        self.wait(3)
        self.play(FadeOut(box))
        self.wait(2)
