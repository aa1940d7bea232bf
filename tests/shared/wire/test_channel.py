"""The options of both ends fit each other (protocol §2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.protocol.messages import MAX_CHUNK_BYTES
from shared.wire.channel import MAX_MESSAGE_BYTES, ServerLimits, client_options, server_options

LIMITS = ServerLimits(
    connections=512,
    streams=32,
    request_bytes=65_536,
    metadata_bytes=8192,
    handshake_seconds=10.0,
    idle_seconds=300.0,
    age_seconds=1800.0,
    grace_seconds=0.0,
)
SERVER, CLIENT = dict(server_options(LIMITS)), dict(client_options())


@pytest.mark.parametrize("options", [server_options(LIMITS), client_options()], ids=["server", "client"])
def test_no_option_is_given_twice(options: tuple[tuple[str, int | str], ...]) -> None:
    assert len(dict(options)) == len(options)


def test_messages_are_bounded_and_the_largest_chunk_fits() -> None:
    assert SERVER["grpc.max_send_message_length"] == CLIENT["grpc.max_receive_message_length"]
    assert SERVER["grpc.max_receive_message_length"] == 65_536
    assert CLIENT["grpc.max_receive_message_length"] == MAX_MESSAGE_BYTES == 4 * 1024 * 1024
    assert MAX_CHUNK_BYTES + 1024 < MAX_MESSAGE_BYTES


def test_connections_end_after_their_age() -> None:
    assert SERVER["grpc.max_connection_age_ms"] == 1_800_000
    assert SERVER["grpc.max_connection_age_grace_ms"] == 1, "gRPC reads 0 as for ever"
    young = dict(server_options(replace(LIMITS, age_seconds=0.5)))
    assert young["grpc.max_connection_age_ms"] == 500


def test_the_server_permits_the_pings_that_clients_send() -> None:
    least = SERVER["grpc.http2.min_ping_interval_without_data_ms"]
    assert isinstance(least, int)
    assert int(CLIENT["grpc.keepalive_time_ms"]) >= 2 * least


def test_clients_expect_the_one_name_and_never_retry_or_go_through_a_proxy() -> None:
    assert CLIENT["grpc.ssl_target_name_override"] == "head-office.ridgekey.internal"
    assert CLIENT["grpc.enable_retries"] == 0
    assert CLIENT["grpc.enable_http_proxy"] == 0
    assert SERVER["grpc.so_reuseport"] == 0
