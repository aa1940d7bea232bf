"""The access table against the contract's own descriptors."""

from __future__ import annotations

import pytest
from grpc_health.v1 import health_pb2

from server.rpc.access import ROLES, require_access
from shared.errors import Code, Failure
from shared.identifiers import Role
from shared.wire.gen.ridgekey.v1 import admin_pb2, exchange_pb2


def methods_of(file: object) -> set[str]:
    """Full names of every method of every service in a proto file."""
    services = file.DESCRIPTOR.services_by_name.values()  # type: ignore[attr-defined]
    return {f"/{service.full_name}/{method.name}" for service in services for method in service.methods}


def test_every_method_that_is_served_has_its_row_and_no_row_is_for_another() -> None:
    served = methods_of(exchange_pb2) | {
        method for method in methods_of(health_pb2) if not method.endswith("/List")
    }
    assert set(ROLES) == served


def test_every_row_names_a_role_and_never_the_head_office() -> None:
    assert all(ROLES.values())
    assert not any(Role.HEAD_OFFICE in roles for roles in ROLES.values())


def test_only_branches_take_part_in_exchanges() -> None:
    assert ROLES["/ridgekey.v1.ExchangeService/Exchange"] == {Role.BRANCH}
    assert ROLES["/ridgekey.v1.ExchangeService/ListImages"] == {Role.BRANCH}


@pytest.mark.parametrize("method", sorted(methods_of(admin_pb2)))
@pytest.mark.parametrize("role", list(Role))
def test_administration_over_the_wire_is_off(method: str, role: Role) -> None:
    with pytest.raises(Failure) as caught:
        require_access(method, role)
    assert caught.value.code is Code.PERMISSION_DENIED


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
