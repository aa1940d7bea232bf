"""Opens an image that was kept sealed (protocol §4.6), with the key that the enrolled print gives here.

Nobody is asked. The user's lock is held, as in an exchange; what is returned has verified as a whole, and the
live scan that was asked for when the image was fetched is asked for again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from branch_client.branch import Branch
from branch_client.regeneration import regenerate_key
from branch_client.scanner import Scanner, scanner_for
from branch_client.standing import require_standing
from branch_client.state import UserLedger
from branch_client.verification import require_no_lockout, verify_scan
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.counter import finger_of
from shared.protocol.sealed_image import Content, SealedImage, most_bytes, open_image, parse_sealed_image
from shared.protocol.session import KeyedMessage, derive_k
from shared.stores.atomic import read_file
from shared.stores.enrolments import Enrolment
from shared.stores.media_types import file_name_of

SEALED_SUFFIX = ".sealed"
"""How the names of sealed images end when a command chooses them."""


@dataclass(frozen=True)
class Opened:
    """A sealed image that opened whole.

    Attributes:
        user: whose finger opened it.
        n: the message that brought it.
        generation: of the user's enrolment.
        finger: the finger of the message.
        image: the image's ID, as it was sealed.
        media_type: what it is.
        verification: how a live scan was checked now; ``none`` when none was asked for.
        data: the image.
    """

    user: int
    n: int
    generation: int
    finger: Finger
    image: str
    media_type: str
    verification: str
    data: bytes = field(repr=False)

    @property
    def file_name(self) -> str:
        """What its file is called when nobody says otherwise."""
        return file_name_of(self.image, self.media_type)

    def summary(self) -> dict[str, int | str]:
        """The fields that ``open --format json`` prints."""
        return {
            "user": self.user,
            "image": self.image,
            "n": self.n,
            "generation": self.generation,
            "finger": self.finger.label,
            "media_type": self.media_type,
            "bytes": len(self.data),
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "verification": self.verification,
        }


def read_sealed(branch: Branch, path: Path) -> SealedImage:
    """Read a file that a person named, as far as anybody can without a key.

    Raises:
        Failure: ``NOT_FOUND``, ``TOO_LARGE`` or ``LOCAL_FAILURE`` of the file; ``INVALID_INPUT`` when it is
            no sealed image, ``VERSION_UNSUPPORTED`` of another release, ``INTEGRITY`` when it is damaged.
    """
    data = read_file(path, most_bytes(branch.config.max_image_bytes))
    try:
        return parse_sealed_image(data)
    except Failure as failure:
        raise _about(path, failure) from None


def open_sealed_image(branch: Branch, path: Path, scan: Path | None = None) -> Opened:
    """Open a sealed image.

    Args:
        branch: where it was sealed, or another that holds the same enrolment.
        path: the file.
        scan: the live print, where one is asked for: a file, or a folder with one per finger.

    Raises:
        Failure: as :func:`read_sealed`; ``USER_EXITED``, ``NOT_GRANTED``, ``BRANCH_SUSPENDED`` or
            ``BRANCH_REVOKED`` when the head office said so last; ``NOT_FOUND`` when this branch does not hold
            the enrolment; ``MODEL_MISMATCH`` when it lacks the model; ``COMMITMENT_MISMATCH`` or
            ``STREAM_CORRUPT`` when file and key do not belong together; what a live scan is refused with.
    """
    scanner = None if scan is None else scanner_for(scan)
    sealed = read_sealed(branch, path)
    user = sealed.header.message.user
    try:
        _require_held(branch, sealed.header.message)
        with branch.state.lock(user) as ledger:
            require_standing(ledger, user)
            return _opened(branch, ledger, sealed, scanner)
    except Failure as failure:
        raise _about(path, failure) from None


def _opened(branch: Branch, ledger: UserLedger, sealed: SealedImage, scanner: Scanner | None) -> Opened:
    message = sealed.header.message
    enrolment = branch.enrolments.get(message.user, message.generation)
    with enrolment.secret:
        if message.finger != finger_of(message.n, enrolment.fingers):
            raise Failure(Code.INTEGRITY, "Its header was altered; fetch the image again.")
        content = _content(branch, sealed, enrolment)
        _verify_scan(branch, ledger, content, message.finger, enrolment, scanner)
    return Opened(
        user=message.user,
        n=message.n,
        generation=message.generation,
        finger=message.finger,
        image=content.image,
        media_type=content.media_type,
        verification=content.demand.mode,
        data=content.data,
    )


def _require_held(branch: Branch, message: KeyedMessage) -> None:
    """Say what is missing before anything is locked: only the very enrolment gives the key."""
    user, generations = message.user, branch.enrolments.generations(message.user)
    if not generations:
        sentence = f"This branch holds no enrolment of user {user}, or forgot it; nothing else opens this."
        raise Failure(Code.NOT_FOUND, sentence)
    if message.generation not in generations:
        sentence = (
            f"It was sealed with enrolment {message.generation} of user {user}, which this branch does not "
            "hold; fetch the image again."
        )
        raise Failure(Code.NOT_FOUND, sentence)


def _content(branch: Branch, sealed: SealedImage, enrolment: Enrolment) -> Content:
    message = sealed.header.message
    try:
        key = regenerate_key(branch, message, enrolment)
    except Failure as failure:
        if failure.code is not Code.MODEL_MISMATCH:
            raise
        sentence = (
            f"It was sealed with model {message.model_digest.hex()[:16]}…, which this branch lacks; "
            "add its file by `ridgekey-branch model add FILE`."
        )
        raise Failure(Code.MODEL_MISMATCH, sentence) from None
    with key, derive_k(message, key, enrolment.secret) as k:
        return open_image(sealed, k)


def _verify_scan(
    branch: Branch,
    ledger: UserLedger,
    content: Content,
    finger: Finger,
    enrolment: Enrolment,
    scanner: Scanner | None,
) -> None:
    """§3.5a once more: who may not be sent an image may not see it either."""
    demand = content.demand
    if demand.is_none:
        if branch.config.require_verification:
            sentence = (
                "It was fetched without a scan, and this branch insists on one "
                "(RIDGEKEY_REQUIRE_VERIFICATION); fetch the image again."
            )
            raise Failure(Code.VERSION_UNSUPPORTED, sentence)
        return
    require_no_lockout(branch, ledger, enrolment.user)
    verify_scan(branch, ledger, demand, finger, enrolment, scanner)


def _about(path: Path, failure: Failure) -> Failure:
    """The same failure, saying which file it is about."""
    sentence = failure.sentence[0].lower() + failure.sentence[1:]
    return Failure(failure.code, f"{path.name}: {sentence}", field=failure.field)
