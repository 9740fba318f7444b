"""
---
id: ducking-levels-of-music-and-voice
title: Music gets quieter under the voice
topic: narration
tags: [music, voice level, ducking, audio mix, volume, background music]
asks:
  - background music quieter while someone speaks
  - audio ducking diagram
  - volume of music and voice over time
  - show two sound tracks
  - lower the soundtrack when narration begins
  - volume envelope of two tracks
teaches: Two areas over one time axis; the music dips where the voice is.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Ducking(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 10], y_range=[0, 1], x_length=10, y_length=3.5, tips=False, y_axis_config={"include_ticks": False})
        voice = lambda x: 0.8 * (smooth(np.clip((x - 3) * 2, 0, 1)) - smooth(np.clip((x - 7) * 2, 0, 1)))
        music = lambda x: 0.6 - 0.55 * voice(x)
        low = axes.plot(music, color=BLUE)
        high = axes.plot(voice, color=YELLOW)
        areas = VGroup(axes.get_area(low, (0, 10), color=BLUE, opacity=0.35), axes.get_area(high, (0, 10), color=YELLOW, opacity=0.35))
        names = VGroup(Text("music", font_size=32, color=BLUE), Text("voice", font_size=32, color=YELLOW)).arrange(RIGHT, buff=1).next_to(axes, UP)
        self.play(Create(axes), FadeIn(names))
        self.play(Create(low), FadeIn(areas[0]), run_time=1.5)
        self.play(Create(high), FadeIn(areas[1]), run_time=1.5)
        self.wait()
