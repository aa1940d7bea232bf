"""docker-compose.yml, checked without Docker: its services are sound and their commands run on loopback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lab.demo.commands import Program, run
from lab.demo.parties import BranchOffice, HeadOffice, free_address

ROOT = Path(__file__).resolve().parents[1]
SERVICES = {"migrate", "head-office", "basra", "mosul"}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    """The services of the compose file by name."""
    composed: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return dict(composed["services"])


def test_a_head_office_a_migration_and_two_branches(services: dict[str, dict[str, Any]]) -> None:
    assert set(services) == SERVICES
    assert services["head-office"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_has_no_more_rights_than_it_needs(services: dict[str, dict[str, Any]], name: str) -> None:
    service = services[name]
    assert (service["read_only"], service["cap_drop"], service["ulimits"]["core"]) == (True, ["ALL"], 0)
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_is_built_from_a_target_that_exists(services: dict[str, dict[str, Any]], name: str) -> None:
    build = services[name]["build"]
    dockerfile = (ROOT / build["dockerfile"]).read_text(encoding="utf-8")
    assert f" AS {build['target']}\n" in dockerfile
    sources = [line.split()[1:-1] for line in dockerfile.splitlines() if line.startswith("COPY ")]
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {source for line in sources for source in line} == kept
    assert all((ROOT / source).exists() for source in kept)


def test_every_command_runs_on_loopback(services: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    head_office = HeadOffice(tmp_path / "head-office", free_address())
    branches = {name: BranchOffice(name, tmp_path / name) for name in ("basra", "mosul")}
    head_office.found()
    for branch in branches.values():
        branch.join(head_office, tmp_path)

    program, *words = services["migrate"]["command"]
    assert run(Program(program, head_office.home), *words).exit_code == 0
    assert services["head-office"]["command"] == ["ridgekey", "serve"]
    with head_office.serving(tmp_path / "server.log"):
        _, program, *words = services["head-office"]["healthcheck"]["test"]
        assert run(Program(program, head_office.home), *words).exit_code == 0
        for name, branch in branches.items():
            program, *words = services[name]["command"]
            assert run(Program(program, branch.home), *words).must_succeed()["branch"] == name


def test_the_settings_of_the_services_are_settings_of_the_programs(
    services: dict[str, dict[str, Any]],
) -> None:
    set_here = {name for service in services.values() for name in service["environment"]}
    assert set_here == {"RIDGEKEY_HOME", "RIDGEKEY_LISTEN", "RIDGEKEY_ADDRESS"}
