"""
---
id: tiling-the-plane
title: Tiling with hexagons
topic: geometry
tags: [tiling, tessellation, hexagon, pattern, tesselation, hexagons, honeycomb, floor tiles]
asks:
  - tessellation animation
  - tile the plane with hexagons
  - honeycomb pattern
  - fill the screen with a repeating pattern
  - bee cells pattern
  - floor tiles without gaps
teaches: Compute the centres row by row with every other row shifted by half a width.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class HexTiling(Scene):
    def construct(self):
        r = 0.6
        tiles = VGroup()
        for row in range(-3, 4):
            for col in range(-5, 6):
                x = (col + (row % 2) / 2) * np.sqrt(3) * r
                tile = RegularPolygon(6, radius=r * 0.96, start_angle=PI / 6).move_to([x - 0.25, row * 1.5 * r, 0])
                tile.set_stroke(WHITE, 1).set_fill([BLUE_D, TEAL_D, GREEN_D][(col - row) % 3], 0.8)
                tiles.add(tile)
        tiles.sort(lambda p: np.linalg.norm(p))
        self.play(LaggedStart(*[FadeIn(t, scale=0.3) for t in tiles], lag_ratio=0.03), run_time=3)
        self.wait()
