"""S3-compatible storage: how it is opened, and what its errors mean to whoever runs a head office.

Credentials come from the usual AWS variables and files, which botocore reads; they never pass through here.
What a store says is never repeated: its texts hold key IDs, and are a peer's.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from shared.errors import Code, Failure
from shared.stores.location import Location

SCHEME = "s3://"

_CONNECT_SECONDS = 3.0
_SILENCE_SECONDS = 5.0
_ATTEMPTS = 2

_UNREACHABLE = (
    "The store at {endpoint} does not answer; check that it runs and that vault_endpoint_url is its."
)
_NO_CREDENTIALS = (
    "There are no credentials for the store; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
)
_REFUSED = (
    "The store does not know the credentials, or they have expired; check the AWS variables or the profile."
)
_DENIED = "The store does not let these credentials do that in bucket {bucket}; ask its owner for the rights."
_FORBIDDEN = (
    "The store refuses: it does not know the credentials, or they may not do that in bucket {bucket}; check "
    "the AWS variables or the profile, and the rights."
)
"""An answer without a body, as to HEAD, says no more than that."""

_NO_BUCKET = "There is no bucket {bucket} in the store; make it, or name another in vault_url."
_REGION = "The bucket {bucket} is in another region; set AWS_REGION to its own."
_CLOCK = "The store finds the clock of this machine wrong; set it, then try again."
_CERTIFICATE = (
    "The certificate of the store at {endpoint} is not trusted here; name its authority in AWS_CA_BUNDLE."
)
_BROKEN_OFF = "The answer of the store broke off; try again."
_OTHER = "The store at {endpoint} answers with an error; look at its log, then try again."

_BY_NAME = {
    **dict.fromkeys(("NoCredentialsError", "PartialCredentialsError", "ProfileNotFound"), _NO_CREDENTIALS),
    "CredentialRetrievalError": _NO_CREDENTIALS,
    "SSLError": _CERTIFICATE,
    **dict.fromkeys(("ClientPayloadError", "IncompleteReadError", "IncompleteRead"), _BROKEN_OFF),
    **dict.fromkeys(("FlexibleChecksumError", "ResponseStreamingError"), _BROKEN_OFF),
    **dict.fromkeys(("ConnectionError", "HTTPClientError", "TimeoutError", "FSTimeoutError"), _UNREACHABLE),
}
"""By the name of an exception's class or of one above it; the nearest that is here counts."""

_BY_CODE = {
    "NoSuchBucket": _NO_BUCKET,
    **dict.fromkeys(
        ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"), _REFUSED
    ),
    **dict.fromkeys(("InvalidClientTokenId", "AuthFailure", "InvalidSecurity"), _REFUSED),
    **dict.fromkeys(("AccessDenied", "AllAccessDisabled", "AccountProblem"), _DENIED),
    **dict.fromkeys(("PermanentRedirect", "301", "AuthorizationHeaderMalformed"), _REGION),
    "RequestTimeTooSkewed": _CLOCK,
    "403": _FORBIDDEN,
}
"""By the code of an answer of the store."""


def is_s3(location: Location) -> bool:
    """Whether a place is in an S3-compatible store."""
    return str(location.root).startswith(SCHEME)


def open_system(location: Location) -> Any:
    """The file system of fsspec for a place in a store; nothing is reached yet.

    A call that meets silence ends after two short attempts. No listing is kept: other processes write too.

    Raises:
        Failure: ``INVALID_INPUT`` when the extra ``s3`` is not installed.
    """
    try:
        from s3fs import S3FileSystem
    except ImportError:
        sentence = "An s3:// vault needs more than the core; install it by `pip install 'ridgekey[s3]'`."
        raise Failure(Code.INVALID_INPUT, sentence, field="vault_url") from None
    wait = location.wait_seconds
    limits: dict[str, Any] = {
        "connect_timeout": min(_CONNECT_SECONDS, wait),
        "read_timeout": min(_SILENCE_SECONDS, wait),
        "retries": {"mode": "standard", "total_max_attempts": _ATTEMPTS},
    }
    if location.endpoint is not None:
        # Most stores of one's own have no DNS name for each bucket.
        limits["s3"] = {"addressing_style": "path"}
    system = S3FileSystem(
        endpoint_url=location.endpoint,
        use_listings_cache=False,
        skip_instance_cache=True,
        max_concurrency=1,
        config_kwargs=limits,
    )
    system.retries = 1  # botocore's are enough, and those here would multiply them
    return system


def explain(error: Exception, location: Location) -> str | None:
    """What an error of the store means, as a sentence; ``None`` when an object is not there, or is taken."""
    said = _sentence(error)
    if said is None:
        return None
    bucket = urlsplit(str(location.root)).netloc
    return said.format(bucket=bucket, endpoint=_shown(location))


def is_empty(error: Exception) -> bool:
    """Whether a store refused the first bytes of an object because it has none."""
    return _code(error) in ("InvalidRange", "416")


def _sentence(error: Exception) -> str | None:
    code = _code(error)
    if code in _BY_CODE:
        return _BY_CODE[code]
    if isinstance(error, FileNotFoundError | FileExistsError):
        return None
    for cause in (error, error.__cause__):
        for kind in type(cause).__mro__:
            if kind.__name__ in _BY_NAME:
                return _BY_NAME[kind.__name__]
    return _OTHER


def _code(error: Exception) -> str:
    response = getattr(error.__cause__, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def _shown(location: Location) -> str:
    """The host alone: a URL may hold more than people should be shown."""
    if location.endpoint is None:
        return "the configured endpoint"
    parts = urlsplit(location.endpoint)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
