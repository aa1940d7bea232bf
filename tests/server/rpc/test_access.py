"""The access table against the contract's own descriptors."""

from __future__ import annotations

from typing import Any

import pytest
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2

from server.rpc.access import ROLES, is_administrative, require_access
from shared.errors import Failure
from shared.identifiers import Role
from shared.wire.gen.ridgekey.v1 import admin_pb2, exchange_pb2


def methods_of(file: object) -> set[str]:
    """Full names of every method of every service in a proto file."""
    services = file.DESCRIPTOR.services_by_name.values()  # type: ignore[attr-defined]
    return {f"/{service.full_name}/{method.name}" for service in services for method in service.methods}


def test_every_method_that_is_served_has_its_row_and_no_row_is_for_another() -> None:
    served = methods_of(exchange_pb2) | methods_of(admin_pb2) | methods_of(reflection_pb2)
    served |= {method for method in methods_of(health_pb2) if not method.endswith("/List")}
    assert set(ROLES) == served


def test_every_row_names_a_role_and_never_the_head_office() -> None:
    assert all(ROLES.values())
    assert not any(Role.HEAD_OFFICE in roles for roles in ROLES.values())


def test_only_branches_take_part_in_exchanges() -> None:
    assert ROLES["/ridgekey.v1.ExchangeService/Exchange"] == {Role.BRANCH}
    assert ROLES["/ridgekey.v1.ExchangeService/ListImages"] == {Role.BRANCH}


@pytest.mark.parametrize(
    ("request_of", "preview"),
    [
        pytest.param(admin_pb2.ForgetUserRequest, "PreviewForgetting", id="forget a user"),
        pytest.param(admin_pb2.RemoveImageRequest, "PreviewRemoval", id="remove an image"),
    ],
)
def test_a_preview_is_no_field_that_an_older_server_would_not_read(request_of: Any, preview: str) -> None:
    """Or it would delete what was only asked about."""
    assert len(request_of.DESCRIPTOR.fields) == 2  # whose, and why
    assert f"/ridgekey.v1.AdministrationService/{preview}" in methods_of(admin_pb2)


@pytest.mark.parametrize("method", sorted(methods_of(admin_pb2) | methods_of(reflection_pb2)))
def test_only_administrators_administer(method: str) -> None:
    assert ROLES[method] == {Role.ADMIN}
    assert is_administrative(method)


def test_no_method_of_branches_is_administrative() -> None:
    assert not [method for method in ROLES if is_administrative(method) and Role.BRANCH in ROLES[method]]


@pytest.mark.parametrize(
    "method",
    [
        pytest.param("", id="nothing"),
        pytest.param("/ridgekey.v1.ExchangeService/", id="no method"),
        pytest.param("/ridgekey.v1.ExchangeService/Exchange/", id="a longer name"),
        pytest.param("/ridgekey.v1.exchangeservice/Exchange", id="another case"),
        pytest.param("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", id="reflection"),
    ],
)
def test_what_is_not_in_the_table_is_refused(method: str) -> None:
    with pytest.raises(Failure):
        require_access(method, Role.BRANCH)
