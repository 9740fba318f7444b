"""
---
id: pixel-image-from-array
title: Image made from an array of numbers
topic: images
tags: [image, pixels, array, numpy array, grayscale, raster image, bitmap, photograph]
asks:
  - show an image
  - picture from a numpy array
  - pixel grid enlarged
  - ImageMobject example
  - bitmap from numbers
  - grayscale matrix as picture
teaches: ImageMobject takes a uint8 array; nearest-neighbour resampling keeps the pixels sharp.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class PixelImage(Scene):
    def construct(self):
        face = np.array([[0, 1, 0, 1, 0], [0, 1, 0, 1, 0], [0, 0, 0, 0, 0], [1, 0, 0, 0, 1], [0, 1, 1, 1, 0]], dtype=np.uint8)
        picture = ImageMobject(255 * face)
        picture.set_resampling_algorithm(RESAMPLING_ALGORITHMS["nearest"])
        picture.height = 4.5
        caption = Text("five by five numbers", font_size=36).next_to(picture, DOWN, buff=0.4)
        self.play(FadeIn(picture))
        self.play(Write(caption))
        self.wait()
