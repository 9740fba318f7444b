"""
---
id: slices-of-a-solid
title: Slices through a solid
topic: three-d
tags: [cross section, slice, plane, 3d, cut through, layers, volume by slices, mri]
asks:
  - cross section of a solid
  - slice a cone with a plane
  - cut through a 3d shape
  - stacked discs make a solid
  - bread cut in slices
  - contour of a body at different heights
teaches: Thin discs stacked along z with radii from a function suggest the solid.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class StackedSlices(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=68 * DEGREES, theta=-45 * DEGREES)
        heights = np.linspace(-1.8, 1.8, 13)
        radius = lambda z: np.sqrt(max(0.05, 1.8**2 - z**2))
        discs = VGroup(*[Circle(radius(z), color=interpolate_color(BLUE, YELLOW, (z + 1.8) / 3.6), fill_opacity=0.5).shift(z * OUT) for z in heights])
        self.play(LaggedStart(*[FadeIn(d, shift=IN * 0.5) for d in discs], lag_ratio=0.15), run_time=2.5)
        self.play(discs[6].animate.shift(RIGHT * 3.5))
        self.wait(0.5)
