"""Checks that the settings name the trust domain that the head office's authority has (protocol §2.1)."""

from __future__ import annotations

from server.bootstrap.credentials import Credentials
from server.config import HeadOfficeConfig
from shared.crypto.certificates import authority_domain
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from shared.settings import settings_file
from shared.stores.home import Home


def require_own_domain(home: Home, config: HeadOfficeConfig) -> None:
    """Refuse settings under which no branch would know this head office, nor its own authority certify it.

    A home whose authority certificate is lost passes: what needs the certificate says that it is gone, and
    everything else goes on, a restore above all.

    Raises:
        Failure: ``INVALID_INPUT`` when the settings and the certificate name two trust domains.
    """
    try:
        certified = authority_domain(Credentials(home, SystemRandomness()).authority_certificate())
    except Failure:
        return
    if certified == config.trust_domain:
        return
    sentence = (
        f"The setting trust_domain is {config.trust_domain}, but the authority of this head office certifies "
        f"{certified}; {_remedy(home, config, certified)}."
    )
    raise Failure(Code.INVALID_INPUT, sentence, field="trust_domain")


def _remedy(home: Home, config: HeadOfficeConfig, certified: str) -> str:
    variable, file = config.outranking.get("trust_domain"), settings_file(home.root)
    if variable is not None:
        return f"unset {variable}"
    if config.source_of("trust_domain") == str(file):
        return f"take it out of {file}"
    return f"set it to {certified} in {home.root / home.kind.record_name}"
