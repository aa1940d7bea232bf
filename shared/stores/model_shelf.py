"""The models and verifiers that an end holds: those that come with the release, and those that were added.

An added file lies in the home's ``models`` folder under its own SHA-256, so that nothing about it needs to be
kept secret or sealed: what is read back must have that digest. Superseded ones stay, since sealed files name
theirs (protocol §4.6); which one an exchange uses is not decided here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared.biometrics.models import default_network, default_verifier
from shared.biometrics.verification import (
    ClosedSetVerifier,
    EmbeddingVerifier,
    Verifier,
    parse_verifier,
)
from shared.errors import Code, Failure
from shared.exact.network import MAGIC as NETWORK_MAGIC
from shared.exact.network import Network, parse_network
from shared.stores.atomic import PRIVATE_FOLDER, read_file, refusal, write_file

MAX_MODEL_BYTES = 64 * 1024 * 1024
NETWORK_SUFFIX, VERIFIER_SUFFIX = ".rkmodel", ".rkverif"

_NAME = re.compile(r"[0-9a-f]{64}\.(?:rkmodel|rkverif)", re.ASCII)


@dataclass(frozen=True)
class Item:
    """A network or a verifier, and the bytes of its file.

    Attributes:
        content: what the file holds.
        data: the file.
        shipped: whether it comes with the release.
    """

    content: Network | Verifier
    data: bytes
    shipped: bool = False

    @property
    def digest(self) -> bytes:
        """Its identity: SHA-256 of the file, 32 bytes."""
        return hashlib.sha256(self.data).digest()

    @property
    def kind(self) -> str:
        """``model``, or the kind of a verifier: ``embedding`` or ``closed-set``."""
        return "model" if isinstance(self.content, Network) else self.content.kind

    @property
    def title(self) -> str:
        """What it is, for people."""
        return self.kind if isinstance(self.content, Network) else f"{self.kind} verifier"

    @property
    def name(self) -> str:
        """The name of its file on the shelf."""
        suffix = NETWORK_SUFFIX if isinstance(self.content, Network) else VERIFIER_SUFFIX
        return self.digest.hex() + suffix


class ModelShelf:
    """The shelf of one home.

    Args:
        folder: where added files lie; made when the first is added.
        prove: raises a ``Failure`` for a network that this machine does not compute as it should.
    """

    def __init__(self, folder: Path, prove: Callable[[Network], None]) -> None:
        self._folder = folder
        self._prove = prove
        self._networks: dict[bytes, Network] = {}
        self._verifiers: dict[bytes, Verifier] = {}

    def network(self, digest: bytes) -> Network:
        """The network with this SHA-256, after it was proven on this machine.

        Raises:
            Failure: ``MODEL_MISMATCH`` when it is not here, ``INTEGRITY`` when its file was altered.
        """
        if digest not in self._networks:
            network = default_network()
            if network.digest != digest:
                network = parse_network(self._read(digest, NETWORK_SUFFIX))
            self._prove(network)
            self._networks[digest] = network
        return self._networks[digest]

    def verifier(self, digest: bytes) -> Verifier:
        """The verifier with this SHA-256, after its networks were proven on this machine.

        Raises:
            Failure: ``MODEL_MISMATCH`` when it is not here, ``INTEGRITY`` when its file was altered.
        """
        if digest not in self._verifiers:
            verifier: Verifier | None = default_verifier()
            if verifier is None or verifier.digest != digest:
                verifier = parse_verifier(self._read(digest, VERIFIER_SUFFIX))
            self._prove_all(verifier)
            self._verifiers[digest] = verifier
        return self._verifiers[digest]

    def examine(self, path: Path) -> Item:
        """Read a model or verifier file that a person named, and prove it; nothing is kept.

        Raises:
            Failure: ``NOT_FOUND``, ``TOO_LARGE``, ``MALFORMED`` or ``INTEGRITY`` for a file that is neither,
                or the code of the self-test that it fails.
        """
        data = read_file(path, MAX_MODEL_BYTES)
        return self.prove(Item(_parse(data, path), data))

    def prove(self, item: Item) -> Item:
        """The item, once its networks were proven on this machine.

        Raises:
            Failure: the code of the self-test that fails.
        """
        self._prove_all(item.content)
        return item

    def keep(self, item: Item) -> None:
        """Put an examined file on the shelf, whole or not at all; one that is there already stays.

        Raises:
            Failure: ``LOCAL_FAILURE`` when the system refuses.
        """
        if item.digest in self._shipped():
            return
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        except OSError as error:
            raise refusal("create", self._folder, error) from None
        write_file(self._folder / item.name, item.data)

    def add(self, path: Path) -> bytes:
        """Examine a file and keep it; its digest.

        Raises:
            Failure: as :meth:`examine` and :meth:`keep`; the shelf is as it was then.
        """
        item = self.examine(path)
        self.keep(item)
        return item.digest

    def digests(self) -> tuple[bytes, ...]:
        """What is held: the shipped ones first, then the others, the latest added first."""
        added = sorted(self._files(), key=lambda file: (-file.stat().st_mtime_ns, file.name))
        found = [bytes.fromhex(file.stem) for file in added]
        return (*self._shipped(), *(digest for digest in found if digest not in self._shipped()))

    def held(self) -> tuple[Item, ...]:
        """Everything on the shelf, in the order of :meth:`digests`.

        Raises:
            Failure: ``INTEGRITY`` when a file was altered, ``MALFORMED`` when one is none.
        """
        return tuple(self.item(digest) for digest in self.digests())

    def item(self, digest: bytes) -> Item:
        """One of those held; it is parsed but not proven.

        Raises:
            Failure: ``MODEL_MISMATCH`` when it is not here, ``INTEGRITY`` when its file was altered.
        """
        shipped = self._shipped().get(digest)
        if shipped is not None:
            return Item(shipped, shipped.encode(), shipped=True)
        for suffix in (NETWORK_SUFFIX, VERIFIER_SUFFIX):
            if (self._folder / (digest.hex() + suffix)).exists():
                data = self._read(digest, suffix)
                return Item(_parse(data, self._folder / digest.hex()), data)
        raise Failure(Code.MODEL_MISMATCH)

    def _prove_all(self, content: Network | Verifier) -> None:
        for network in networks_of(content):
            self._prove(network)

    def _read(self, digest: bytes, suffix: str) -> bytes:
        path = self._folder / (digest.hex() + suffix)
        try:
            data = read_file(path, MAX_MODEL_BYTES)
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                raise Failure(Code.MODEL_MISMATCH) from None
            raise
        if hashlib.sha256(data).digest() != digest:
            raise Failure(Code.INTEGRITY, f"{path} was altered; delete it and add the file again.")
        return data

    def _files(self) -> list[Path]:
        try:
            return [file for file in self._folder.iterdir() if _NAME.fullmatch(file.name) and file.is_file()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise refusal("read", self._folder, error) from None

    def _shipped(self) -> dict[bytes, Network | EmbeddingVerifier]:
        network, verifier = default_network(), default_verifier()
        shipped: dict[bytes, Network | EmbeddingVerifier] = {network.digest: network}
        return shipped if verifier is None else {**shipped, verifier.digest: verifier}


def networks_of(content: Network | Verifier) -> tuple[Network, ...]:
    """The networks of a model or verifier."""
    if isinstance(content, Network):
        return (content,)
    if isinstance(content, ClosedSetVerifier):
        return content.subject, content.finger
    if isinstance(content, EmbeddingVerifier):
        return (content.network,)
    raise TypeError(f"no kind of verifier: {type(content).__name__}")


def _parse(data: bytes, path: Path) -> Network | Verifier:
    try:
        return parse_network(data) if data.startswith(NETWORK_MAGIC) else parse_verifier(data)
    except Failure as failure:
        if failure.code is Code.MALFORMED:
            sentence = f"{path} is no model or verifier of RidgeKey, or damaged; copy or export it again."
            raise Failure(Code.MALFORMED, sentence) from None
        raise
