"""Renews this branch's certificate over its own connection, before it ends (protocol §2.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from branch_client.branch import Branch
from branch_client.connection import ping, renew_certificate
from shared.crypto.joining import Admission, make_request, parse_admission
from shared.crypto.packages import hpke_public_key
from shared.crypto.signed_papers import check_admits, request_fingerprint
from shared.crypto.tls_keys import PrivateKey, make_private_key
from shared.crypto.validity import check_valid_at, days_left, is_renewable, nears_its_end
from shared.errors import Code, Failure
from shared.stores.atomic import check_writable, write_file
from shared.stores.keyring import HPKE


@dataclass(frozen=True)
class Asked:
    """A request for a new certificate that goes to the head office as a file."""

    request: Path
    fingerprint: str


def renew(branch: Branch, *, force: bool = False) -> Branch:
    """Get a new certificate and use it once; the one before, and its key, end with that.

    One that was got earlier and not used yet is what is renewed to, without asking for another.

    Args:
        branch: the branch, with a certificate that is still valid.
        force: renew although more than two thirds of its life are left.

    Returns:
        The branch with its new certificate.

    Raises:
        Failure: ``RENEWAL_EARLY``, ``RENEWAL_REFUSED``, ``RATE_LIMITED``, ``CERTIFICATE_EXPIRED``, or
            whatever else the head office or the line says; ``INTEGRITY`` for an answer that is none. The
            branch goes on with the certificate before, or with the new one once that is here.
    """
    with branch.certificates.lock():
        settled, was_renewed = _settled(branch)
        if was_renewed and not force:
            return settled
        return _settled(_renewed(settled, force=force))[0]


def kept_valid(branch: Branch, warn: Callable[[str], None]) -> Branch:
    """The branch, renewed first when less than a third of its certificate's life is left.

    What goes wrong about that stops nobody: it is told, and the next call tries again.

    Args:
        branch: as it was opened.
        warn: is told the sentence.
    """
    if not is_due(branch) and branch.certificates.renewed() is None:
        return branch
    try:
        with branch.certificates.lock():
            settled, _ = _settled(branch)
            return _settled(_renewed(settled, force=False))[0] if is_due(settled) else settled
    except Failure as failure:
        days = days_left(branch.admission.certificate, branch.clock.now())
        if is_due(branch) and days >= 0:  # of one that ended, the call itself says so
            warn(f"{ends_in(days)} It could not be renewed now: {failure.sentence}")
        return branch


def is_due(branch: Branch) -> bool:
    """Whether less than a third of its certificate's life is left, and a new one would last longer."""
    admission = branch.admission
    worth = is_renewable(admission.certificate, admission.authority)
    return worth and nears_its_end(admission.certificate, branch.clock.now())


def ends_in(days: int) -> str:
    """How long a certificate is valid yet, as a sentence."""
    left = "today" if days == 0 else f"in {days} day{'s' if days > 1 else ''}"
    return f"This branch's certificate ends {left}."


def ask_by_file(branch: Branch, request: Path) -> Asked:
    """Make a new key, and write a request for its certificate that an administrator is to approve.

    This is the way of a branch that cannot call any more. Its key for enrolment packages stays the same.

    Raises:
        Failure: ``INVALID_INPUT`` for a file that cannot be written; ``LOCAL_FAILURE``.
    """
    check_writable(request)
    with branch.certificates.lock():
        key = make_private_key(branch.randomness)
        data = _request(branch, key)
        branch.certificates.prepare(key)
    write_file(request, data)
    return Asked(request, request_fingerprint(data))


def _settled(branch: Branch) -> tuple[Branch, bool]:
    """Use a renewed certificate for the first time, or go back to the one before; whether it is in force now.

    Only a head office that takes the one before and not the renewed one makes the branch go back: neither a
    line that is down nor a clock that is wrong.
    """
    certificates = branch.certificates
    accepted, renewed = replace(branch, admission=certificates.accepted()), certificates.renewed()
    if renewed is None:
        return accepted, False
    branch = replace(branch, admission=renewed)
    try:
        ping(branch)
    except Failure as failure:
        if failure.code is not Code.UNAUTHENTICATED:
            raise
        ping(accepted)
        certificates.give_up_renewed()
        return accepted, False
    certificates.put_in_force()
    return branch, True


def _renewed(branch: Branch, *, force: bool) -> Branch:
    """The branch with a certificate that the head office just issued, kept here and not used yet."""
    key = make_private_key(branch.randomness)
    data = renew_certificate(branch, _request(branch, key), force=force)
    admission = _checked(branch, data, key)
    branch.certificates.keep(key, data)
    return replace(branch, admission=admission)


def _request(branch: Branch, key: PrivateKey) -> bytes:
    with branch.keyring.secret(HPKE) as private:
        return make_request(branch.identity.name, key, hpke_public_key(private))


def _checked(branch: Branch, data: bytes, key: PrivateKey) -> Admission:
    """The answer, when it is an admission of this very branch by the head office that it joined."""
    admission, held = parse_admission(data), branch.admission
    check_admits(admission, branch.identity.name, key.public_key())
    if _head_office(admission) != _head_office(held) or admission.identity != held.identity:
        sentence = "The answer is not from the head office that this branch joined; nothing was kept. Ask it."
        raise Failure(Code.INTEGRITY, sentence)
    check_valid_at(admission.certificate, branch.clock.now())
    return admission


def _head_office(admission: Admission) -> tuple[object, ...]:
    """All that a branch knows its head office by; only the address may change."""
    return (admission.authority, admission.head_office_uri, admission.log_key, admission.package_key)
