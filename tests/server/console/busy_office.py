"""A whole head office after a day of work, for the console to show: synthetic throughout.

Its home is made as ``ridgekey init`` makes one; branches, users and images are put into the registry; a day
of exchanges goes through the services on a clock that is set.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from server.bootstrap.head_office import open_head_office
from server.bootstrap.initialise import Plan, initialise
from server.bootstrap.signing import sign_log
from server.ports import (
    Actor,
    BranchRecord,
    BranchStatus,
    GenerationRecord,
    GenerationStatus,
    Office,
    Release,
    UserStatus,
)
from server.services.administration import put_image
from server.services.exchange import (
    Delivery,
    admit,
    confirm,
    record_refusal,
    refuse_proof,
    release,
    reserve,
    sweep,
)
from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.identifiers import Finger, Identity, Role
from shared.protocol.messages import Hello, Outcome
from shared.stores.enrolments import Enrolment
from tests.databases import new_database
from tests.free_ports import free_address
from tests.replay_randomness import ReplayRandomness
from tests.server.registered_office import DOMAIN, TLS_GROUP, hello
from tests.server.settable_clock import SettableClock

EXCHANGES = 80
BRANCHES = ("baghdad", "basra", "erbil", "karbala", "kirkuk", "mosul")
USERS = tuple(range(11, 71))
EXITED = 23
IMAGES = ("chart-12", "ct-abdomen-4", "mri-1", "mri-2", "plan-2", "scan-3", "survey-88", "xray-7", "xray-8")

_SEED = 11
_DAY = 24 * 3600


def make(home: Path, clock: SettableClock | None = None) -> SettableClock:
    """Make the home and let its day pass; the clock stands at the day's end then."""
    clock = clock or SettableClock()
    plan = Plan(home, listen=free_address(), reason="a new head office", database=new_database())
    initialise(plan, clock=clock, randomness=ReplayRandomness("busy"))
    office = open_head_office(home, clock=clock, randomness=ReplayRandomness("busy too"))
    try:
        _register(office)
        _live_through(office, clock)
    finally:
        office.database.close()
    return clock


def _register(office: Office) -> None:
    now = office.clock.now()
    with office.database.write() as transaction:
        for name in BRANCHES:
            transaction.branches.add(_branch(name, now))
        for user in USERS:
            transaction.counters.add(user)
            transaction.generations.add(_enrolled(office, user, now))
            transaction.counters.set_generation(user, 1)
            for name in {BRANCHES[user % 6], BRANCHES[user % 4]}:
                transaction.grants.add(name, user, now)
        transaction.counters.set_status(EXITED, UserStatus.EXITED)
    actor = Actor.local(DOMAIN, "for the branches")
    for number, image in enumerate(IMAGES):
        to = Release(everyone=True) if number % 3 else Release(users=USERS[: number + 2])
        put_image(office, image, bytes(1500 * (number + 1) ** 3), "image/png", to, actor)


def _branch(name: str, now: datetime) -> BranchRecord:
    status = BranchStatus.SUSPENDED if name == "kirkuk" else BranchStatus.ACTIVE
    days = {"erbil": 12, "kirkuk": 1}.get(name, 90)
    uri = Identity(DOMAIN, Role.BRANCH, name).uri
    digest = ReplayRandomness(name).token(32)
    return BranchRecord(name, uri, digest, status, now, now + timedelta(days=days, seconds=-3600))


def _enrolled(office: Office, user: int, now: datetime) -> GenerationRecord:
    """A sealed enrolment that opens, of prints that no finger made."""
    fingers = tuple(Finger)[: 3 + user % 8]
    model = office.models.current_digest
    plain = Print(np.full((96, 96), user, dtype=np.uint8))
    with Secret(office.randomness.token(32)) as secret:
        office.enrolments.put(Enrolment(user, 1, model, dict.fromkeys(fingers, plain), secret))
    return GenerationRecord(user, 1, GenerationStatus.ACTIVE, model, fingers, now)


def _live_through(office: Office, clock: SettableClock) -> None:
    """Exchanges through a day, more of them in its middle; the last three are still under way."""
    chance = random.Random(_SEED)
    moments = sorted(chance.triangular(0, _DAY - 900, _DAY * 0.6) for _ in range(EXCHANGES))
    begun = clock.now()
    for number, moment in enumerate(moments):
        clock.advance(max(0.0, moment - (clock.now() - begun).total_seconds()))
        sweep(office)
        _exchange(office, clock, number, chance)
    clock.advance(_DAY - 60 - (clock.now() - begun).total_seconds())
    sweep(office)
    for number in range(3):
        clock.advance(5)
        _begin(office, _asked(office, EXCHANGES + number, 11 + number))
    sign_log(office)
    clock.advance(20)
    record_refusal(office, Identity(DOMAIN, Role.BRANCH, "mosul").uri, Failure(Code.USER_EXITED), EXITED)


def _exchange(office: Office, clock: SettableClock, number: int, chance: random.Random) -> None:
    fate, user = chance.random(), chance.choice([user for user in USERS if user != EXITED])
    asked, branch = _asked(office, number, user), _home_of(user)
    if fate < 0.06:
        record_refusal(
            office, branch.uri, Failure(chance.choice((Code.NOT_GRANTED, Code.RATE_LIMITED))), user
        )
        return
    terms = admit(office, branch, asked)
    reservation = reserve(office, branch, asked, terms)
    if fate < 0.11:
        refuse_proof(office, branch, asked, reservation)
        return
    attempt = release(office, branch, asked, terms, reservation, TLS_GROUP)
    seconds = 0.4 + 2 * chance.random()
    clock.advance(seconds)
    if fate > 0.16:  # else the receipt is lost, and the sweep settles it
        confirm(
            office,
            branch,
            asked,
            reservation,
            Delivery(Outcome.DELIVERED, attempt, 4, terms.image.size, seconds),
        )


def _begin(office: Office, asked: Hello) -> None:
    branch = _home_of(asked.user)
    terms = admit(office, branch, asked)
    reservation = reserve(office, branch, asked, terms)
    if asked.user != 11:
        release(office, branch, asked, terms, reservation, TLS_GROUP)


def _asked(office: Office, number: int, user: int) -> Hello:
    held = (office.models.current_digest, office.models.current_verifier("embedding").digest)
    image = [image for place, image in enumerate(IMAGES) if place % 3][number % 6]
    return hello(number + 1, user, image, model_digests=held)


def _home_of(user: int) -> Identity:
    """A branch that serves the user and may ask."""
    name = BRANCHES[user % 6]
    return Identity(DOMAIN, Role.BRANCH, name if name != "kirkuk" else BRANCHES[user % 4])
