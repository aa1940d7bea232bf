"""Hands an opened image to a viewer through a file that is gone when the viewer ends.

The file lies in a folder of mode 0700 of its own, in memory where the machine has such a place. The viewer
must therefore wait: one that passes its file on to a program that runs already returns at once.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from shared.errors import Code, Failure
from shared.stores.atomic import write_file

IN_MEMORY = Path("/dev", "shm")
ENDING_SECONDS = 2.0
"""How long a viewer may take to end once it was told to."""

_SETTINGS = "RIDGEKEY_"
_LINUX = ("feh", "imv", "nsxiv", "sxiv", "qimgv", "gwenview", "eom", "ristretto", "display")
"""Viewers that wait until their window is closed; the first that is installed is taken."""
_MACOS = ("open", "-W", "-n")
_DO_NOT_WAIT = ("xdg-open", "gio", "gnome-open", "kde-open", "kde-open5", "exo-open")
"""Starters of whatever program is set up, which return while it still reads the file."""


def viewer_command(chosen: str | None) -> list[str]:
    """The words of the viewer's command, the file's place among them as ``{}``.

    Args:
        chosen: the command line that a person gave, in which ``{}`` stands for the file, or it comes last.

    Raises:
        Failure: ``INVALID_INPUT`` when it cannot be read, is not installed, or is known not to wait;
            ``NOT_FOUND`` when nothing was said and no viewer is installed.
    """
    words = _default_viewer() if chosen is None else _said(chosen)
    return words if any("{}" in word for word in words) else [*words, "{}"]


def view(data: bytes, file_name: str, command: Sequence[str]) -> None:
    """Show an image and wait until its viewer ends; however that comes about, the file is gone then.

    Args:
        data: the image.
        file_name: what its file is called meanwhile.
        command: as :func:`viewer_command` gave it.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the file cannot be written, or the viewer does not start or fails.
    """
    with _private_folder() as folder:
        file = folder / file_name
        write_file(file, data)
        _run([word.replace("{}", str(file)) for word in command])


def _said(chosen: str) -> list[str]:
    try:
        words = shlex.split(chosen)
    except ValueError:
        words = []
    if not words:
        raise Failure(Code.INVALID_INPUT, "--viewer takes a command, such as feh.", field="viewer")
    if Path(words[0]).name in _DO_NOT_WAIT:
        sentence = f"{words[0]} does not wait until the image was seen; name the viewer itself, such as feh."
        raise Failure(Code.INVALID_INPUT, sentence, field="viewer")
    if shutil.which(words[0]) is None:
        raise Failure(Code.INVALID_INPUT, f"There is no command {words[0]} here.", field="viewer")
    return words


def _default_viewer() -> list[str]:
    if sys.platform == "darwin":
        return list(_MACOS)
    for name in _LINUX:
        if shutil.which(name) is not None:
            return [name]
    sentence = (
        f"None of {', '.join(_LINUX)} is installed; name another viewer that waits with --viewer, "
        "or use --show or -o."
    )
    raise Failure(Code.NOT_FOUND, sentence)


@contextmanager
def _private_folder() -> Iterator[Path]:
    in_memory = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK | os.X_OK)
    try:
        folder = Path(tempfile.mkdtemp(prefix="ridgekey-view-", dir=IN_MEMORY if in_memory else None))
    except OSError as error:
        raise Failure(Code.LOCAL_FAILURE, f"There is no folder for the viewer: {error.strerror}.") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(words: Sequence[str]) -> None:
    try:
        viewer = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=_environment()
        )
    except OSError as error:
        raise Failure(Code.LOCAL_FAILURE, f"{words[0]} does not start: {error.strerror}.") from None
    try:
        status = viewer.wait()
    finally:
        _end(viewer)
    if status != 0:
        raise Failure(Code.LOCAL_FAILURE, f"{words[0]} ended with {status}; name another with --viewer.")


def _environment() -> dict[str, str]:
    """Ours without the settings: the master key may be among them."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}


def _end(viewer: subprocess.Popen[bytes]) -> None:
    """A viewer that is still there when we are told to end goes first: it has the file open."""
    if viewer.poll() is None:
        viewer.terminate()
        try:
            viewer.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            viewer.kill()
            viewer.wait()
