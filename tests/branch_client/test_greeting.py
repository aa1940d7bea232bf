"""What the head office says of itself, over a real line."""

from __future__ import annotations

import time

from branch_client.connection import ping
from branch_client.doctor import HYBRID_GROUP, examine_branch
from shared.diagnosis.findings import Level
from tests.branch_client.conftest import World


def test_it_tells_its_time_and_the_key_agreement(world: World) -> None:
    greeting = ping(world.basra)
    assert abs(greeting.time_us / 1e6 - time.time()) < 60
    assert greeting.tls_group == HYBRID_GROUP


def test_a_branch_on_a_real_line_has_nothing_that_failed(world: World) -> None:
    answers = examine_branch(world.basra.config.home)
    assert [each for each in answers if each.finding.level is Level.FAILURE] == []
    assert "X25519MLKEM768" in answers[-1].finding.sentence
