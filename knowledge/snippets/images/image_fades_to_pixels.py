"""
---
id: image-fades-to-pixels
title: What a picture is made of
topic: images
tags: [pixels, resolution, image, grid, photograph, picture elements, what an image is made of, raster]
asks:
  - image resolution explained
  - pixels of a picture
  - from coarse to fine pixels
  - digital image as numbers
  - photo becomes blocks
  - zoom in until you see squares
teaches: "The same picture in 4, 8, 16 and 32 cells a side, each replacing the last."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Resolution(Scene):
    def construct(self):
        picture = None
        for n in (4, 8, 16, 64):
            y, x = np.mgrid[-1 : 1 : n * 1j, -1 : 1 : n * 1j]
            disc = (255 * (x**2 + y**2 < 0.7)).astype(np.uint8)
            new = ImageMobject(disc)
            new.set_resampling_algorithm(RESAMPLING_ALGORITHMS["nearest"])
            new.height = 5
            label = Text(f"{n} × {n}", font_size=40).to_edge(DOWN, buff=0.4)
            self.add(new, label)
            if picture:
                self.remove(*picture)
            picture = (new, label)
            self.wait(0.8)
