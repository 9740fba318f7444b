"""
---
id: graph-adjacency-matrix
title: A network and its adjacency matrix
topic: data-structures
tags: [adjacency matrix, graph, network, edges as ones, network matrix, connections table]
asks:
  - adjacency matrix of a graph
  - represent a network as a table
  - graph and matrix side by side
  - edges become ones in a matrix
  - zeros and ones tell which nodes are linked
  - store a network in a table
teaches: Each edge lights up together with its two cells.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class AdjacencyMatrix(Scene):
    def construct(self):
        layout = {0: [-5, 1.5, 0], 1: [-2, 1.5, 0], 2: [-2, -1.5, 0], 3: [-5, -1.5, 0]}
        edges = [(0, 1), (1, 2), (2, 3), (0, 2)]
        graph = Graph(list(layout), edges, layout=layout, labels=True, vertex_config={"radius": 0.35, "fill_color": BLUE_B})
        cells = VGroup(*[Square(0.9, color=GREY) for _ in range(16)]).arrange_in_grid(4, 4, buff=0).move_to(RIGHT * 3)
        names = VGroup(*[Text(str(k), font_size=28).next_to(cells[4 * k], LEFT) for k in range(4)], *[Text(str(k), font_size=28).next_to(cells[k], UP) for k in range(4)])
        self.play(Create(graph), FadeIn(cells, names))
        for a, b in edges:
            ones = VGroup(*[Text("1", font_size=34, color=YELLOW).move_to(cells[i]) for i in (4 * a + b, 4 * b + a)])
            self.play(graph.edges[(a, b)].animate.set_color(YELLOW), FadeIn(ones), run_time=0.7)
        self.wait()
