"""The place that traces are sent to: checked where it is configured."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

_PORT = r"(?P<port>[0-9]{1,5})"
_HERE = re.compile(rf"http://(?:127\.0\.0\.1|\[::1\]|localhost):{_PORT}/?", re.ASCII)
_ELSEWHERE = re.compile(rf"https://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):{_PORT}/?", re.ASCII)
_LAST_PORT = 65_535


def check_otel_endpoint(url: str) -> str:
    """Check that a URL names a place on this machine, or one that is reached by TLS.

    Raises:
        ValueError: when it does not, with a sentence that never quotes it.
    """
    match = _HERE.fullmatch(url) or _ELSEWHERE.fullmatch(url)
    if match is None or not 1 <= int(match["port"]) <= _LAST_PORT:
        raise ValueError(
            "must be https://HOST:PORT, or http://127.0.0.1:PORT for a collector on this machine, without "
            "credentials, which belong in OTEL_EXPORTER_OTLP_HEADERS"
        )
    return url


OtelEndpoint = Annotated[str, AfterValidator(check_otel_endpoint)]
