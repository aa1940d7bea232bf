"""How both ends set up a gRPC connection: limits, keepalive and the name that clients expect (protocol §2).

The values of a server and of its clients belong together: a client that pings more often than the server
permits is cut off with "too many pings".
"""

from __future__ import annotations

from shared.crypto.certificates import HEAD_OFFICE_DNS_NAME

Option = tuple[str, int | str]

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
MAX_METADATA_BYTES = 8 * 1024
KEEPALIVE_MS = 60_000
KEEPALIVE_TIMEOUT_MS = 20_000
LEAST_PING_INTERVAL_MS = 30_000
CONNECTION_AGE_GRACE_MS = 10 * 60_000
HANDSHAKE_TIMEOUT_MS = 10_000
MAX_STREAMS_PER_CONNECTION = 32

_BOTH: tuple[Option, ...] = (
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_metadata_size", MAX_METADATA_BYTES),
    ("grpc.absolute_max_metadata_size", MAX_METADATA_BYTES),
    ("grpc.keepalive_time_ms", KEEPALIVE_MS),
    ("grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT_MS),
)


def server_options(connection_age_seconds: float, *, share_port: bool = False) -> tuple[Option, ...]:
    """Options of the head office's server.

    Args:
        connection_age_seconds: after this a connection is closed, so that certificates are looked at again
            (protocol §2.3); calls in progress get ten minutes more.
        share_port: whether other processes of this head office listen on the port too (SO_REUSEPORT).
    """
    return (
        *_BOTH,
        ("grpc.max_connection_age_ms", round(connection_age_seconds * 1000)),
        ("grpc.max_connection_age_grace_ms", CONNECTION_AGE_GRACE_MS),
        ("grpc.http2.min_ping_interval_without_data_ms", LEAST_PING_INTERVAL_MS),
        ("grpc.server_handshake_timeout_ms", HANDSHAKE_TIMEOUT_MS),
        ("grpc.max_concurrent_streams", MAX_STREAMS_PER_CONNECTION),
        # Two servers that know nothing of each other would each take half of the calls and neither say so.
        ("grpc.so_reuseport", int(share_port)),
    )


def client_options() -> tuple[Option, ...]:
    """Options of a branch's channel to the head office."""
    return (
        *_BOTH,
        # The head office's certificate has this one DNS SAN, wherever it listens (protocol §2.1).
        ("grpc.ssl_target_name_override", HEAD_OFFICE_DNS_NAME),
        # An exchange is retried by its request ID, as a whole, never by gRPC (protocol §5.4).
        ("grpc.enable_retries", 0),
        # The head office is named by an address; a proxy of the environment would only stand between.
        ("grpc.enable_http_proxy", 0),
    )
