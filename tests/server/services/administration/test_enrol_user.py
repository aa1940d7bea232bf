"""Enrolment: a new generation, checked before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from server.ports import Actor, GenerationStatus, Office
from server.services.administration import (
    activate_generation,
    change_generation,
    enrol_user,
    exit_user,
    show_counter,
    show_user,
)
from server.services.audit import tail_audit
from server.services.exchange import admit, release
from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger
from tests.loopback import TinyShelf
from tests.seeded_networks import tiny_network
from tests.server.registered_office import BASRA, TLS_GROUP, hello, take_number

LEFT, RIGHT = Finger.LEFT_INDEX, Finger.RIGHT_INDEX


@pytest.fixture(scope="module")
def network() -> Network:
    """A small model that gives keys."""
    return tiny_network()


def ridges(seed: int) -> Print:
    """Curved lines, which any model gives features of."""
    rows, columns = np.mgrid[0:96, 0:96].astype(np.float64)
    waves = np.sin(np.hypot(rows - 20 - 7 * seed, columns - 48) * 0.7) * 110
    return Print((128 + waves + 10 * np.cos(columns * 0.3 * (seed + 1))).clip(0, 255).astype(np.uint8))


def test_enrolment_is_stored_and_in_force(office: Office, actor: Actor, network: Network) -> None:
    prints: Mapping[Finger, Print] = {RIGHT: ridges(1), LEFT: ridges(0)}
    summary = enrol_user(office, 17, prints, network, actor, replace=True)
    assert (summary.generation, summary.fingers, summary.model_digest) == (2, (LEFT, RIGHT), network.digest)
    stored = office.enrolments.get(17, 2)
    assert stored.fingers == (LEFT, RIGHT)
    assert len(stored.secret) == 32
    assert np.array_equal(stored.prints[RIGHT].pixels, prints[RIGHT].pixels)
    assert show_user(office, 17).generation == 2
    terms = admit(office, BASRA, hello(1, generation=2))
    assert (terms.generation, terms.fingers) == (2, (LEFT, RIGHT))
    entry = tail_audit(office, 1)[0].entry
    assert (entry.event, entry.user, entry.generation, entry.count) == ("USER_ENROLLED", 17, 2, 2)


def test_each_enrolment_has_a_secret_of_its_own(office: Office, actor: Actor, network: Network) -> None:
    secrets = []
    for generation in (2, 3):
        enrol_user(office, 17, {LEFT: ridges(0)}, network, actor, replace=True)
        secrets.append(office.enrolments.get(17, generation).secret.export_bytes())
    assert secrets[0] != secrets[1]


def test_number_goes_on_and_the_old_generation_is_tainted(
    office: Office, actor: Actor, network: Network
) -> None:
    terms, reservation = take_number(office, hello(1))
    enrol_user(office, 17, {LEFT: ridges(0)}, network, actor, replace=True)
    assert show_counter(office, 17).n == 1
    with office.database.read() as transaction:
        old = transaction.generations.get(17, 1)
    assert old is not None
    assert old.status is GenerationStatus.TAINTED
    with pytest.raises(Failure) as refused:
        release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert refused.value.code is Code.GENERATION_STALE
    renewed = hello(2, generation=2)
    assert take_number(office, renewed)[1].n == 2


def test_an_enrolment_in_force_is_not_replaced_unasked(
    office: Office, actor: Actor, network: Network
) -> None:
    with pytest.raises(Failure, match=r"give --replace to end .* or --prepare") as refused:
        enrol_user(office, 17, {LEFT: ridges(0)}, network, actor)
    assert refused.value.code is Code.CONFLICT
    assert (office.enrolments.generations(17), show_user(office, 17).generation) == ((), 1)
    prepared = enrol_user(office, 17, {LEFT: ridges(0)}, network, actor, prepare=True)
    assert (prepared.generation, show_user(office, 17).generation) == (2, 1)


@pytest.mark.parametrize("status", [GenerationStatus.TAINTED, GenerationStatus.REVOKED])
def test_one_that_serves_nothing_more_is_followed_without_asking(
    office: Office, actor: Actor, network: Network, status: GenerationStatus
) -> None:
    change_generation(office, 17, None, status, actor)
    assert enrol_user(office, 17, {LEFT: ridges(0)}, network, actor).generation == 2


def test_one_that_is_put_in_force_meanwhile_is_not_replaced(
    office: Office, actor: Actor, network: Network
) -> None:
    class ActivatingRandomness:
        def token(self, length: int) -> bytes:
            activate_generation(offered, 17, actor)
            return bytes(length)

    offered = replace(office, models=TinyShelf())
    enrol_user(office, 17, {RIGHT: ridges(1)}, network, actor, prepare=True)
    change_generation(office, 17, 1, GenerationStatus.TAINTED, actor)
    overtaken = replace(office, randomness=ActivatingRandomness())
    with pytest.raises(Failure, match="User 17 is enrolled, generation 2; give --replace") as refused:
        enrol_user(overtaken, 17, {LEFT: ridges(0)}, network, actor)
    assert refused.value.code is Code.CONFLICT
    assert office.enrolments.generations(17) == (2,)


def test_print_that_gives_no_key_stores_nothing(office: Office, actor: Actor, network: Network) -> None:
    blank = Print(np.full((96, 96), 200, np.uint8))
    with pytest.raises(Failure) as refused:
        enrol_user(office, 17, {LEFT: ridges(0), RIGHT: blank}, network, actor, replace=True)
    assert refused.value.code in {Code.KEY_UNUSABLE, Code.INVALID_INPUT}
    assert office.enrolments.generations(17) == ()
    assert show_user(office, 17).generation == 1


@pytest.fixture
def scanning(office: Office) -> Office:
    """The office, when its branches compare live scans with the enrolled print."""
    config = office.config.model_copy(update={"verification": "embedding"})
    return replace(office, config=config, models=TinyShelf())


def soft_shade() -> Print:
    """Grows darker by a grey level in four pixels: something to make a key of, and no ridge."""
    rows, columns = np.mgrid[0:96, 0:96]
    return Print((rows * 2 + columns // 4).clip(0, 255).astype(np.uint8))


def test_a_print_that_no_scan_could_be_compared_with_stores_nothing(
    office: Office, scanning: Office, actor: Actor, network: Network
) -> None:
    with pytest.raises(Failure, match="right_index: This print shows no ridges") as refused:
        enrol_user(scanning, 17, {LEFT: ridges(0), RIGHT: soft_shade()}, network, actor, replace=True)
    assert refused.value.code is Code.INVALID_INPUT
    assert office.enrolments.generations(17) == ()
    assert show_user(office, 17).generation == 1
    assert enrol_user(scanning, 17, {LEFT: ridges(0)}, network, actor, replace=True).generation == 2


@pytest.mark.parametrize("verification", ["off", "closed-set"])
def test_without_a_comparison_any_print_that_gives_a_key_will_do(
    scanning: Office, actor: Actor, network: Network, verification: str
) -> None:
    config = scanning.config.model_copy(update={"verification": verification})
    office = replace(scanning, config=config)
    assert enrol_user(office, 17, {RIGHT: soft_shade()}, network, actor, replace=True).generation == 2


def test_enrolments_that_make_no_sense(office: Office, actor: Actor, network: Network) -> None:
    exit_user(office, 18, actor)
    codes = []
    for user, prints in ((0, {LEFT: ridges(0)}), (20, {LEFT: ridges(0)}), (18, {LEFT: ridges(0)}), (17, {})):
        with pytest.raises(Failure) as refused:
            enrol_user(office, user, prints, network, actor)
        codes.append(refused.value.code)
    assert codes == [Code.ID_OUT_OF_RANGE, Code.NOT_FOUND, Code.USER_EXITED, Code.INVALID_INPUT]


def test_someone_else_enrolled_meanwhile(
    office: Office, actor: Actor, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OvertakenRandomness:
        def token(self, length: int) -> bytes:
            enrol_user(office, 17, {RIGHT: ridges(1)}, network, actor, replace=True)
            return bytes(length)

    overtaken = replace(office, randomness=OvertakenRandomness())
    with pytest.raises(Failure) as refused:
        enrol_user(overtaken, 17, {LEFT: ridges(0)}, network, actor, replace=True)
    assert refused.value.code is Code.CONFLICT
    assert office.enrolments.get(17, 2).fingers == (RIGHT,)


class FullStore:
    """A store that takes nothing."""

    def put(self, _: object) -> None:
        """Fails."""
        raise Failure(Code.STORAGE_UNAVAILABLE)


def test_enrolment_that_cannot_be_stored_leaves_no_row(
    office: Office, actor: Actor, network: Network
) -> None:
    full = replace(office, enrolments=FullStore())
    with pytest.raises(Failure) as refused:
        enrol_user(full, 17, {LEFT: ridges(0)}, network, actor, replace=True)
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert show_user(office, 17).generation == 1
    assert enrol_user(office, 17, {LEFT: ridges(0)}, network, actor, replace=True).generation == 2
