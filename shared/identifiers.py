"""Names and numbers that identify things: users, fingers, branches, images, requests, identities.

Everything here is checked once, where it enters, and refused with one sentence before any look-up.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from shared.errors import Code, Failure

REQUEST_ID_BYTES = 16

_BRANCH_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_IMAGE_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", re.ASCII)
_TRUST_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,20}", re.ASCII)


class Finger(enum.IntEnum):
    """One of ten fingers in the paper's order (papers 003, part one): left little 0 … right thumb 9."""

    LEFT_LITTLE = 0
    LEFT_RING = 1
    LEFT_MIDDLE = 2
    LEFT_INDEX = 3
    LEFT_THUMB = 4
    RIGHT_LITTLE = 5
    RIGHT_RING = 6
    RIGHT_MIDDLE = 7
    RIGHT_INDEX = 8
    RIGHT_THUMB = 9

    @property
    def label(self) -> str:
        """The name used in every command and file, ``left_little`` … ``right_thumb``."""
        return self.name.lower()


@dataclass(frozen=True)
class IdRange:
    """The user IDs that a deployment admits, both ends included (protocol §1.5)."""

    first: int = 1
    last: int = 600

    def check(self, user: int) -> int:
        """Return ``user`` when it lies in the range.

        Raises:
            Failure: ``ID_OUT_OF_RANGE`` otherwise.
        """
        if isinstance(user, bool) or not self.first <= user <= self.last:
            raise self._refusal()
        return user

    def parse(self, text: str) -> int:
        """Read a user ID as a person writes it: decimal digits and nothing else.

        Raises:
            Failure: ``ID_OUT_OF_RANGE`` when the text is no decimal number or outside the range.
        """
        if not _DECIMAL.fullmatch(text):
            raise self._refusal()
        return self.check(int(text))

    def _refusal(self) -> Failure:
        sentence = f"A user ID is a whole number from {self.first} to {self.last}."
        return Failure(Code.ID_OUT_OF_RANGE, sentence, field="user")


def parse_branch_name(text: str) -> str:
    """Check a branch name: 1 to 63 lower-case letters, digits and inner hyphens.

    Raises:
        Failure: ``INVALID_INPUT`` otherwise.
    """
    if not _BRANCH_NAME.fullmatch(text):
        sentence = "A branch name has 1 to 63 lower-case letters, digits and inner hyphens, such as basra."
        raise Failure(Code.INVALID_INPUT, sentence, field="branch")
    return text


LOCAL_ADMIN = "local"
"""Names the administrator who works on the head office's own home (protocol §2.7), and nobody else."""


def parse_admin_name(text: str) -> str:
    """Check an administrator's name: of the form of a branch's, and not that of the local administrator.

    Raises:
        Failure: ``INVALID_INPUT`` otherwise.
    """
    if not _BRANCH_NAME.fullmatch(text):
        sentence = "An administrator's name has 1 to 63 lower-case letters, digits and inner hyphens."
        raise Failure(Code.INVALID_INPUT, sentence, field="name")
    if text == LOCAL_ADMIN:
        sentence = f"{LOCAL_ADMIN} is the audit's word for the head office's own machine; take another name."
        raise Failure(Code.INVALID_INPUT, sentence, field="name")
    return text


def parse_image_id(text: str) -> str:
    """Check an image ID: 1 to 64 letters, digits, inner dots, hyphens and underscores, no two dots together.

    Raises:
        Failure: ``INVALID_INPUT`` otherwise.
    """
    if not _IMAGE_ID.fullmatch(text) or ".." in text:
        sentence = (
            "An image ID has 1 to 64 letters, digits and inner dots, hyphens or underscores, such as xray-7."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="image")
    return text


class Role(enum.StrEnum):
    """What a certificate's holder is (protocol §2.1)."""

    BRANCH = "branch"
    HEAD_OFFICE = "head-office"
    ADMIN = "admin"


@dataclass(frozen=True)
class Identity:
    """The holder of a certificate, as its one URI SAN names it (protocol §2.1)."""

    trust_domain: str
    role: Role
    name: str = ""

    @property
    def uri(self) -> str:
        """The SPIFFE-style URI."""
        path = self.role.value if self.role is Role.HEAD_OFFICE else f"{self.role.value}/{self.name}"
        return f"spiffe://{self.trust_domain}/{path}"


def parse_identity(uri: str) -> Identity:
    """Read an identity URI.

    Raises:
        Failure: ``UNAUTHENTICATED`` when it has any other form than protocol §2.1 gives.
    """
    scheme, _, rest = uri.partition("://")
    domain, _, path = rest.partition("/")
    if scheme == "spiffe" and _TRUST_DOMAIN.fullmatch(domain):
        if path == Role.HEAD_OFFICE.value:
            return Identity(domain, Role.HEAD_OFFICE)
        role, _, name = path.partition("/")
        if role in (Role.BRANCH.value, Role.ADMIN.value) and _BRANCH_NAME.fullmatch(name):
            return Identity(domain, Role(role), name)
    raise Failure(Code.UNAUTHENTICATED)
