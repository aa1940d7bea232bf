"""Makes a home: built in a hidden sibling folder, made durable, then renamed: half of one never exists."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shared.crypto.randomness import Randomness
from shared.errors import Code, Failure
from shared.stores.atomic import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    TEMPORARY_PREFIX,
    refusal,
    sync_folder,
    write_file,
)
from shared.stores.home import (
    FORMAT_VERSION,
    Home,
    HomeKind,
    RecordValue,
    encode_record,
    expand,
)
from shared.stores.master_key import MASTER_KEY_BYTES

_FOLDERS = {
    HomeKind.HEAD_OFFICE: ("secrets", "keys", "certificates", "images", "enrolments", "branches"),
    HomeKind.BRANCH: ("secrets", "keys", "enrolments"),
    HomeKind.ADMIN: ("secrets", "keys"),
}


@contextmanager
def create_home(
    path: Path, kind: HomeKind, record: Mapping[str, RecordValue], randomness: Randomness
) -> Iterator[Home]:
    """Create a home at ``path``. The block fills it; it appears under its name when the block ends well.

    Folders that are missing above ``path`` are made, and removed again when the block fails. An empty folder
    at ``path`` is taken over. A master key is drawn unless the settings name a source.

    Raises:
        Failure: ``CONFLICT`` when something is there already; ``LOCAL_FAILURE`` when the system refuses.
    """
    with build_home(path, kind) as building:
        home = Home(building, kind, {"format": FORMAT_VERSION, "kind": kind.value, **record})
        _draw_master_key(home, randomness)
        yield home
        write_file(building / kind.record_name, encode_record(home.record))


@contextmanager
def build_home(path: Path, kind: HomeKind) -> Iterator[Path]:
    """Build what is to be the home at ``path`` in a hidden folder beside it, which has a home's folders.

    It is made durable and gets its name when the block ends well; there is nothing left of it otherwise.

    Raises:
        Failure: as :func:`create_home`.
    """
    root = _resolve(path)
    check_home_is_free(root, kind)
    made = _make_parents(root)
    building: Path | None = None
    try:
        building = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=root.parent))
        for name in _FOLDERS[kind]:
            (building / name).mkdir(mode=PRIVATE_FOLDER)
        yield building
        _make_durable(building)
        building.rename(root)
        sync_folder(root.parent)
    except OSError as error:
        _remove(building, made)
        raise _refusal(root, error) from None
    except BaseException:
        _remove(building, made)
        raise


def check_home_is_free(path: Path, kind: HomeKind) -> None:
    """Check that a new home can be made at ``path``: nothing is there, or an empty folder.

    Raises:
        Failure: ``CONFLICT`` otherwise, with a sentence that says what is there.
    """
    root = _resolve(path)
    try:
        if not os.path.lexists(root):
            return
        if not root.is_dir():
            raise Failure(Code.CONFLICT, f"{root} is a file; name another folder with --home.")
        if root.is_mount():
            raise Failure(Code.CONFLICT, f"{root} is a mount point; name a folder inside it with --home.")
        names = {entry.name for entry in root.iterdir()}
    except OSError as error:
        raise refusal("read", root, error) from None
    for existing in HomeKind:
        if existing.record_name in names:
            sentence = f"{root} is the home of {existing.owner} already; nothing was changed."
            raise Failure(Code.CONFLICT, sentence)
    if names:
        sentence = f"{root} is not empty and not the home of {kind.owner}; name a new folder with --home."
        raise Failure(Code.CONFLICT, sentence)


def _resolve(path: Path) -> Path:
    try:
        return expand(path).resolve()
    except (OSError, ValueError, RuntimeError):  # NUL, a loop of links
        raise Failure(Code.INVALID_INPUT, "The folder named by --home is not a valid path.") from None


def _make_parents(root: Path) -> list[Path]:
    missing = [folder for folder in root.parents if not folder.exists()]
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir(mode=PRIVATE_FOLDER)
            made.insert(0, folder)
    except OSError as error:
        _remove(None, made)
        raise refusal("create", root, error) from None
    return made


def _draw_master_key(home: Home, randomness: Randomness) -> None:
    if home.key_source.is_own and home.key_source.file is not None:
        write_file(home.key_source.file, randomness.token(MASTER_KEY_BYTES))
    home.master_key().wipe()  # refuse a provided file that is no key before anything is sealed with it


def _make_durable(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync_private(Path(parent) / name)
        Path(parent).chmod(PRIVATE_FOLDER)
        sync_folder(Path(parent))


def _sync_private(path: Path) -> None:
    path.chmod(PRIVATE_FILE)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove(building: Path | None, made: list[Path]) -> None:
    if building is not None:
        shutil.rmtree(building, ignore_errors=True)
    for folder in made:  # innermost first; a folder that something else uses by now stays
        try:
            folder.rmdir()
        except OSError:
            return


def _refusal(root: Path, error: OSError) -> Failure:
    if isinstance(error, FileExistsError) or os.path.lexists(root):
        return Failure(Code.CONFLICT, f"{root} was made by something else meanwhile; nothing was changed.")
    return refusal("create", root, error)
