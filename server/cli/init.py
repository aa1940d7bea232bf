"""``ridgekey init``."""

from __future__ import annotations

from typing import Annotated

from server.bootstrap.initialise import DEFAULT_LISTEN, DEFAULT_TRUST_DOMAIN, Plan, initialise
from server.cli.office import home_of
from shared.stores.master_key import own_key_file
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey init --listen 127.0.0.1:7443"

DatabaseUrlOption = Annotated[
    str | None,
    option(
        "--database-url",
        help="An empty PostgreSQL database; a file in the home when absent. Passwords are not recorded.",
        metavar="URL",
    ),
]
VaultUrlOption = Annotated[
    str | None,
    option(
        "--vault-url",
        help="Where images and enrolments lie: s3://BUCKET/PREFIX; folders of the home when absent.",
        metavar="URL",
    ),
]
EndpointUrlOption = Annotated[
    str | None,
    option("--vault-endpoint-url", help="The S3-compatible store; AWS when absent.", metavar="URL"),
]


def init(
    home: HomeOption = None,
    listen: Annotated[
        str, option("--listen", help="Where the server listens.", metavar="HOST:PORT", show_default=True)
    ] = DEFAULT_LISTEN,
    address: Annotated[
        str | None,
        option(
            "--address", help="Where branches find the server; as --listen when absent.", metavar="HOST:PORT"
        ),
    ] = None,
    trust_domain: Annotated[
        str, option("--trust-domain", help="First part of every identity.", metavar="NAME", show_default=True)
    ] = DEFAULT_TRUST_DOMAIN,
    database_url: DatabaseUrlOption = None,
    vault_url: VaultUrlOption = None,
    vault_endpoint_url: EndpointUrlOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Set up a new head office: its folder, keys, authority and database."""
    plan = Plan(
        home_of(home), listen, address, trust_domain, reason, database_url, vault_url, vault_endpoint_url
    )
    made = initialise(plan)
    record = {
        "home": str(made.home),
        "listen": made.listen,
        "address": made.address,
        "trust_domain": made.trust_domain,
        "authority_fingerprint": made.authority_fingerprint,
    }
    show_record(record, output_format)
    own = own_key_file(made.home).exists()
    key = "secrets/master.key safe" if own else "the master key that was provided"
    note(f"The head office is set up. Keep {key}: nothing opens without it.")
