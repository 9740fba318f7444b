"""
---
id: svg-from-path-data
title: Icon from SVG path data
topic: images
tags: [svg, path, icon, vector, vector graphic, icon file, svg path, import a logo]
asks:
  - load an svg
  - svg icon from path data
  - import a vector graphic
  - draw a heart icon
  - own logo as vector file
  - SVGMobject with fill colour
teaches: Write the SVG text to a file beside the scene and load it with SVGMobject.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from pathlib import Path

from manim import *


HEART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 30"><path d="M16 29 C4 20 1 14 1 9 A7.5 7.5 0 0 1 16 8 A7.5 7.5 0 0 1 31 9 C31 14 28 20 16 29 Z"/></svg>'


class SvgHeart(Scene):
    def construct(self):
        file = Path("heart.svg")
        file.write_text(HEART)
        heart = SVGMobject(str(file), height=3, color=RED, fill_opacity=1)
        self.play(DrawBorderThenFill(heart))
        self.play(heart.animate.scale(1.15), rate_func=there_and_back, run_time=0.6)
        self.wait()
