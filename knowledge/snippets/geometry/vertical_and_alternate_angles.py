"""
---
id: vertical-and-alternate-angles
title: Equal angles at parallel lines
topic: geometry
tags: [parallel, transversal, alternate angles, z angles, parallel lines]
asks:
  - alternate angles on parallel lines
  - corresponding angles
  - transversal through two parallel lines
  - which angles are equal
  - z and f angles
  - opposite angles at crossing lines
teaches: Mark one sector at the first line and slide its copy along the transversal to the second.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ParallelAngles(Scene):
    def construct(self):
        upper, lower = Line(LEFT * 5, RIGHT * 5).shift(UP * 1.3), Line(LEFT * 5, RIGHT * 5).shift(DOWN * 1.3)
        cut = Line([-2.6, -3, 0], [2.6, 3, 0], color=GREY_B)
        meet = [np.array([1.3 * 2.6 / 3, 1.3, 0]), np.array([-1.3 * 2.6 / 3, -1.3, 0])]
        slant = angle_of_vector([2.6, 3, 0])
        mark = Sector(radius=0.9, angle=slant, color=YELLOW, fill_opacity=0.7, arc_center=meet[0])
        opposite = Sector(radius=0.9, start_angle=PI, angle=slant, color=YELLOW, fill_opacity=0.7, arc_center=meet[0])
        self.play(Create(upper), Create(lower), Create(cut))
        self.play(FadeIn(mark))
        self.play(mark.copy().animate.shift(meet[1] - meet[0]))
        self.play(TransformFromCopy(mark, opposite, path_arc=PI))
        self.play(Indicate(opposite))
        self.wait()
