"""
---
id: spoken-words-light-up
title: Words light up as they are spoken
topic: narration
tags: [karaoke, narration, word timing, follow the text, read along, highlighted transcript]
asks:
  - highlight words as they are spoken
  - karaoke captions
  - word level subtitles
  - text follows the voice
  - sing along captions
  - current word coloured
teaches: "Word times in seconds drive one play per word, its length the gap to the next word."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class KaraokeCaption(Scene):
    def construct(self):
        timed = [("Light", 0.5), ("takes", 0.4), ("eight", 0.4), ("minutes", 0.6), ("to", 0.2), ("reach", 0.4), ("us", 0.5)]
        line = Text(" ".join(w for w, _ in timed), font_size=48, color=GREY)
        self.add(line)
        start = 0
        for word, seconds in timed:
            letters = line[start : start + len(word)]
            start += len(word)
            self.play(letters.animate.set_color(YELLOW), run_time=seconds)
        self.wait()
