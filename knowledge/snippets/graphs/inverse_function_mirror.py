"""
---
id: inverse-function-mirror
title: Inverse function as a mirror image
topic: graphs
tags: [inverse, mirror, reflection, function, y equals x, undo a function, reflect in the diagonal, logarithm]
asks:
  - graph of the inverse function
  - reflect a curve over y = x
  - why the inverse is a mirror image
  - exponential and logarithm mirrored
  - swap x and y
  - undo a function
teaches: "Rotate the copy of the curve by half a turn about the line y = x, out of the plane."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class InverseMirror(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 4], y_range=[-3, 4], x_length=6.5, y_length=6.5, tips=False)
        curve = axes.plot(lambda x: np.exp(x), x_range=[-3, 1.35], color=BLUE)
        mirror = DashedLine(axes.c2p(-3, -3), axes.c2p(4, 4), color=GREY)
        names = VGroup(MathTex("e^x", color=BLUE).next_to(axes.c2p(0.7, 3.3), LEFT), MathTex(r"\ln x", color=YELLOW).next_to(axes.c2p(3.3, 0.7), DOWN))
        self.play(Create(axes), Create(curve), Write(names[0]))
        self.play(Create(mirror))
        image = curve.copy()
        self.play(Rotate(image, PI, axis=UR, about_point=axes.c2p(0, 0)), image.animate.set_color(YELLOW), run_time=0.01)
        image.become(axes.plot(np.log, x_range=[0.05, 4], color=YELLOW))
        self.play(TransformFromCopy(curve, image), Write(names[1]), run_time=1.5)
        self.wait()
