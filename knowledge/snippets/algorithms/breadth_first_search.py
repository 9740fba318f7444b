"""
---
id: breadth-first-search
title: Breadth-first search on a graph
topic: algorithms
tags: [bfs, graph, traversal, queue, level order, graph exploration, unweighted shortest path]
asks:
  - breadth first search
  - bfs graph traversal
  - visit the nodes of a graph level by level
  - graph search animation
  - ripple outwards from a start node
  - who is how many friendship steps away
teaches: Graph with a fixed layout; visited vertices and used edges change colour in BFS order.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BreadthFirst(Scene):
    def construct(self):
        edges = [(1, 2), (1, 3), (2, 4), (2, 5), (3, 6), (5, 7), (6, 7)]
        layout = {1: [-5, 0, 0], 2: [-2, 1.6, 0], 3: [-2, -1.6, 0], 4: [1.2, 2.6, 0], 5: [1.2, 0.6, 0], 6: [1.2, -1.6, 0], 7: [4.5, -0.5, 0]}
        graph = Graph(list(layout), edges, layout=layout, labels=True, vertex_config={"radius": 0.4, "fill_color": GREY_B})
        near = {v: [b if a == v else a for a, b in edges if v in (a, b)] for v in layout}
        self.play(Create(graph))
        seen, queue = {1}, [1]
        self.play(graph.vertices[1].animate.set_fill(YELLOW, family=False))
        while queue:
            here = queue.pop(0)
            fresh = [n for n in near[here] if n not in seen]
            seen.update(fresh)
            queue += fresh
            if fresh:
                used = [graph.edges[e].animate.set_color(YELLOW) for e in edges if here in e and set(e) & set(fresh)]
                self.play(*used, *[graph.vertices[n].animate.set_fill(YELLOW, family=False) for n in fresh], run_time=0.8)
        self.wait()
