"""Admit a Hello (protocol §3.2): every check, in the clause's order, before any number is taken."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from server.ports import GenerationRecord, ImageRecord, Office, ReportedMark, Transaction
from server.services.audit.present_checkpoint import require_extended
from server.services.exchange.demand_scan import demand_scan
from server.services.exchange.require_rate import require_rate, require_user_rate
from server.services.exchange.requirements import (
    require_active_user,
    require_branch,
    require_generation,
    require_grant,
    require_image,
    require_no_backoff,
    require_no_fence,
    require_no_lockout,
)
from shared.errors import Code, Failure
from shared.identifiers import Finger, Identity
from shared.protocol.messages import Hello
from shared.protocol.negotiation import Choice, choose
from shared.protocol.verification import Demand, check_verifier_held


@dataclass(frozen=True)
class Terms:
    """What an admitted exchange goes by: the choice made, the enrolment in force, the scan demanded,
    the image asked for.
    """

    choice: Choice
    generation: int
    fingers: tuple[Finger, ...]
    model_digest: bytes
    demand: Demand
    image: ImageRecord


def admit(office: Office, branch: Identity, hello: Hello) -> Terms:
    """Check a Hello as protocol §3.2 orders.

    Args:
        office: the head office.
        branch: the authenticated caller.
        hello: what it asks for.

    Returns:
        The terms of the exchange; nothing was changed but the branch's rate.

    Raises:
        Failure: the first check that fails, with its code.
    """
    try:
        with office.database.read() as transaction:
            return _admit(office, transaction, branch, hello)
    except Failure as failure:
        if failure.code is Code.COUNTER_ROLLBACK:
            _keep_mark(office, branch, hello)
        raise


def _admit(office: Office, transaction: Transaction, branch: Identity, hello: Hello) -> Terms:
    now, demand = office.clock.now(), demand_scan(office)
    require_branch(transaction, branch)
    require_rate(office, branch)
    office.config.id_range.check(hello.user)
    require_grant(transaction, branch, hello.user)
    require_user_rate(office, branch, hello.user)
    require_no_fence(transaction)
    counter = require_active_user(transaction, hello.user)
    require_no_lockout(transaction, branch, hello.user, now)
    require_no_backoff(transaction, branch, hello.user, now)
    require_image(transaction, branch, hello.user, hello.image)
    choice = choose(hello, office.config.policy)
    generation = _current_generation(transaction, hello, counter.generation)
    model = office.models.current_digest
    if model not in hello.model_digests:
        raise Failure(Code.MODEL_MISMATCH)
    check_verifier_held(demand, hello.model_digests)
    if hello.mark > counter.n:
        raise Failure(Code.COUNTER_ROLLBACK)
    require_extended(transaction, hello.checkpoint)
    image = transaction.images.get(hello.image)
    if image is None:
        raise Failure(Code.IMAGE_NOT_FOUND)
    return Terms(choice, generation.generation, generation.fingers, model, demand, image)


def _keep_mark(office: Office, branch: Identity, hello: Hello) -> None:
    """Keep the mark for whoever sets the fence (protocol §5.7); the refusal stands if it cannot be kept."""
    mark = ReportedMark(branch.name, hello.user, hello.mark, office.clock.now())
    with suppress(Failure), office.database.write() as transaction:
        transaction.fence.report(mark)


def _current_generation(transaction: Transaction, hello: Hello, current: int) -> GenerationRecord:
    if hello.generation != current:
        raise Failure(Code.GENERATION_STALE)
    return require_generation(transaction, hello.user, current)
