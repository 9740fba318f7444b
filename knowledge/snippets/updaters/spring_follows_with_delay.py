"""
---
id: spring-follows-with-delay
title: Follower that lags behind
topic: updaters
tags: [lag, delay, follow smoothly, easing follow, chase, pursuit]
asks:
  - object that follows another with delay
  - smooth following
  - chase a moving target
  - ease towards a moving point
  - dog runs behind its owner
  - smooth lagging motion
teaches: An updater with dt moves a share of the remaining way each frame, so it slows as it comes near.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Follower(Scene):
    def construct(self):
        leader = Dot(LEFT * 4, color=YELLOW, radius=0.15)
        follower = Circle(0.4, color=BLUE).move_to(leader)
        follower.add_updater(lambda m, dt: m.shift((leader.get_center() - m.get_center()) * min(1, 3 * dt)))
        self.add(leader, follower)
        for spot in (UP * 2, RIGHT * 4, DOWN * 2):
            self.play(leader.animate.move_to(spot), run_time=1.2)
        self.wait(1.2)
        follower.clear_updaters()
