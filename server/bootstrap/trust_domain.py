"""Which trust domain a head office is of, and whether its settings name that one (protocol §2.1)."""

from __future__ import annotations

from pathlib import Path

from server.bootstrap.credentials import Credentials
from server.config import HeadOfficeConfig
from shared.crypto.certificates import authority_domain
from shared.crypto.randomness import SystemRandomness
from shared.diagnosis.findings import Answer
from shared.diagnosis.settings import examine_value, given_by
from shared.errors import Code, Failure
from shared.stores.home import Home

_SETTING = "trust_domain"


def own_domain(home: Home) -> str:
    """The trust domain that a head office is of, whatever the environment and ``config.toml`` say.

    It is that of the authority's certificate. Where this is lost, the home's record tells what ``init``
    wrote: what needs the certificate says that it is gone, and everything else goes on, a restore above all.

    Raises:
        Failure: ``UNAUTHENTICATED`` when the certificate there names none; ``HOME_INVALID`` when it is lost
            and the record names none.
    """
    try:
        certificate = Credentials(home, SystemRandomness()).authority_certificate()
    except Failure as lost:
        if lost.code is not Code.HOME_INVALID:
            raise
        return home.text(_SETTING)
    return authority_domain(certificate)


def require_own_domain(home: Home, config: HeadOfficeConfig) -> None:
    """Refuse settings under which no branch would know this head office, nor its own authority certify it.

    Raises:
        Failure: ``INVALID_INPUT`` when the settings name another trust domain than its own; as
            :func:`own_domain`.
    """
    own = own_domain(home)
    if own == config.trust_domain:
        return
    sentence = (
        f"The setting {_SETTING} is {config.trust_domain}, but this head office was made for {own}; "
        f"{_remedy(home, config, own)}."
    )
    raise Failure(Code.INVALID_INPUT, sentence, field=_SETTING)


def examine_domain(home: Home, config: HeadOfficeConfig) -> Answer | None:
    """What :func:`require_own_domain` refuses, as an answer with a command for it; nothing when it passes.

    Raises:
        Failure: as :func:`own_domain`, which no setting mends.
    """
    own_domain(home)
    return examine_value(_SETTING, lambda: require_own_domain(home, config), home, config)


def _remedy(home: Home, config: HeadOfficeConfig, own: str) -> str:
    place = given_by(_SETTING, home, config)
    if not isinstance(place, Path):
        return f"unset {place}"
    record = home.root / home.kind.record_name
    return f"set it to {own} in {record}" if place == record else f"take it out of {place}"
