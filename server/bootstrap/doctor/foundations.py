"""Checks of what a head office stands on: its home, its settings, its clock, its certificates and keys."""

from __future__ import annotations

import shlex

from server.bootstrap.doctor.premises import Premises
from server.bootstrap.intent import is_intended
from server.bootstrap.server_certificate import BEGIN_ANEW, RENEW_SERVER
from server.bootstrap.trust_domain import examine_domain
from shared.crypto.certificates import check_authority, check_issued_by
from shared.crypto.validity import is_renewable
from shared.diagnosis.certificates import check_key, check_life
from shared.diagnosis.findings import Check, Finding, sound, warning
from shared.diagnosis.homes import check_master_key, check_modes, check_room, remedy_of_master_key

HOME, SETTINGS, MASTER_KEY = "home", "settings", "master key"

_RESTORE_HOME = "tar -xf BACKUP -C {home} keys certificates"


def foundations(premises: Premises) -> tuple[Check, ...]:
    """These checks, in the order in which one needs another."""
    restore = _restore(premises)
    home, opened = (HOME,), (HOME, SETTINGS)
    keyed = (*opened, MASTER_KEY)
    return (
        Check(HOME, lambda: check_home(premises), "ridgekey init"),
        Check(SETTINGS, lambda: check_settings(premises), "ridgekey config validate", home),
        Check(MASTER_KEY, lambda: check_master_key(premises.home), remedy_of_master_key(premises.root), home),
        Check("file modes", lambda: check_modes(premises.home), "ls -lR", home),
        Check("disk space", lambda: check_room(premises.home), "df -h", home),
        Check("authority", lambda: _authority(premises), restore, keyed),
        Check("authority key", lambda: _authority_key(premises), restore, keyed),
        Check("server certificate", lambda: _server(premises), RENEW_SERVER, keyed),
        Check("server key", lambda: _server_key(premises), restore, keyed),
        Check("signing keys", lambda: _signing_keys(premises), restore, keyed),
    )


def check_home(premises: Premises) -> Finding:
    """Whether the folder is the home of a head office."""
    return sound(f"{premises.home.root} is the home of a head office.")


def check_settings(premises: Premises) -> Finding:
    """Whether every setting has a valid value, and no change of one waits."""
    config = premises.config
    if is_intended(premises.home):
        return warning("A change of the settings was begun and waits for its end.", "ridgekey config show")
    if not config.require_pq:
        remedy = "unset RIDGEKEY_REQUIRE_PQ"
        return warning("The hybrid key agreement is not demanded (require_pq is off).", remedy)
    return sound("Every setting has a valid value.")


def _authority(premises: Premises) -> Finding:
    certificate = premises.credentials.authority_certificate()
    check_authority(certificate)
    strange = examine_domain(premises.home, premises.config)
    if strange is not None:
        return strange.finding
    return check_life(certificate, premises.clock.now(), BEGIN_ANEW)


def _authority_key(premises: Premises) -> Finding:
    authority = premises.credentials.authority()
    return check_key(authority.certificate, authority.key, _restore(premises))


def _server(premises: Premises) -> Finding:
    credentials = premises.credentials
    certificate, authority = credentials.server_certificate(), credentials.authority_certificate()
    check_issued_by(certificate, authority)
    remedy = RENEW_SERVER if is_renewable(certificate, authority) else BEGIN_ANEW
    return check_life(certificate, premises.clock.now(), remedy)


def _server_key(premises: Premises) -> Finding:
    certificate, key = premises.credentials.server()
    return check_key(certificate, key, _restore(premises))


def _signing_keys(premises: Premises) -> Finding:
    for key in (premises.credentials.log_key(), premises.credentials.package_key()):
        key.wipe()
    return sound("The keys of the audit log and of enrolment packages open.")


def _restore(premises: Premises) -> str:
    return _RESTORE_HOME.format(home=shlex.quote(str(premises.root)))
