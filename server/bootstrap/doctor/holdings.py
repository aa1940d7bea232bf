"""Checks of what a head office holds in files: models, verifiers, images, enrolments."""

from __future__ import annotations

from server.bootstrap.doctor.foundations import HOME, MASTER_KEY, SETTINGS
from server.bootstrap.doctor.premises import Premises
from server.bootstrap.doctor.records import DATABASE, SCHEMA
from server.bootstrap.doctor.vault import VAULT, Progress, check_enrolments, check_images, check_vault
from server.bootstrap.head_office import shelf_of
from shared.diagnosis.findings import Check, Finding, sound, warning
from shared.diagnosis.models import check_computed

_SHIPPED_MODEL = "ridgekey config model shipped"


def holdings(premises: Premises, scrub: Progress | None) -> tuple[Check, ...]:
    """These checks; with ``scrub`` every image is opened and compared with its digest."""
    opened = (HOME, SETTINGS, MASTER_KEY)
    filled = (*opened, DATABASE, SCHEMA)
    return (
        Check("model", lambda: check_computed(lambda: _model(premises)), _SHIPPED_MODEL, opened),
        Check("verifier", lambda: _verifier(premises), "ridgekey config verifier shipped", opened),
        Check(VAULT, lambda: check_vault(premises), "ridgekey config validate", opened),
        Check("images", lambda: check_images(premises, scrub), "ridgekey image list", (*filled, VAULT)),
        Check(
            "enrolments",
            lambda: check_enrolments(premises, scrub=scrub is not None),
            "ridgekey user list",
            (*filled, VAULT),
        ),
    )


def _model(premises: Premises) -> Finding:
    models, shelf = premises.office.models, shelf_of(premises.home)
    if models.current_digest in shelf.digests():
        shelf.network(models.current_digest)  # which tells a self-test that fails from a file that is gone
    models.current()
    return sound(f"{models.current_digest.hex()[:12]} gives the golden answers on this machine.")


def _verifier(premises: Premises) -> Finding:
    mode = premises.config.verification
    if mode == "off":
        return warning("Branches check no live scan.", "ridgekey config verification embedding")
    premises.office.models.current_verifier(mode)
    return sound(f"The {mode} verifier gives the golden answers on this machine.")
