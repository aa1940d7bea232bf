"""A head office's authority and a branch's keys for the tests of files that carry trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from shared.crypto.certificates import Authority, create_authority
from shared.crypto.joining import Admission, make_admission, make_request
from shared.crypto.packages import hpke_public_key, make_hpke_key
from shared.crypto.secret import Secret
from shared.crypto.signatures import make_signing_key, signing_public_key
from shared.crypto.tls_keys import PrivateKey, make_private_key
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from tests.replay_randomness import ReplayRandomness

NOW = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)
DOMAIN = "ridgekey.internal"
HEAD_OFFICE = Identity(DOMAIN, Role.HEAD_OFFICE)


def branch_identity(name: str) -> Identity:
    """A branch of this domain."""
    return Identity(DOMAIN, Role.BRANCH, name)


@dataclass(frozen=True)
class BranchKeys:
    """What a branch keeps in its home."""

    name: str
    tls: PrivateKey
    hpke: Secret

    @property
    def request(self) -> bytes:
        """Its request to join."""
        return make_request(self.name, self.tls, hpke_public_key(self.hpke))


def make_branch(name: str) -> BranchKeys:
    """A branch whose keys follow from its name."""
    randomness = ReplayRandomness(f"branch {name}")
    return BranchKeys(name, make_private_key(randomness), make_hpke_key(randomness))


class HeadOfficeKeys:
    """An authority and a package key that follow from a seed."""

    def __init__(self, seed: str = "head office") -> None:
        self.randomness = ReplayRandomness(seed)
        self.authority: Authority = create_authority(DOMAIN, NOW, self.randomness)
        self.package_key = make_signing_key(self.randomness)
        self.log_key = make_signing_key(self.randomness)

    def admission(self, branch: BranchKeys) -> bytes:
        """The admission of a branch."""
        identity = branch_identity(branch.name)
        certificate = self.authority.issue(identity, branch.tls.public_key(), NOW, self.randomness)
        return make_admission(
            self.authority,
            Admission(
                certificate=certificate,
                authority=self.authority.certificate,
                head_office_uri=HEAD_OFFICE.uri,
                address="127.0.0.1:7443",
                log_key=signing_public_key(self.log_key),
                package_key=signing_public_key(self.package_key),
            ),
        )


def refusals(parse: Callable[[bytes], object], data: bytes, positions: range) -> set[Code | None]:
    """How a file is refused with one bit altered at each of the positions; ``None`` when it is not."""
    return {_refusal(parse, flipped(data, position)) for position in positions}


def _refusal(parse: Callable[[bytes], object], data: bytes) -> Code | None:
    try:
        parse(data)
    except Failure as failure:
        return failure.code
    return None


def flipped(data: bytes, position: int) -> bytes:
    """The data with one bit of the byte at ``position`` changed; which bit follows from the position."""
    altered = bytearray(data)
    altered[position] ^= 1 << (position & 7)
    return bytes(altered)
