"""Checks of the service: whether the head office answers, and by which key agreement."""

from __future__ import annotations

from server.bootstrap.doctor.foundations import HOME, MASTER_KEY, SETTINGS
from server.bootstrap.doctor.premises import Premises
from server.bootstrap.listening import check_free, parse_address
from server.bootstrap.probing import require_serving
from server.rpc.server import EXCHANGE_SERVICE
from shared.diagnosis.findings import Check, Finding, sound, warning
from shared.errors import Code, Failure

PORT = "port"


def service(premises: Premises) -> tuple[Check, ...]:
    """These checks."""
    # The question is asked with a certificate that the authority issues for it.
    opened = (HOME, SETTINGS, MASTER_KEY, "authority")
    return (
        Check(PORT, lambda: _port(premises), "ridgekey serve --listen HOST:PORT", opened),
        Check("key agreement", lambda: _key_agreement(premises), "pip install -U grpcio", opened),
    )


def _port(premises: Premises) -> Finding:
    listen = premises.config.listen
    try:
        address = require_serving(premises.office)
        require_serving(premises.office, EXCHANGE_SERVICE)
        return sound(f"The head office answers on {address} and is ready.")
    except Failure as error:
        if error.code is Code.DRAINING:
            return warning("The head office answers that it is not ready.", "ridgekey status")
        if error.code is not Code.UNREACHABLE:
            raise
    check_free(parse_address(listen, "--listen"))
    return warning(f"Nobody serves on {listen}; the port is free.", "ridgekey serve")


def _key_agreement(premises: Premises) -> Finding:
    """A server that demands the hybrid group answers nobody whose TLS library lacks it."""
    if not premises.config.require_pq:
        return warning("X25519MLKEM768 is not demanded of branches.", "unset RIDGEKEY_REQUIRE_PQ")
    try:
        require_serving(premises.office)
    except Failure:
        return sound("X25519MLKEM768 is demanded of branches; no server runs to try it with.")
    return sound("X25519MLKEM768 is demanded, and this machine's TLS library agreed on it.")
