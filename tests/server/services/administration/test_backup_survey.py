"""What a backup of the database needs beside it: what is held now, and nothing that was taken back."""

from __future__ import annotations

from dataclasses import replace

from server.ports import Actor, GenerationStatus, Office
from server.services.administration import (
    change_generation,
    enrolment_is_held,
    forget_user,
    image_is_held,
    remove_image,
    survey_backup,
)
from server.services.administration.backup_survey import BackupSurvey
from server.services.audit import write_checkpoint
from tests.server.registered_office import hello, re_enrol, take_number


def survey(office: Office) -> BackupSurvey:
    """As of now."""
    with office.database.read() as transaction:
        return survey_backup(transaction)


def test_an_office_is_surveyed(office: Office) -> None:
    found = survey(office)
    assert found.images == ("mri-1", "plan-2", "scan-3", "xray-7")
    assert found.enrolments == ((17, 1), (18, 1), (19, 1))
    assert (found.revoked, found.highest_number, found.checkpoint.size) == ((), 0, 0)


def test_numbers_rows_and_checkpoints_are_the_newest(office: Office) -> None:
    take_number(office, hello(1))
    take_number(office, hello(2))
    written = write_checkpoint(office)
    assert written is not None
    found = survey(office)
    assert (found.highest_number, found.audit_rows, found.checkpoint) == (2, 2, written.reference)


def test_older_enrolments_are_needed_until_they_are_revoked(office: Office, actor: Actor) -> None:
    re_enrol(office, 17, 2)
    assert survey(office).enrolments[:2] == ((17, 1), (17, 2))
    change_generation(office, 17, 1, GenerationStatus.REVOKED, actor)
    found = survey(office)
    assert (found.enrolments[0], found.revoked) == ((17, 2), ((17, 1),))


def test_what_was_removed_is_not_needed_nor_held(office: Office, actor: Actor) -> None:
    assert image_is_held(office, "xray-7")
    assert enrolment_is_held(office, 17, 1)
    remove_image(office, "xray-7", replace(actor, reason="x"))
    forget_user(office, 17, actor)
    assert not image_is_held(office, "xray-7")
    assert not enrolment_is_held(office, 17, 1)
    found = survey(office)
    assert "xray-7" not in found.images
    assert (17, 1) not in found.enrolments


def test_what_never_was_is_not_held(office: Office) -> None:
    assert not image_is_held(office, "no-such")
    assert not enrolment_is_held(office, 17, 9)
    assert not enrolment_is_held(office, 99, 1)
