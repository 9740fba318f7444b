"""
---
id: electric-field-of-a-dipole
title: Electric field of two charges
topic: physics
tags: [electric field, vector field, charges, dipole, positive and negative charge, field lines, magnet, electrostatics, coulomb]
asks:
  - electric field lines of charges
  - vector field of a dipole
  - arrows showing a field
  - plus and minus charge
  - field around positive and negative charge
  - magnet like lines
teaches: "ArrowVectorField from the sum of two inverse-square fields, softened at the charges."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Dipole(Scene):
    def construct(self):
        charges = [(np.array([-2, 0, 0]), 1), (np.array([2, 0, 0]), -1)]

        def field(p):
            total = np.zeros(3)
            for place, sign in charges:
                d = p - place
                total += sign * d / (np.linalg.norm(d) ** 3 + 0.3)
            return total * 2

        arrows = ArrowVectorField(field, x_range=[-6, 6, 0.8], y_range=[-3.2, 3.2, 0.8])
        dots = VGroup(*[VGroup(Dot(p, radius=0.3, color=RED_E if s > 0 else BLUE_E), Text("+" if s > 0 else "−", font_size=36).move_to(p)) for p, s in charges])
        self.play(FadeIn(dots, scale=2))
        self.play(Create(arrows), run_time=2)
        self.wait()
