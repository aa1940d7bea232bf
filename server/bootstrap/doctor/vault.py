"""Checks of the vault: whether it answers, whether what the registry names is in it and opens."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from server.bootstrap.doctor.premises import Premises
from server.ports import GenerationStatus, ImageRecord
from server.services.administration import prove_vault
from shared.diagnosis.findings import Finding, failure, sound, warning
from shared.errors import AGAIN, CORRUPT, Code, Failure
from shared.stores.sealed_store import file_name

VAULT = "vault"

Progress = Callable[[int, int], None]
"""Told how many images were opened, and how many there are."""


def check_vault(premises: Premises) -> Finding:
    """Whether the vault can be read."""
    try:
        prove_vault(premises.office)
    except Failure as error:
        return failure(error.sentence, _look(premises), max(error.exit_code, AGAIN))
    return sound(f"{premises.config.vault.root} answers.")


def check_images(premises: Premises, scrub: Progress | None) -> Finding:
    """Whether every image of the registry has its file; with ``scrub``, opens and has no stray beside."""
    office = premises.office
    held = set(office.images.names())  # before the registry is read: what is put meanwhile is no stray
    with office.database.read() as transaction:
        records = transaction.images.all()
    gone = [each.image for each in records if each.image not in held and not office.images.exists(each.image)]
    if gone:
        return _bad(premises, gone, "is gone from the vault")
    if scrub is None:
        return sound(f"Images: {len(records)}; each has its file, and --scrub opens them.")
    for what, names in _scrubbed(premises, records, scrub).items():
        if names:
            return _bad(premises, names, what)
    strays = sorted(held - {each.image for each in records})
    if strays:
        return _strays(premises, premises.home.images.name, strays)
    return sound(f"Images: {len(records)}; each opens and has its digest.")


def check_enrolments(premises: Premises, *, scrub: bool) -> Finding:
    """Whether every enrolment in force opens with the registry's fingers; with ``scrub``, has no stray."""
    office = premises.office
    with office.database.read() as transaction:
        users = [counter for counter in transaction.counters.all() if counter.generation]
        held = [transaction.generations.get(each.user, each.generation) for each in users]
    in_force = [each for each in held if each is not None and each.status is GenerationStatus.ACTIVE]
    for each in in_force:
        remedy = f"ridgekey user enrol {each.user} --prints DIR"
        try:
            enrolment = office.enrolments.get(each.user, each.generation)
        except Failure as error:
            return failure(error.sentence, remedy, error.exit_code if _unreachable(error) else CORRUPT)
        with enrolment.secret:
            if enrolment.fingers != each.fingers:
                sentence = (
                    f"The stored enrolment of user {each.user} has other fingers than the registry says."
                )
                return failure(sentence, remedy, CORRUPT)
    strays = _stray_enrolments(premises) if scrub else []
    if strays:
        return _strays(premises, premises.home.enrolments.name, strays)
    return sound(f"Enrolments in force: {len(in_force)}; each opens.")


def _scrubbed(premises: Premises, records: Sequence[ImageRecord], scrub: Progress) -> dict[str, list[str]]:
    """The images that do not open, by what is wrong with them."""
    short, altered = "was cut short in the vault", "was altered in the vault, or is another's"
    wrong: dict[str, list[str]] = {"is gone from the vault": [], short: [], altered: []}
    for number, each in enumerate(records, 1):
        try:
            premises.office.images.get(each.image)
        except Failure as error:
            if _unreachable(error):
                raise
            if error.code is Code.NOT_FOUND:
                wrong["is gone from the vault"].append(each.image)
            else:
                # Sealing only adds, so that fewer bytes than the image has are a piece of it.
                cut = premises.office.images.stored_size(each.image) < each.size
                wrong[short if cut else altered].append(each.image)
        scrub(number, len(records))
    return wrong


def _stray_enrolments(premises: Premises) -> list[str]:
    held = premises.office.enrolments.held()
    with premises.office.database.read() as transaction:
        return [f"{user}.{number}" for user, number in held if not transaction.generations.get(user, number)]


def _unreachable(error: Failure) -> bool:
    return error.code is Code.STORAGE_UNAVAILABLE


def _bad(premises: Premises, names: Sequence[str], what: str) -> Finding:
    more = f"; so it is with {len(names) - 1} more" if len(names) > 1 else ""
    entry = f"{premises.home.images.name}/{file_name(names[0])}"
    folder = premises.config.vault.folder
    if folder is not None:
        remedy = f"tar -xf BACKUP -C {shlex.quote(str(folder))} {entry}"
    else:
        remedy = f"tar -xOf BACKUP {entry} | {_aws(premises, 'cp -', entry)}"
    return failure(f"Image {names[0]} {what}{more}.", remedy, CORRUPT)


def _strays(premises: Premises, part: str, names: Sequence[str]) -> Finding:
    entry = f"{part}/{file_name(names[0])}"
    folder = premises.config.vault.folder
    remedy = _aws(premises, "rm", entry) if folder is None else f"rm {shlex.quote(str(folder / entry))}"
    sentence = (
        f"In {part} of the vault the registry does not know {len(names)} of those that are there, such as "
        f"{names[0]}; an interrupted put leaves one, and so does a restore."
    )
    return warning(sentence, remedy)


def _look(premises: Premises) -> str:
    folder = premises.config.vault.folder
    return _aws(premises, "ls", "") if folder is None else f"ls -ld {shlex.quote(str(folder))}"


def _aws(premises: Premises, verb: str, entry: str) -> str:
    vault = premises.config.vault
    endpoint = f" --endpoint-url {shlex.quote(vault.endpoint)}" if vault.endpoint else ""
    return f"aws s3 {verb} {shlex.quote(f'{vault.root}/{entry}')}{endpoint}"
