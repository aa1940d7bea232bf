"""Agreeing on version, suite and inner cipher (protocol §3.1, §3.2, §3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.crypto.stream import Suite
from shared.errors import Code, Failure
from shared.protocol.messages import VERSION, Challenge, Hello

INNER_NONE = "none"


@dataclass(frozen=True)
class Policy:
    """What one end is willing to use. A branch offers it in this order; a head office admits it in any.

    Args:
        versions: protocol versions, at or above the end's minimum.
        suites: names of :class:`shared.crypto.stream.Suite`.
        inner_ciphers: names of inner ciphers; ``none`` is one.

    Raises:
        ValueError: something is empty, or a version or suite is not one that this software has.
    """

    versions: tuple[int, ...] = (VERSION,)
    suites: tuple[str, ...] = tuple(suite.value for suite in Suite)
    inner_ciphers: tuple[str, ...] = (INNER_NONE,)

    def __post_init__(self) -> None:
        if not (self.versions and self.suites and self.inner_ciphers):
            raise ValueError("a policy admits at least one version, suite and inner cipher")
        if set(self.versions) != {VERSION} or not set(self.suites) <= set(Suite):
            raise ValueError("a policy admits only versions and suites that this software has")


@dataclass(frozen=True)
class Choice:
    """What the head office chose for one exchange."""

    version: int
    suite: str
    inner_cipher: str


def choose(hello: Hello, policy: Policy) -> Choice:
    """Choose for a Hello (protocol §3.2): the highest common version, then the branch's preference.

    Raises:
        Failure: ``VERSION_UNSUPPORTED`` or ``SUITE_UNSUPPORTED`` when nothing offered is admitted.
    """
    versions = set(hello.versions) & set(policy.versions)
    if not versions:
        raise Failure(Code.VERSION_UNSUPPORTED, field="versions")
    suite = _first_admitted(hello.suites, policy.suites, "suites")
    inner_cipher = _first_admitted(hello.inner_ciphers, policy.inner_ciphers, "inner_ciphers")
    return Choice(max(versions), suite, inner_cipher)


def check_choice(challenge: Challenge, offer: Policy) -> None:
    """Check that the head office chose what this branch offered (protocol §3.5).

    The offer is the branch's own policy, not what may have reached the head office, so that nobody between
    them can bring it below the branch's minimum.

    Raises:
        Failure: ``VERSION_UNSUPPORTED`` or ``SUITE_UNSUPPORTED`` when it was not offered.
    """
    if challenge.version not in offer.versions:
        raise Failure(Code.VERSION_UNSUPPORTED, field="version")
    if challenge.suite not in offer.suites:
        raise Failure(Code.SUITE_UNSUPPORTED, field="suite")
    if challenge.inner_cipher not in offer.inner_ciphers:
        raise Failure(Code.SUITE_UNSUPPORTED, field="inner_cipher")


def _first_admitted(offered: Sequence[str], admitted: Sequence[str], field: str) -> str:
    for name in offered:
        if name in admitted:
            return name
    raise Failure(Code.SUITE_UNSUPPORTED, field=field)
