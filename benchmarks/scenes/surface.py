"""A shaded surface under a turning camera."""

from manim import *


class SurfaceTurn(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=65 * DEGREES, theta=-45 * DEGREES)
        axes = ThreeDAxes(x_range=[-3, 3], y_range=[-3, 3], z_range=[-2, 2])
        surface = Surface(
            lambda u, v: axes.c2p(u, v, np.sin(u) * np.cos(v)),
            u_range=[-3, 3],
            v_range=[-3, 3],
            resolution=(24, 24),
        )
        self.play(Create(axes), run_time=1)
        self.play(FadeIn(surface), run_time=1)
        self.begin_ambient_camera_rotation(rate=0.3)
        self.wait(2.5)
        self.stop_ambient_camera_rotation()
        self.wait(0.5)
