"""A code listing with a moving highlight."""

from manim import *

LISTING = '''def sieve(limit):
    """Primes up to limit."""
    is_prime = [True] * (limit + 1)
    is_prime[0:2] = [False, False]
    for n in range(2, int(limit**0.5) + 1):
        if is_prime[n]:
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
    return [n for n, prime in enumerate(is_prime) if prime]'''


class CodeWalk(Scene):
    def construct(self):
        code = Code(code_string=LISTING, language="python", formatter_style="monokai").scale(0.8)
        self.play(FadeIn(code), run_time=1)
        self.wait(1)
        lines = code.code_lines
        frame = SurroundingRectangle(lines[0], buff=0.05, color=YELLOW)
        note = Text("a list of booleans", font_size=28).to_edge(DOWN)
        self.play(Create(frame))
        self.play(frame.animate.become(SurroundingRectangle(lines[2], buff=0.05)), Write(note))
        self.wait(1)
        for number in (4, 6, 8):
            target = SurroundingRectangle(lines[number], buff=0.05, color=YELLOW)
            self.play(Transform(frame, target), run_time=0.8)
            self.wait(0.7)
        self.play(code.animate.shift(LEFT * 0.5), FadeOut(note), FadeOut(frame))
        self.wait(1)
