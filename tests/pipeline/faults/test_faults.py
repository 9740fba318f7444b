"""Everything dies, once in a while: each fault once here, thirty times in the nightly run."""

from __future__ import annotations

import os
import random
import shutil

import pytest

from .cluster import Cluster
from .trials import FAULTS, Tally, trial

pytestmark = [pytest.mark.redis, pytest.mark.slow]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("namespaces and mounts need root, and ip: apt install iproute2")
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.close()


def run(cluster: Cluster, count: int, seed: int) -> Tally:
    chance, tally = random.Random(seed), Tally()
    for number in range(count):
        fault = FAULTS[number % len(FAULTS)]
        try:
            trial(cluster, fault, chance, tally)
        except AssertionError as error:
            raise AssertionError(f"trial {number} of seed {seed}, {fault}: {error}") from error
    return tally


@pytest.mark.timeout(600)
def test_after_each_fault_nothing_is_lost_and_nothing_stored_twice(cluster):
    tally = run(cluster, len(FAULTS), seed=5)
    print(f"\n{tally}")

    assert set(tally.trials) == set(FAULTS)
    assert tally.scenes == 4 * len(FAULTS)


@pytest.mark.nightly
@pytest.mark.timeout(4000)
@pytest.mark.parametrize("seed", range(10))
def test_in_240_trials_nothing_is_lost_and_nothing_stored_twice(cluster, seed):
    tally = run(cluster, 24, seed=100 + seed)
    print(f"\n{tally}")

    assert tally.scenes == 96
