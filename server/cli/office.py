"""Opens the head office that a command works on, and closes it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.bootstrap.administering import OfficeAdministration
from server.bootstrap.head_office import open_head_office
from server.bootstrap.tracing import traced, traced_verbs
from server.cli.choosing import chosen_server, refuse_elsewhere
from server.config import HeadOfficeConfig, load_config
from server.ports import Actor, Office
from server.services.verbs import Administration
from shared.stores.home import HomeKind, open_home
from shared.stores.home_lock import sharing
from shared.terminal.output import note
from shared.tracing.opening import HEAD_OFFICE, tracing


@contextmanager
def administering(chosen: Path | None, *, any_domain: bool = False) -> Iterator[Administration]:
    """The head office that the command line is about, for the length of the block.

    Args:
        chosen: the state folder that was named: the head office's, or with ``--server`` the administrator's.
        any_domain: as for :func:`opened`.

    Raises:
        Failure: ``HOME_INVALID`` when there is none; what keeps this machine from asking.
    """
    server = chosen_server()
    if server is None:
        with (
            opened(chosen, any_domain=any_domain) as found,
            tracing(found.config.otel_endpoint, HEAD_OFFICE, _say_lost) as tracer,
        ):
            office = traced(found, tracer)
            own = OfficeAdministration(office, administrator(office, "").uri, _require_serving)
            yield traced_verbs(own, tracer)
        return
    # Only such a command needs gRPC's client side.
    from server.bootstrap.remote import remote_head_office

    with remote_head_office(admin_home_of(chosen), server) as remote:
        yield remote


def _require_serving(office: Office) -> str:
    # And only one that grants a user asks the server, by gRPC, where it serves.
    from server.bootstrap.probing import require_serving

    return require_serving(office)


def _say_lost() -> None:
    note("The traces of this command were not taken; it is done all the same.")


def home_of(chosen: Path | None) -> Path:
    """The state folder of a head office on this machine: the one that was named, else the default.

    Raises:
        Failure: ``INVALID_INPUT`` when the command line is about another machine's.
    """
    refuse_elsewhere(
        "This command works on the head office's own machine alone; run it there without --server."
    )
    return chosen or HomeKind.HEAD_OFFICE.default_root


def admin_home_of(chosen: Path | None) -> Path:
    """The state folder of an administrator's own machine: the one that was named, else the default."""
    return chosen or HomeKind.ADMIN.default_root


def config_of(chosen: Path | None) -> HeadOfficeConfig:
    """The configuration of a home whose database need not be fit for use.

    Raises:
        Failure: ``HOME_INVALID`` when there is no home; ``INVALID_INPUT`` for a setting with no valid value.
    """
    home = open_home(home_of(chosen), HomeKind.HEAD_OFFICE)
    return load_config(home.root, home.record)


@contextmanager
def opened(chosen: Path | None, *, any_domain: bool = False) -> Iterator[Office]:
    """The head office of a home, for the length of the block.

    Args:
        chosen: the state folder that was named.
        any_domain: whether settings with another trust domain than its authority's pass: for a command that
            changes nothing, and that people use to see what is wrong.

    Raises:
        Failure: ``HOME_INVALID`` when there is none; ``INVALID_INPUT`` when the command line is about another
            machine's, or the settings name another trust domain; ``CONFLICT`` while its master key changes.
    """
    folder = home_of(chosen)
    with sharing(open_home(folder, HomeKind.HEAD_OFFICE)):
        office = open_head_office(folder, any_domain=any_domain)
        try:
            yield office
        finally:
            office.database.close()


def administrator(office: Office, reason: str) -> Actor:
    """The actor of every command on this machine: the local administrator (protocol §2.7), and why."""
    return Actor.local(office.config.trust_domain, reason)
