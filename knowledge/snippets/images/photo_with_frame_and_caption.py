"""
---
id: photo-with-frame-and-caption
title: Picture in a frame with a caption
topic: images
tags: [photo, photograph, frame, caption, polaroid, credit, figure]
asks:
  - picture with a border and a caption
  - photo with its source below
  - framed image like a polaroid
  - show a photograph with a credit line
  - portrait of a scientist with name below
  - put a jpg on the screen
teaches: An ImageMobject goes in a Group, not in a VGroup; the frame is a SurroundingRectangle of it.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FramedPhoto(Scene):
    def construct(self):
        rows, cols = np.mgrid[0:120, 0:180]
        sky = np.dstack([60 + rows, 110 + rows, 235 - rows / 2])
        hill = rows > 90 - 25 * np.sin(cols / 30)
        sky[hill] = [40, 110, 60]
        photo = ImageMobject(sky.astype(np.uint8)).set(height=4)
        frame = SurroundingRectangle(photo, color=WHITE, stroke_width=8, buff=0.1)
        caption = Text("Hills in the evening", font_size=32).next_to(frame, DOWN, buff=0.3)
        self.play(FadeIn(Group(photo, frame), scale=0.9))
        self.play(FadeIn(caption, shift=UP * 0.2))
        self.wait()
