"""
---
id: pan-across-a-row
title: Pan from station to station
topic: camera
tags: [pan, camera, tour, stations, sideways camera, tour of stations, move on to the next place]
asks:
  - move the camera sideways
  - pan across a wide scene
  - camera tour through several parts
  - slide the view to the next section
  - travel from one picture to the next on a long canvas
  - move the view to the right
teaches: Lay the parts out far apart and move the frame from one to the next.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PanTour(MovingCameraScene):
    def construct(self):
        stations = VGroup(*[VGroup(Text(n, font_size=56), shape).arrange(DOWN, buff=0.6) for n, shape in [("One", Circle(color=BLUE)), ("Two", Square(color=GREEN)), ("Three", Triangle(color=YELLOW))]])
        stations.arrange(RIGHT, buff=9)
        self.camera.frame.move_to(stations[0])
        self.add(stations)
        self.wait(0.5)
        for station in stations[1:]:
            self.play(self.camera.frame.animate.move_to(station), run_time=1.3)
            self.wait(0.4)
