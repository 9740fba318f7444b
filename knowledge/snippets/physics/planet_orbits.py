"""
---
id: planet-orbits
title: Planets on their orbits
topic: physics
tags: [orbit, planets, solar system, kepler, moon, gravity, revolve]
asks:
  - planets orbiting the sun
  - solar system animation
  - orbital motion
  - objects rotating around a centre
  - earth and mars go around
  - kepler motion
teaches: Rotate each planet about the sun with its own period in one play.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Orbits(Scene):
    def construct(self):
        sun = Dot(radius=0.45, color=YELLOW)
        self.add(sun)
        turns = []
        for radius, size, color, laps in [(1.2, 0.12, GREY_B, 3), (2.1, 0.18, BLUE, 1.6), (3.2, 0.25, ORANGE, 0.8)]:
            orbit = Circle(radius, color=GREY_D, stroke_width=2)
            planet = Dot(orbit.point_at_angle(radius), radius=size, color=color)
            self.add(orbit, planet)
            turns.append(Rotate(planet, laps * TAU, about_point=ORIGIN))
        self.play(*turns, run_time=6, rate_func=linear)
