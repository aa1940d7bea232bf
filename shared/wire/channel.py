"""How both ends set up a gRPC connection: limits, keepalive and the name that clients expect (protocol §2).

The values of a server and of its clients belong together: a client that pings more often than the server
permits is cut off with "too many pings".
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.crypto.certificates import HEAD_OFFICE_DNS_NAME

Option = tuple[str, int | str]

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
MAX_METADATA_BYTES = 8 * 1024
KEEPALIVE_MS = 60_000
KEEPALIVE_TIMEOUT_MS = 20_000
LEAST_PING_INTERVAL_MS = 30_000

_BOTH: tuple[Option, ...] = (
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.keepalive_time_ms", KEEPALIVE_MS),
    ("grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT_MS),
)


@dataclass(frozen=True)
class ServerLimits:
    """What one server takes from its peers.

    Attributes:
        connections: how many may be open at once; one more is closed before TLS begins.
        streams: calls at once on one connection.
        request_bytes: the largest message.
        metadata_bytes: the largest set of headers.
        handshake_seconds: until a connection must have ended its TLS handshake.
        idle_seconds: after which a connection without a call is closed.
        age_seconds: after which every connection is closed, so that certificates are looked at again
            (protocol §2.3).
        grace_seconds: how much longer the calls in progress on such a connection may take.
    """

    connections: int
    streams: int
    request_bytes: int
    metadata_bytes: int
    handshake_seconds: float
    idle_seconds: float
    age_seconds: float
    grace_seconds: float


def server_options(limits: ServerLimits, *, share_port: bool = False) -> tuple[Option, ...]:
    """Options of the head office's server.

    Args:
        limits: what it takes from its peers.
        share_port: whether other processes of this head office listen on the port too (SO_REUSEPORT).
    """
    return (
        *_BOTH,
        ("grpc.max_receive_message_length", limits.request_bytes),
        ("grpc.max_metadata_size", limits.metadata_bytes),
        ("grpc.absolute_max_metadata_size", limits.metadata_bytes),
        ("grpc.max_allowed_incoming_connections", limits.connections),
        ("grpc.max_concurrent_streams", limits.streams),
        ("grpc.server_handshake_timeout_ms", _milliseconds(limits.handshake_seconds)),
        ("grpc.max_connection_idle_ms", _milliseconds(limits.idle_seconds)),
        ("grpc.max_connection_age_ms", _milliseconds(limits.age_seconds)),
        ("grpc.max_connection_age_grace_ms", _milliseconds(limits.grace_seconds)),
        ("grpc.http2.min_ping_interval_without_data_ms", LEAST_PING_INTERVAL_MS),
        # Two servers that know nothing of each other would each take half of the calls and neither say so.
        ("grpc.so_reuseport", int(share_port)),
    )


def client_options() -> tuple[Option, ...]:
    """Options of a branch's channel to the head office."""
    return (
        *_BOTH,
        ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
        ("grpc.max_metadata_size", MAX_METADATA_BYTES),
        ("grpc.absolute_max_metadata_size", MAX_METADATA_BYTES),
        # The head office's certificate has this one DNS SAN, wherever it listens (protocol §2.1).
        ("grpc.ssl_target_name_override", HEAD_OFFICE_DNS_NAME),
        # An exchange is retried by its request ID, as a whole, never by gRPC (protocol §5.4).
        ("grpc.enable_retries", 0),
        # The head office is named by an address; a proxy of the environment would only stand between.
        ("grpc.enable_http_proxy", 0),
    )


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))
