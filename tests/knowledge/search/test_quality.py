"""The promise about questions that weren't tuned on, a little below what is measured."""

import importlib.util
import sys
from pathlib import Path

from knowledge.search import SnippetIndex

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "search"


def test_held_out_questions_are_answered_in_the_first_three() -> None:
    spec = importlib.util.spec_from_file_location("search_benchmark", BENCHMARK / "run.py")
    assert spec
    assert spec.loader
    benchmark = importlib.util.module_from_spec(spec)
    sys.modules["search_benchmark"] = benchmark
    spec.loader.exec_module(benchmark)
    judged = benchmark.load(BENCHMARK / "queries.txt")[1::2]
    assert len(judged) >= 60
    figures = benchmark.measure(SnippetIndex.open(), judged, misses=False)
    assert figures["success@3"] >= 0.92
    assert figures["ndcg@10"] >= 0.80
