"""Each target with bytes that Hypothesis makes up: quick here, at length in the nightly run and by atheris."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .targets import TARGETS

QUICK = {"lesson": 60, "protocol": 100, "signature": 100, "http": 30, "mcp": 40, "probe": 25}
CALM = settings(deadline=None, suppress_health_check=list(HealthCheck))


def fuzz(target: str, examples: int) -> None:
    @settings(CALM, max_examples=examples)
    @given(st.binary(max_size=600))
    def run(data: bytes) -> None:
        TARGETS[target](data)

    run()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.timeout(120)
def test_no_bytes_make_it_crash_hang_or_answer_5xx(target: str) -> None:
    fuzz(target, QUICK[target])


@pytest.mark.nightly
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.timeout(3600)
def test_no_bytes_make_it_crash_hang_or_answer_5xx_at_length(target: str) -> None:
    fuzz(target, 100 * QUICK[target])
