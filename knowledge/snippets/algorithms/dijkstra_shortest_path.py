"""
---
id: dijkstra-shortest-path
title: Shortest path with edge weights
topic: algorithms
tags: [dijkstra, shortest path, weights, graph, navigation, route planning, cheapest path, weighted graph, gps]
asks:
  - dijkstra's algorithm
  - shortest path in a weighted graph
  - graph with numbers on the edges
  - route with the smallest cost
  - navigation finds the quickest road between towns
  - relax edges and update distances at nodes
teaches: "Weights beside the edges, best distances above the vertices, the final path in yellow."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ShortestPath(Scene):
    def construct(self):
        layout = {"A": [-5, 0, 0], "B": [-1.5, 2, 0], "C": [-1.5, -2, 0], "D": [2, 0, 0], "E": [5, 0, 0]}
        weights = {("A", "B"): 4, ("A", "C"): 2, ("B", "D"): 3, ("C", "D"): 7, ("C", "B"): 1, ("D", "E"): 2}
        graph = Graph(list(layout), list(weights), layout=layout, labels=True, vertex_config={"radius": 0.4, "fill_color": BLUE_B})
        numbers = VGroup(*[
            Text(str(w), font_size=30, color=GREY_A).move_to((np.array(layout[a]) + layout[b]) / 2 + (0.35 * RIGHT if a == "C" and b == "B" else 0.35 * UP))
            for (a, b), w in weights.items()
        ])
        self.play(Create(graph), FadeIn(numbers))
        for vertex, cost in [("A", 0), ("C", 2), ("B", 3), ("D", 6), ("E", 8)]:
            side = DOWN if vertex == "C" else UP
            label = Text(str(cost), font_size=36, color=YELLOW).next_to(graph.vertices[vertex], side)
            self.play(graph.vertices[vertex].animate.set_fill(YELLOW, family=False), FadeIn(label), run_time=0.6)
        path = [("A", "C"), ("C", "B"), ("B", "D"), ("D", "E")]
        self.play(*[graph.edges[e].animate.set_stroke(YELLOW, 10) for e in path])
        self.wait()
