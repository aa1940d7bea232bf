"""Files that appear whole or not at all (protocol §4.5): 0600 temporary file, fsync, rename, fsync of folder.

A reader never sees half a file, a crash leaves at worst a hidden temporary file, and no name is ever followed
through a symbolic link.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from shared.errors import Code, Failure

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
TEMPORARY_PREFIX = ".ridgekey-"


def write_file(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write ``data`` to ``path`` so that the name shows all of it, durably, or is left as it was.

    Args:
        path: the target; its folder must exist.
        data: the whole content.
        replace: whether an existing file may be replaced.

    Raises:
        Failure: ``CONFLICT`` when the file exists and may not be replaced; ``LOCAL_FAILURE`` when the system
            refuses, with its reason.
    """
    with open_atomically(path, replace=replace) as file:
        file.write(data)


@contextmanager
def open_atomically(path: Path, *, replace: bool = True) -> Iterator[BinaryIO]:
    """Open a temporary file beside ``path`` that takes its name when the block ends without an exception.

    Raises:
        Failure: as :func:`write_file`; the temporary file is gone then.
    """
    if "\0" in str(path):
        raise Failure(Code.LOCAL_FAILURE, "A file name may not contain NUL.")
    temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}.tmp"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(temporary, flags, PRIVATE_FILE), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _take_name(temporary, path, replace=replace)
        sync_folder(path.parent)
    except FileExistsError:
        raise Failure(Code.CONFLICT, f"{path} exists already; choose another name.") from None
    except OSError as error:
        raise refusal("write", path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def read_file(path: Path, limit: int | None = None) -> bytes:
    """Read a whole file that a person named.

    Args:
        path: the file.
        limit: the most bytes it may have.

    Raises:
        Failure: ``NOT_FOUND`` when it does not exist, ``INVALID_INPUT`` when it is no regular file,
            ``TOO_LARGE`` beyond the limit, ``LOCAL_FAILURE`` when the system refuses.
    """
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Failure(Code.INVALID_INPUT, f"{path} is not a file.")
            data = file.read() if limit is None else file.read(limit + 1)
    except FileNotFoundError:
        raise Failure(Code.NOT_FOUND, f"There is no file {path}.") from None
    except IsADirectoryError:
        raise Failure(Code.INVALID_INPUT, f"{path} is a folder, not a file.") from None
    except (OSError, ValueError) as error:
        raise refusal("read", path, error) from None
    if limit is not None and len(data) > limit:
        raise Failure(Code.TOO_LARGE, f"{path} is larger than {limit} bytes, the most for such a file.")
    return data


def check_writable(path: Path) -> None:
    """Check before any work is done that ``path`` can take a new file.

    Its folder exists and may be written; what has the name already, if anything, is a file.

    Raises:
        Failure: ``INVALID_INPUT`` with one sentence that names the folder or what is there.
    """
    if "\0" in str(path):
        raise Failure(Code.INVALID_INPUT, "A file name may not contain NUL.")
    if not path.parent.is_dir():
        raise Failure(Code.INVALID_INPUT, f"There is no folder {path.parent}; create it first.")
    if path.is_dir():
        raise Failure(Code.INVALID_INPUT, f"{path} is a folder; name a file in it.")
    if path.exists() and not path.is_file():  # a device, say: its name would be taken from it
        raise Failure(Code.INVALID_INPUT, f"{path} is there and is no file; name another one.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Failure(Code.INVALID_INPUT, f"The folder {path.parent} may not be written by this account.")


def make_folder(path: Path) -> None:
    """Make a private folder, unless it is there.

    Raises:
        Failure: ``INVALID_INPUT`` when something else has its name, or there is nowhere to make it;
            ``LOCAL_FAILURE`` when the system refuses.
    """
    if "\0" in str(path):
        raise Failure(Code.INVALID_INPUT, "A folder's name may not contain NUL.")
    try:
        path.mkdir(PRIVATE_FOLDER, exist_ok=True)
    except FileExistsError:
        raise Failure(Code.INVALID_INPUT, f"{path} is a file; name a folder.") from None
    except (FileNotFoundError, NotADirectoryError):
        raise Failure(Code.INVALID_INPUT, f"There is no folder {path.parent}; create it first.") from None
    except OSError as error:
        raise refusal("create", path, error) from None


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refusal(verb: str, path: Path, error: OSError | ValueError) -> Failure:
    """The failure that says why the system would not read or write ``path``."""
    reason = (error.strerror if isinstance(error, OSError) else None) or "the name is not valid"
    return Failure(Code.LOCAL_FAILURE, f"Cannot {verb} {path}: {reason}.")


def _open_without_waiting(path: str, flags: int) -> int:
    # Opening a pipe would wait for its other end before it could be seen to be no file.
    return os.open(path, flags | os.O_NONBLOCK)


def _take_name(temporary: Path, path: Path, *, replace: bool) -> None:
    if replace:
        temporary.replace(path)
    else:
        os.link(temporary, path, follow_symlinks=False)  # fails when the name is taken; replace() would not
