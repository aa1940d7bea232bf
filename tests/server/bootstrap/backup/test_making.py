"""A backup has all of a head office as of one moment, whatever goes on meanwhile, and no secret in clear."""

from __future__ import annotations

import base64
import errno
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from server.adapters.backup.manifest import MANIFEST, Manifest
from server.bootstrap.backup import making
from server.bootstrap.backup.making import Backup, BackupWish, back_up
from server.cli.office import administrator, opened
from server.config import MEBIBYTE
from server.ports import Office
from shared.crypto.secret import Secret
from shared.crypto.tls_keys import encode_private_key
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import AUTHORITY, LOG, PACKAGE, SERVER, Keyring
from tests.command_lines import ridgekey
from tests.replay_randomness import ReplayRandomness
from tests.seeded_networks import TINY_PATH
from tests.staffed_homes import ONE_PRINT, Homes

PASSWORD = "canary-password-of-a-database"
PASSPHRASE = "canary passphrase, of five words"
OF_THIS_MACHINE = {"secrets", "locks", "database.sqlite3", "database.sqlite3-wal", "database.sqlite3-shm"}
"""What is not in a backup as it lies there; of these only the database is in it at all."""


def nothing_told(done: int, total: int) -> None:
    """Progress that nobody sees."""


def made(homes: Homes, file: Path, **wish: Any) -> Backup:
    """A backup of the head office."""
    with opened(homes.office) as office:
        return back_up(office, BackupWish(file, **wish), administrator(office, ""), nothing_told)


def names_in(file: Path) -> set[str]:
    """The names of all members of an archive."""
    with tarfile.open(file) as tar:
        return set(tar.getnames())


def manifest_of(file: Path) -> Manifest:
    """What an archive says of itself."""
    with tarfile.open(file) as tar:
        stream = tar.extractfile(MANIFEST)
        assert stream is not None
        return Manifest.decode(stream.read())


@pytest.fixture
def furnished(homes: Homes) -> Homes:
    """The head office with everything that a home can have."""
    office = homes.office
    (office / "config.toml").write_text("# a comment\ndrain_grace_seconds = 9.0\n")
    (office / "config.toml").chmod(0o600)
    for line in (
        ("config", "model", TINY_PATH),
        ("config", "renew-certificate", "--reason", "x"),
        ("audit", "checkpoint", "--out", homes.file("kept.checkpoint")),
    ):
        done = ridgekey(*line, home=office)
        assert done.code == 0, done.err
    (office / "seen.checkpoint").write_bytes(homes.file("kept.checkpoint").read_bytes())
    return homes


def test_everything_in_a_home_is_in_its_backup(furnished: Homes, tmp_path: Path) -> None:
    """A folder that is added to homes some day has to be thought of here."""
    done = made(furnished, tmp_path / "a.tar")
    members = names_in(tmp_path / "a.tar")
    for path in sorted(furnished.office.rglob("*")):
        name = str(path.relative_to(furnished.office))
        if path.is_file() and name.partition("/")[0] not in OF_THIS_MACHINE | {"config.toml"}:
            assert {name, f"home/{name}"} & members, name
    assert any(name.startswith("settings/config.toml.") for name in members)
    assert any(name.startswith("models/") for name in members)
    assert any(name.startswith("database.") for name in members)
    assert "home/seen.checkpoint" in members
    assert not [name for name in members if "master" in name]
    assert (done.manifest.images, done.manifest.enrolments) == (1, 1)
    assert (done.manifest.removed, done.manifest.damaged, done.elsewhere) == ((), (), None)
    assert done.manifest == manifest_of(tmp_path / "a.tar")


def secrets_of(homes: Homes) -> dict[str, bytes]:
    """Every secret of the head office, as bytes."""
    home = open_home(homes.office, HomeKind.HEAD_OFFICE)
    with opened(homes.office) as office, home.master_key() as master:
        keys = Keyring(home, master, office.randomness)
        enrolment = office.enrolments.get(17, 1)
        with enrolment.secret as secret, keys.secret(LOG) as log, keys.secret(PACKAGE) as package:
            return {
                "master key": master.export_bytes(),
                "authority key": encode_private_key(keys.certified(AUTHORITY)),
                "server key": encode_private_key(keys.certified(SERVER)),
                "log key": log.export_bytes(),
                "package key": package.export_bytes(),
                "enrolment secret": secret.export_bytes(),
                "a print": _middle_of(next(iter(enrolment.prints.values())).pixels.tobytes()),
                "an image": _middle_of(ONE_PRINT.read_bytes()),
                "a password in the settings": PASSWORD.encode(),
                "the passphrase": PASSPHRASE.encode(),
            }


def _middle_of(data: bytes) -> bytes:
    return data[len(data) // 2 :][:64]


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["without the master key", "with it"])
def test_no_secret_stands_in_clear_in_a_backup(homes: Homes, tmp_path: Path, passphrase: str | None) -> None:
    settings = homes.office / "config.toml"
    settings.write_text(f'# database_url = "postgresql://u:{PASSWORD}@localhost/x"\n')
    settings.chmod(0o600)
    sealing = None if passphrase is None else Secret(passphrase.encode())
    made(homes, tmp_path / "a.tar", passphrase=sealing)
    archive = (tmp_path / "a.tar").read_bytes()
    assert b"ridgekey.internal" in archive, "what is in clear is found"
    for name, secret in secrets_of(homes).items():
        assert len(set(secret)) > 8, name
        for shown in (secret, secret.hex().encode(), base64.b64encode(secret)[:-4]):
            assert shown not in archive, name


def test_what_is_removed_while_it_is_made_is_said(homes: Homes, tmp_path: Path) -> None:
    def remove(done: int, total: int) -> None:
        if done == 1:  # the enrolment is copied, the image is not
            assert ridgekey("image", "remove", "scan-1", "--yes", home=homes.office).code == 0

    with opened(homes.office) as office:
        done = back_up(office, BackupWish(tmp_path / "a.tar"), administrator(office, ""), remove)
    assert (done.manifest.removed, done.manifest.damaged) == (("images/scan-1",), ())


def test_who_is_forgotten_while_it_is_made_is_said(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = making.survey_backup

    def forgotten_meanwhile(transaction: Any) -> Any:
        found = survey(transaction)
        assert ridgekey("user", "forget", "17", "--yes", home=homes.office).code == 0
        return found

    monkeypatch.setattr(making, "survey_backup", forgotten_meanwhile)
    done = made(homes, tmp_path / "a.tar")
    assert (done.manifest.removed, done.manifest.damaged) == (("enrolments/17.1",), ())


def test_what_is_stored_while_it_is_made_is_not_in_it(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = making.survey_backup

    def stored_meanwhile(transaction: Any) -> Any:
        put = ("image", "put", ONE_PRINT, "--id", "later", "--everyone")
        assert ridgekey(*put, home=homes.office).code == 0
        return survey(transaction)

    monkeypatch.setattr(making, "survey_backup", stored_meanwhile)
    done = made(homes, tmp_path / "a.tar")
    assert done.manifest.images == 1
    assert not [name for name in names_in(tmp_path / "a.tar") if "later" in name]


def cut(file: Path) -> None:
    """Lose the second half of a file."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGE = {
    "an image gone": ("images/scan-1", lambda home: (home / "images/scan-1.sealed").unlink()),
    "an image cut": ("images/scan-1", lambda home: cut(home / "images/scan-1.sealed")),
    "an image without its key": (
        "images/scan-1",
        lambda home: next((home / "images").glob("scan-1.*.key")).unlink(),
    ),
    "an enrolment cut": ("enrolments/17.1", lambda home: cut(home / "enrolments/17.1.sealed")),
    "no authority key": ("keys/authority", lambda home: (home / "keys/authority.sealed").unlink()),
}


@pytest.mark.parametrize(("name", "damage"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_named_and_all_else_is_in_it(homes: Homes, tmp_path: Path, name: str, damage: Any) -> None:
    damage(homes.office)
    told = ridgekey("db", "backup", tmp_path / "a.tar", home=homes.office)
    assert (told.code, told.data["damaged"]) == (7, [name])
    assert f"{name} is missing or damaged" in told.err
    assert manifest_of(tmp_path / "a.tar").damaged == (name,)
    assert not [each for each in names_in(tmp_path / "a.tar") if each.startswith(f"{name}.")]
    assert "keys/log.sealed" in names_in(tmp_path / "a.tar")


def test_settings_that_change_meanwhile_are_taken_together_with_their_audit(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = making.snapshot
    copies = []

    @contextmanager
    def changed_meanwhile(*given: Any) -> Iterator[Any]:
        with taken(*given) as copied:
            copies.append(copied)
            if len(copies) == 1:
                assert ridgekey("config", "administration", "on", home=homes.office).code == 0
            yield copied

    monkeypatch.setattr(making, "snapshot", changed_meanwhile)
    before = ridgekey("audit", "tail", "--rows", "1", home=homes.office).data["items"][0]["seq"]
    done = made(homes, tmp_path / "a.tar")
    of_the_backup, of_the_choice = 1, 1
    assert (len(copies), done.manifest.audit_rows) == (2, before + of_the_backup + of_the_choice)
    with tarfile.open(tmp_path / "a.tar") as tar:
        stream = tar.extractfile("home/head-office.json")
        assert stream is not None
        assert json.load(stream)["administration"] is True


def test_settings_that_never_stand_still_are_given_up_on(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(100))
    monkeypatch.setattr(making, "_settings", lambda home: {"head-office.json": bytes([next(numbers)])})
    with pytest.raises(Failure) as caught:
        made(homes, tmp_path / "a.tar")
    assert caught.value.code is Code.CONFLICT
    assert list(tmp_path.glob("*.tar*")) == list(tmp_path.glob(".ridgekey-*")) == []


def test_without_room_nothing_is_left(homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "medium"
    folder.mkdir()
    whole = tarfile.TarFile.addfile

    def full(self: tarfile.TarFile, header: tarfile.TarInfo, stream: Any = None) -> None:
        if header.name.startswith("images/"):
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(self, header, stream)

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    told = ridgekey("db", "backup", folder / "a.tar", home=homes.office)
    assert told.code == 1
    assert told.sentence == f"Cannot write {folder / 'a.tar'}: No space left on device."
    assert list(folder.iterdir()) == []


def test_settings_outside_the_home_are_said_to_be_elsewhere(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.toml").write_text("drain_grace_seconds = 9.0\n")
    monkeypatch.setenv("RIDGEKEY_CONFIG", str(tmp_path / "ours.toml"))
    told = ridgekey("db", "backup", tmp_path / "a.tar", home=homes.office)
    assert told.code == 0
    assert f"The settings in {tmp_path / 'ours.toml'} lie outside the home" in told.err


def test_the_vault_is_left_out_when_asked(homes: Homes, tmp_path: Path) -> None:
    told = ridgekey("db", "backup", tmp_path / "a.tar", "--without-vault", home=homes.office)
    assert (told.code, told.data["images"], told.data["enrolments"]) == (0, None, None)
    assert "Images and enrolments are not in it." in told.err
    assert not [name for name in names_in(tmp_path / "a.tar") if name.startswith(("images/", "enrolments/"))]


def test_one_object_at_a_time_is_in_memory(homes: Homes, tmp_path: Path) -> None:
    """Ten images of a mebibyte each go through less memory than five of them would take."""
    import tracemalloc

    def put(office: Office, number: int) -> None:
        from server.ports import Actor, Release
        from server.services.administration import put_image

        data = ReplayRandomness(f"image {number}").token(MEBIBYTE)
        everyone = Release(everyone=True)
        put_image(office, f"big-{number}", data, "image/png", everyone, Actor.local("ridgekey.internal"))

    with opened(homes.office) as office:
        for number in range(12):
            put(office, number)
        tracemalloc.start()
        back_up(office, BackupWish(tmp_path / "a.tar"), administrator(office, ""), nothing_told)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (tmp_path / "a.tar").stat().st_size > 12 * MEBIBYTE
    assert peak < 8 * MEBIBYTE
