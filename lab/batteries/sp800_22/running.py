"""Runs the battery on successive sequences of a source, several at a time."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import Bits, BitSource
from lab.batteries.sp800_22.berlekamp_massey import prepare
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import TESTS, run_tests
from lab.batteries.sp800_22.parameters import Parameters

Tell = Callable[[int, int], None]
"""Takes what is done and what there is in all."""

_COMPILED_FROM = 50_000_000
"""Bits for which compiling takes less time than it saves."""


@dataclass(frozen=True)
class Plan:
    """What is to be run.

    Attributes:
        bits: of a sequence.
        sequences: how many, one after the other from the source.
        tests: names, in the battery's order.
        parameters: of the tests.
    """

    bits: int = 1_000_000
    sequences: int = 1
    tests: Sequence[str] = tuple(TESTS)
    parameters: Parameters = field(default_factory=Parameters)


def run_battery(
    source: BitSource, plan: Plan, workers: int = 1, tell: Tell = lambda _done, _all: None
) -> list[list[Outcome]]:
    """Draw sequences from a source and test them.

    Args:
        source: read forwards, only by the caller's thread.
        plan: what to run.
        workers: sequences to test at the same time, in threads; what takes long holds no lock of Python.
        tell: hears of every test of a single sequence, or of every sequence of many.

    Returns:
        The outcomes of each sequence, in order; they do not depend on ``workers``.

    Raises:
        Failure: the source has too few bits, or cannot be read.
    """
    if plan.bits * plan.sequences >= _COMPILED_FROM:
        prepare()
    if plan.sequences == 1:
        return [_tell_tests(BitSequence(source.bits(plan.bits)), plan, tell)]
    outcomes = []
    for found in _every_sequence(source, plan, workers):
        outcomes.append(found)
        tell(len(outcomes), plan.sequences)
    return outcomes


def _every_sequence(source: BitSource, plan: Plan, workers: int) -> Iterator[list[Outcome]]:
    def test(bits: Bits) -> list[Outcome]:
        return run_tests(BitSequence(bits), plan.parameters, plan.tests)

    drawn = (source.bits(plan.bits) for _ in range(plan.sequences))
    waiting: deque[Future[list[Outcome]]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            # One more than can be worked on: bits that only wait would fill the memory.
            for bits in itertools.islice(drawn, workers + 1):
                waiting.append(pool.submit(test, bits))
            while waiting:
                found = waiting.popleft().result()
                for bits in itertools.islice(drawn, 1):
                    waiting.append(pool.submit(test, bits))
                yield found
        finally:
            pool.shutdown(cancel_futures=True)


def _tell_tests(sequence: BitSequence, plan: Plan, tell: Tell) -> list[Outcome]:
    outcomes = []
    for done, name in enumerate(plan.tests, 1):
        outcomes += run_tests(sequence, plan.parameters, [name])
        tell(done, len(plan.tests))
    return outcomes
