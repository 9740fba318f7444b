from manim import *


class Orbits(Scene):
    def construct(self):
        sun = Dot(radius=0.3, color=YELLOW)
        planets = VGroup(
            *[Dot([1.2 + 0.7 * k, 0, 0], color=color) for k, color in enumerate((BLUE, RED, GREEN))]
        )
        for k, planet in enumerate(planets):
            planet.add_updater(lambda m, dt, k=k: m.rotate(dt * 1.5 / (k + 1), about_point=ORIGIN))
        trails = [TracedPath(p.get_center, stroke_width=2, dissipating_time=1.5) for p in planets]
        title = Text("Nearer is faster", font_size=40).to_corner(UL)
        names = (
            VGroup(*[Text(n, font_size=26) for n in ("Mercury", "Venus", "Earth")])
            .arrange(DOWN)
            .to_corner(UR)
        )
        self.play(FadeIn(sun), Write(title))
        self.add(*trails, planets)
        self.wait(6)
        for name in names:
            self.play(FadeIn(name, shift=LEFT))
            self.wait(1.5)
        self.play(Circumscribe(names[0]))
        self.wait(4)
