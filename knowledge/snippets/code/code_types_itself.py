"""
---
id: code-types-itself
title: Code that types itself
topic: code
tags: [code, typing, typewriter, live coding, write a function on screen, programming animation]
asks:
  - type code on the screen letter by letter
  - animate writing source code
  - code appears as if typed
  - live coding effect
  - program text appears as if somebody wrote it
  - IDE style typing
teaches: "Reveal the letters of each code line in order with AddTextLetterByLetter's idea: show growing subsets."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


SOURCE = """for i in range(3):
    print("hello", i)
print("done")
"""


class TypeCode(Scene):
    def construct(self):
        code = Code(code_string=SOURCE, language="python", add_line_numbers=False).scale(1.4)
        letters = VGroup(*[letter for line in code.code_lines for letter in line])
        self.play(FadeIn(code.background))
        self.play(ShowIncreasingSubsets(letters, int_func=np.ceil), run_time=3, rate_func=linear)
        self.wait()
