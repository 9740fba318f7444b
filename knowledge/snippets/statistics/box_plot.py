"""
---
id: box-plot
title: Box plot explained
topic: statistics
tags: [box plot, quartiles, median, outlier, whiskers, interquartile range, spread of data]
asks:
  - box and whisker plot
  - show median and quartiles
  - five number summary
  - draw a box plot from data
  - quartiles and whiskers of exam grades
  - spread of data at a glance
teaches: "Quartiles from numpy, positions from a number line, names above the parts."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class BoxPlot(Scene):
    def construct(self):
        data = np.array([2, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8.5])
        low, q1, median, q3, high = np.percentile(data, [0, 25, 50, 75, 100])
        line = NumberLine(x_range=[0, 10, 1], length=11, include_numbers=True).shift(DOWN * 2)
        at = lambda v, y=0.3: np.array([line.n2p(v)[0], y, 0])
        dots = VGroup(*[Dot(at(v, -1.2), color=BLUE) for v in data])
        box = Rectangle(width=at(q3)[0] - at(q1)[0], height=1.2, color=YELLOW, fill_opacity=0.25).move_to((at(q1) + at(q3)) / 2)
        middle = Line(at(median, -0.3), at(median, 0.9), color=RED, stroke_width=6)
        whiskers = VGroup(Line(at(low), at(q1)), Line(at(q3), at(high)), Line(at(low, 0), at(low, 0.6)), Line(at(high, 0), at(high, 0.6)))
        names = VGroup(Text("median", font_size=28, color=RED).move_to(at(median, 1.4)), Text("middle half", font_size=28, color=YELLOW).move_to(at(median, 2.1)))
        self.play(Create(line), FadeIn(dots))
        self.play(Create(box), FadeIn(names[1]))
        self.play(Create(middle), FadeIn(names[0]))
        self.play(Create(whiskers))
        self.wait()
