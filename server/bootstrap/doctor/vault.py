"""Checks of the vault: whether it answers, whether what the registry names is in it and opens."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from server.bootstrap.doctor.premises import Premises
from server.ports import GenerationStatus, ImageRecord
from server.services.administration import prove_vault, survey_backup
from shared.diagnosis.findings import Finding, failure, sound, warning
from shared.errors import AGAIN, CORRUPT, Code, Failure
from shared.stores.blobs import open_blobs
from shared.stores.sealed_store import file_name

VAULT = "vault"

SCRUB = "ridgekey doctor --scrub"
"""Says of each file what is wrong with it."""

_GONE = "is gone from the vault"
_NAMED = 20
"""How many images a remedy names; the next look names those that are left."""

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
    """Whether every image of the registry has its file, and no other is there; with ``scrub``, each opens."""
    office = premises.office
    held = set(office.images.names())  # before the registry is read: what is put meanwhile is no stray
    with office.database.read() as transaction:
        records = transaction.images.all()
        removed = {record.image for record in transaction.images.removed()}
    gone = [each.image for each in records if each.image not in held and not office.images.exists(each.image)]
    if gone:
        restored = f"restore its file, or say `ridgekey image remove {gone[0]}` if it was removed"
        return _bad(premises, gone, f"{_GONE}: {restored}")
    for what, names in _scrubbed(premises, records, scrub).items() if scrub else ():
        if names:
            return _bad(premises, names, what)
    said = "opens and has its digest" if scrub else "has its file, and --scrub opens them"
    strays = held - {each.image for each in records}
    return _left_over(premises, strays, removed) or sound(f"Images: {len(records)}; each {said}.")


def check_files(premises: Premises) -> Finding:
    """Whether every image and every enrolment that was not revoked has its file; no key is needed."""
    wanted = _files_named(premises)
    vault = premises.config.vault
    held = {
        f"{part}/{name}"
        for part in (premises.home.images.name, premises.home.enrolments.name)
        for name in open_blobs(vault.part(part)).names()
    }
    missing = wanted - held
    if missing:  # what was removed while this looked is no loss
        missing &= _files_named(premises)
    if missing:
        names = sorted(missing)
        sentence = f"The database names {names[0]}, which is gone from the vault{_more(names)}."
        return failure(sentence, SCRUB, CORRUPT)
    return sound(f"Files that the database names: {len(wanted)}; each is in the vault.")


def _files_named(premises: Premises) -> set[str]:
    with premises.database.read() as transaction:
        survey = survey_backup(transaction)
    images, enrolments = premises.home.images.name, premises.home.enrolments.name
    return {
        *(f"{images}/{file_name(image)}" for image in survey.images),
        *(f"{enrolments}/{file_name(f'{user}.{number}')}" for user, number in survey.enrolments),
    }


def check_enrolments(premises: Premises, *, scrub: bool) -> Finding:
    """Whether every enrolment in force opens with the registry's fingers; with ``scrub``, has no stray."""
    office = premises.office
    with office.database.read() as transaction:
        users = [counter for counter in transaction.counters.all() if counter.generation]
        held = [transaction.generations.get(each.user, each.generation) for each in users]
    in_force = [each for each in held if each is not None and each.status is GenerationStatus.ACTIVE]
    for each in in_force:
        remedy = f"ridgekey user enrol {each.user} --prints DIR --replace"
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
        sentence = f"The vault has an enrolment {strays[0]} that is not in the registry{_more(strays)}."
        return _stray(premises, sentence, f"{premises.home.enrolments.name}/{strays[0]}")
    return sound(f"Enrolments in force: {len(in_force)}; each opens.")


def _scrubbed(premises: Premises, records: Sequence[ImageRecord], scrub: Progress) -> dict[str, list[str]]:
    """The images that do not open, by what is wrong with them."""
    short, altered = "was cut short in the vault", "was altered in the vault, or its key is gone or another's"
    wrong: dict[str, list[str]] = {_GONE: [], short: [], altered: []}
    for number, each in enumerate(records, 1):
        try:
            premises.office.images.get(each.image)
        except Failure as error:
            if _unreachable(error):
                raise
            if error.code is Code.NOT_FOUND:
                wrong[_GONE].append(each.image)
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


def _left_over(premises: Premises, strays: set[str], removed: set[str]) -> Finding | None:
    """Files that no image in the registry has: a removal or a storing was cut short, or a restore."""
    left = sorted(strays & removed)
    if left:
        sentence = f"Image {left[0]} was removed, but its file is still there{_more(left)}."
        return failure(sentence, f"ridgekey image remove {' '.join(left[:_NAMED])} --yes", AGAIN)
    unknown = sorted(strays)
    if unknown:
        sentence = f"The vault has a file {unknown[0]} that is no image of the registry{_more(unknown)}."
        return _stray(premises, sentence, f"{premises.home.images.name}/{unknown[0]}")
    return None


def _bad(premises: Premises, names: Sequence[str], what: str) -> Finding:
    part = premises.home.images.name
    folder = premises.config.vault.folder
    if folder is not None:
        entry = shlex.quote(f"{part}/{names[0]}.*")
        remedy = f"tar -xf BACKUP -C {shlex.quote(str(folder))} --wildcards {entry}"
    else:  # the object back from a backup of the bucket: a folder, or another URL
        remedy = _aws(premises, f"cp BACKUP/{part}/", f"{part}/", names[0])
    return failure(f"Image {names[0]} {what}{_more(names)}.", remedy, CORRUPT)


def _stray(premises: Premises, sentence: str, entry: str) -> Finding:
    """Neither remedy deletes anything before it is seen what that would be."""
    folder = premises.config.vault.folder
    if folder is not None:
        return warning(sentence, f"rm -i {shlex.quote(str(folder / entry))}.*")
    part, _, name = entry.partition("/")
    return warning(sentence, f"{_aws(premises, 'rm', f'{part}/', name)} --dryrun")


def _more(names: Sequence[str]) -> str:
    return f"; so it is with {len(names) - 1} more" if len(names) > 1 else ""


def _look(premises: Premises) -> str:
    folder = premises.config.vault.folder
    return _aws(premises, "ls", "") if folder is None else f"ls -ld {shlex.quote(str(folder))}"


def _aws(premises: Premises, verb: str, entry: str, name: str = "") -> str:
    """A command for a prefix of the vault, or for the object and the key that have a name in it."""
    vault = premises.config.vault
    only = f" --recursive --exclude '*' --include {shlex.quote(f'{name}.*')}" if name else ""
    endpoint = f" --endpoint-url {shlex.quote(vault.endpoint)}" if vault.endpoint else ""
    return f"aws s3 {verb} {shlex.quote(f'{vault.root}/{entry}')}{only}{endpoint}"
