"""The URL of the vault, and that of the service behind it: checked where they are configured."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
_PREFIX = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*/?", re.ASCII)


def check_vault_url(url: str) -> str:
    """Check that a URL names a bucket, and perhaps a prefix in it, or a folder.

    Raises:
        ValueError: when it does not, with a sentence that never quotes it: it may hold a key.
    """
    parts = _split(url)
    if parts is None or parts.query or parts.fragment or not (_is_bucket(parts) or _is_folder(parts)):
        raise ValueError(
            "must be s3://BUCKET/PREFIX or file:///FOLDER, without credentials, which belong in the AWS "
            "variables or files; or absent for folders of the home"
        )
    return url.rstrip("/")


def check_endpoint_url(url: str) -> str:
    """Check that a URL names a service.

    Raises:
        ValueError: when it does not, with a sentence that never quotes it.
    """
    parts = _split(url)
    plain = parts is not None and not parts.username and not parts.password and not parts.query
    if parts is None or not plain or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be https://HOST or https://HOST:PORT, without credentials; or absent for AWS")
    return url


def _is_bucket(parts: SplitResult) -> bool:
    named = _BUCKET.fullmatch(parts.netloc) and _PREFIX.fullmatch(parts.path)
    return parts.scheme == "s3" and named is not None


def _is_folder(parts: SplitResult) -> bool:
    return parts.scheme == "file" and not parts.netloc and len(parts.path) > 1 and parts.path.startswith("/")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:  # a port that is no number, brackets that do not match
        return None
    return parts


VaultUrl = Annotated[str, AfterValidator(check_vault_url)]
EndpointUrl = Annotated[str, AfterValidator(check_endpoint_url)]
