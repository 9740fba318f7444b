"""
---
id: client-server-request
title: Request and answer between client and server
topic: code
tags: [client server, network, http, api, internet, browser and backend, request and response, web server, packet]
asks:
  - show a request going to a server and back
  - client server diagram
  - how an api call works
  - packet moving between computers
  - http request animation
  - browser asks and a web server answers
teaches: "A packet moves along the arrow, the server works, and the answer comes back."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ClientServer(Scene):
    def box(self, words, color):
        panel = RoundedRectangle(width=2.8, height=2, corner_radius=0.2, color=color, fill_opacity=0.2)
        return VGroup(panel, Text(words, font_size=36).move_to(panel))

    def send(self, words, start, end, color):
        packet = VGroup(Square(0.35, color=color, fill_opacity=1), Text(words, font_size=26))
        packet.arrange(UP, buff=0.15).move_to(start)
        self.play(FadeIn(packet), run_time=0.3)
        self.play(packet.animate.move_to(end), run_time=1.2)
        self.play(FadeOut(packet), run_time=0.3)

    def construct(self):
        client = self.box("browser", BLUE).move_to(LEFT * 4.5)
        server = self.box("server", GREEN).move_to(RIGHT * 4.5)
        self.play(FadeIn(client), FadeIn(server))
        left, right = LEFT * 1.8, RIGHT * 1.8
        self.send("GET /weather", left + UP * 0.7, right + UP * 0.7, YELLOW)
        self.play(Indicate(server))
        self.send("sunny, 21°", right + DOWN * 0.7, left + DOWN * 0.7, ORANGE)
        self.wait(0.5)
