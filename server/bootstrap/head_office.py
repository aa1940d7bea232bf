"""Opens the head office of a home: the one place where its ports meet their adapters."""

from __future__ import annotations

from pathlib import Path

from server.adapters.log_key import KeyringLogKey
from server.adapters.memory.refusal_minutes import RefusalMinutes
from server.adapters.memory.token_buckets import TokenBuckets
from server.adapters.model_files import ModelFiles
from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.engines import engine_of
from server.adapters.system_clock import SystemClock
from server.bootstrap.databases import require_head
from server.bootstrap.intent import settle
from server.bootstrap.trust_domain import require_own_domain
from server.config import HeadOfficeConfig, load_config
from server.ports import Clock, Office
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.keygen.self_test import prove_once
from shared.stores.enrolments import EnrolmentStore
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.images import ImageVault
from shared.stores.model_shelf import ModelShelf


def open_head_office(
    home: Path,
    *,
    clock: Clock | None = None,
    randomness: Randomness | None = None,
    any_domain: bool = False,
) -> Office:
    """Open an existing head office, with the settings that were audited last.

    Args:
        home: its state folder.
        clock: the system's clocks when absent.
        randomness: the operating system's generator when absent.
        any_domain: whether the settings may name a trust domain that is not its authority's, as they may for
            a command that looks at what is wrong; nothing is to be signed or audited then.

    Returns:
        The office; its ``database`` is to be closed in the end.

    Raises:
        Failure: ``HOME_INVALID`` when the folder is not a head office's, is of a newer format, or its
            database is missing or at another revision; ``INVALID_INPUT`` for a setting with no valid value,
            or a trust domain that is not its authority's.
    """
    opened = open_home(home, HomeKind.HEAD_OFFICE)
    config = load_config(opened.root, opened.record)
    if not any_domain:
        require_own_domain(opened, config)
    require_head(config)
    office = assemble(opened, config, clock=clock, randomness=randomness)
    if not settle(opened, office.database):
        return office
    office.database.close()
    return open_head_office(home, clock=clock, randomness=randomness, any_domain=any_domain)


def assemble(
    home: Home,
    config: HeadOfficeConfig,
    *,
    clock: Clock | None = None,
    randomness: Randomness | None = None,
) -> Office:
    """Wire an office on a home whose database is known to be at the revision of this release."""
    clock = clock or SystemClock()
    randomness = randomness or SystemRandomness()
    master = home.master_key()
    return Office(
        config=config,
        database=SqlDatabase(engine_of(config), clock, config.database_wait_seconds),
        enrolments=EnrolmentStore.of(home, master, randomness, config.vault),
        images=ImageVault.of(home, master, randomness, config.vault),
        models=ModelFiles(shelf_of(home), config),
        clock=clock,
        randomness=randomness,
        rates=TokenBuckets(clock, config.branch_hellos_per_second, config.branch_hello_burst),
        user_rates=TokenBuckets(clock, config.user_hellos_per_second, config.user_hello_burst),
        renewal_rates=TokenBuckets(clock, config.renewals_per_hour / 3600, config.renewal_burst),
        refusals=RefusalMinutes(clock),
        log_key=KeyringLogKey(home, clock, randomness),
    )


def shelf_of(home: Home) -> ModelShelf:
    """The models of a home; each is proven here before its first use."""
    return ModelShelf(home.models, prove_once)
