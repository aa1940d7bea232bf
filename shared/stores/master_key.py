"""Where the master key of a home comes from: its own file, another file, the environment, or a program."""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.settings import MasterKeySettings, load_settings
from shared.settings.file import is_open_to_others
from shared.stores.atomic import read_file
from shared.stores.key_command import key_from_command

MASTER_KEY_BYTES = 32
MASTER_KEY_VARIABLE = "RIDGEKEY_MASTER_KEY_FILE"
_MOST_BYTES = 1024
_HEX_DIGITS = 2 * MASTER_KEY_BYTES


class KeySource(ABC):
    """One place that the master key comes from."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The place in words, as the end of "it comes from …"."""

    @property
    def file(self) -> Path | None:
        """The file that holds the key, when it is one."""
        return None

    @property
    def is_own(self) -> bool:
        """Whether it is the home's own file, which RidgeKey made and may replace."""
        return False

    @abstractmethod
    def read(self) -> Secret:
        """The key, 32 bytes; the caller wipes it.

        Raises:
            Failure: ``HOME_INVALID`` when it cannot be had or is none.
        """


class KeyFile(KeySource):
    """A file that holds the key: 32 bytes, or their hexadecimal digits or base64.

    Args:
        path: the file.
        own: whether it is the home's own.
    """

    def __init__(self, path: Path, *, own: bool) -> None:
        self._path = path
        self._own = own

    @property
    def name(self) -> str:
        """See :attr:`KeySource.name`."""
        return f"the home's own file {self._path}" if self._own else f"the file {self._path}"

    @property
    def file(self) -> Path | None:
        """See :attr:`KeySource.file`."""
        return self._path

    @property
    def is_own(self) -> bool:
        """See :attr:`KeySource.is_own`."""
        return self._own

    def read(self) -> Secret:
        """See :meth:`KeySource.read`; the home's own file may not be open to others either.

        Whoever provides another file answers for its permissions.
        """
        path = self._path
        try:
            if self._own and is_open_to_others(path):
                sentence = f"Others on this machine can read the master key; run `chmod 600 {path}`."
                raise Failure(Code.HOME_INVALID, sentence)
            if path.exists() and not path.is_file():  # a pipe would give the key once, and never again
                raise Failure(Code.HOME_INVALID, f"The master key {path} is no file; name one that is.")
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES)
        except (OSError, ValueError):  # a name may have a NUL
            sentence = f"The master key {path} cannot be read; restore it or set {MASTER_KEY_VARIABLE}."
            raise Failure(Code.HOME_INVALID, sentence) from None
        return parse_master_key(data, str(path))


class KeyText(KeySource):
    """A key in the environment, in hexadecimal digits or base64."""

    def __init__(self, settings: MasterKeySettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """See :attr:`KeySource.name`."""
        return self._settings.source_of("master_key")

    def read(self) -> Secret:
        """See :meth:`KeySource.read`."""
        text = self._settings.master_key
        return parse_master_key(text.get_secret_value().encode() if text else b"", "RIDGEKEY_MASTER_KEY")


class KeyCommand(KeySource):
    """A program that writes the key; it is asked once for each opened home.

    Args:
        command: the program and its arguments.
        timeout_seconds: how long it may take.
    """

    def __init__(self, command: Sequence[str], timeout_seconds: float) -> None:
        self._command = command
        self._timeout_seconds = timeout_seconds
        self._kept: Secret | None = None

    @property
    def name(self) -> str:
        """See :attr:`KeySource.name`."""
        return f"the program {self._command[0]} (master_key_command)"

    def read(self) -> Secret:
        """See :meth:`KeySource.read`."""
        if self._kept is None:
            output = key_from_command(self._command, self._timeout_seconds)
            try:
                self._kept = parse_master_key(output, f"What {self._command[0]} wrote")
            finally:
                output[:] = bytes(len(output))
        return Secret(self._kept.export_view())


def own_key_file(root: Path) -> Path:
    """The file of a home that holds its master key, unless that comes from elsewhere."""
    return root / "secrets" / "master.key"


def find_key_source(root: Path) -> KeySource:
    """The one source of the master key of the home at ``root``.

    Raises:
        Failure: as :func:`shared.settings.load_settings`; ``INVALID_INPUT`` when more than one is given.
    """
    settings = load_settings(MasterKeySettings, root, {}, whole=False)
    if settings.master_key_command is not None:
        return KeyCommand(settings.master_key_command, settings.master_key_timeout_seconds)
    if settings.master_key is not None:
        return KeyText(settings)
    if settings.master_key_file is not None:
        path = settings.master_key_file
        return KeyFile(path, own=path == own_key_file(root))
    return KeyFile(own_key_file(root), own=True)


def named_master_key(file: Path, field: str) -> Secret:
    """The master key in a file that a person named; the caller wipes it.

    Raises:
        Failure: ``INVALID_INPUT`` for ``field`` when it holds none; else as ``read_file``.
    """
    try:
        return parse_master_key(read_file(file, _MOST_BYTES), str(file))
    except Failure as failure:
        if failure.code is Code.HOME_INVALID:  # the same sentence, said of what a person named
            raise Failure(Code.INVALID_INPUT, failure.sentence, field=field) from None
        raise


def parse_master_key(data: bytes | bytearray, what: str) -> Secret:
    """Read a master key: 32 bytes as they are, or as 64 hexadecimal digits, or as base64.

    Args:
        data: what was given, a line end behind digits or base64 included.
        what: what it is, for the sentence.

    Raises:
        Failure: ``HOME_INVALID`` when it is none.
    """
    if len(data) == MASTER_KEY_BYTES:
        return Secret(data)
    text = bytes(data).strip()
    try:
        key = (
            bytes.fromhex(text.decode())
            if len(text) == _HEX_DIGITS
            else base64.b64decode(text, validate=True)
        )
    except ValueError:  # neither
        key = b""
    if len(key) == MASTER_KEY_BYTES:
        return Secret(key)
    sentence = (
        f"{what} is not a master key of {MASTER_KEY_BYTES} bytes; give those bytes, or their "
        f"{_HEX_DIGITS} hexadecimal digits or base64."
    )
    raise Failure(Code.HOME_INVALID, sentence)
