"""
---
id: convolution-over-image
title: Filter slides over an image
topic: machine-learning
tags: [convolution, kernel, cnn, image, filter, edge detection]
asks:
  - convolution animation
  - kernel sliding over pixels
  - convolutional neural network filter
  - feature map
  - small filter matrix slides over a picture
  - edge detection kernel
teaches: A 3×3 frame moves over the input grid; each stop fills one cell of the output.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Convolution(Scene):
    def construct(self):
        image = np.array([[0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1]])
        kernel = np.array([[-1, 0, 1]] * 3)
        grid = VGroup(*[Square(0.8, stroke_width=1, color=GREY).set_fill(WHITE, 0.75 * v) for v in image.flat]).arrange_in_grid(5, 5, buff=0).shift(LEFT * 3)
        out = VGroup(*[Square(0.8, stroke_width=1, color=GREY) for _ in range(9)]).arrange_in_grid(3, 3, buff=0).shift(RIGHT * 3.5)
        window = Square(2.4, color=YELLOW, stroke_width=6).move_to(grid[6])
        self.play(FadeIn(grid, out), Create(window))
        for k in range(9):
            r, c = divmod(k, 3)
            value = (image[r : r + 3, c : c + 3] * kernel).sum() / 3
            self.play(window.animate.move_to(grid[(r + 1) * 5 + c + 1]), out[k].animate.set_fill(YELLOW, 0.8 * value), run_time=0.5)
        self.wait()
