"""docker-compose.yml, checked without Docker: its services are sound; tests/scenarios runs what they run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.config import HeadOfficeConfig
from shared.settings.model import PREFIX

ROOT = Path(__file__).resolve().parents[1]
COMPOSED: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSED["services"]
REPLICAS = ("head-office-1", "head-office-2")
BUILT = ("migrate", *REPLICAS, "basra", "mosul")
MADE_ELSEWHERE = ("database", "balancer", "prometheus")


def text_of(name: str) -> str:
    """A file of ``deploy``."""
    return (ROOT / "deploy" / name).read_text(encoding="utf-8")


def test_two_replicas_behind_a_balancer_with_all_that_they_need() -> None:
    assert set(SERVICES) == {*BUILT, *MADE_ELSEWHERE}
    for name in REPLICAS:
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert "ports" not in SERVICES[name]
    host = SERVICES["migrate"]["environment"]["RIDGEKEY_ADDRESS"].partition(":")[0]
    assert host in SERVICES["balancer"]["networks"]["front"]["aliases"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["ulimits"]["core"]) == (True, ["ALL"], 0)
    assert "no-new-privileges:true" in service["security_opt"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_database_and_the_metrics_are_reached_from_nowhere_else() -> None:
    assert COMPOSED["networks"]["back"] == {"internal": True}
    assert SERVICES["database"]["networks"] == ["back"]
    on_the_back = {name for name, service in SERVICES.items() if "back" in service["networks"]}
    assert on_the_back == {"database", "migrate", *REPLICAS, "prometheus"}


@pytest.mark.parametrize("name", MADE_ELSEWHERE)
def test_an_image_made_elsewhere_has_a_version(name: str) -> None:
    assert re.fullmatch(r"[a-z/]+:v?[0-9]+\.[0-9]+(\.[0-9]+)?", SERVICES[name]["image"])


@pytest.mark.parametrize("name", BUILT)
def test_a_service_is_built_from_a_target_that_exists(name: str) -> None:
    build = SERVICES[name]["build"]
    dockerfile = (ROOT / build["dockerfile"]).read_text(encoding="utf-8")
    assert f" AS {build['target']}\n" in dockerfile
    sources = [line.split()[1:-1] for line in dockerfile.splitlines() if line.startswith("COPY ")]
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {source for line in sources for source in line} == kept
    assert all((ROOT / source).exists() for source in kept)


def test_every_secret_is_a_file_that_git_ignores() -> None:
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    for secret in COMPOSED["secrets"].values():
        assert secret["file"].startswith("deploy/secrets/")
    for service in SERVICES.values():
        assert set(service.get("secrets", ())) <= set(COMPOSED["secrets"])


def test_what_is_mounted_is_there() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service.get("volumes", ())]
    for volume in mounted:
        source = volume.partition(":")[0]
        assert (ROOT / source).is_file() if source.startswith("./") else source in COMPOSED["volumes"]


def test_the_settings_of_the_services_are_settings_of_the_programs() -> None:
    given = {name for service in BUILT for name in SERVICES[service]["environment"]}
    settings = {name.removeprefix(PREFIX).removesuffix("_FILE").lower() for name in given}
    assert settings <= {*HeadOfficeConfig.model_fields, "address"}


def test_the_replicas_are_scraped_where_they_answer() -> None:
    scraped = yaml.safe_load(text_of("prometheus.yml"))["scrape_configs"][0]["static_configs"][0]["targets"]
    for name, target in zip(REPLICAS, scraped, strict=True):
        port = SERVICES[name]["environment"]["RIDGEKEY_METRICS_LISTEN"].rpartition(":")[2]
        assert target == f"{name}:{port}"


def test_prometheus_finds_what_its_files_name() -> None:
    """There is no Prometheus here to start; the image starts it with its own arguments, on these places."""
    service = SERVICES["prometheus"]
    assert not {"command", "entrypoint"} & service.keys()
    mounted = {target.split(":")[1]: target.split(":")[0] for target in service["volumes"]}
    assert mounted["/etc/prometheus/prometheus.yml"] == "./deploy/prometheus.yml"
    assert mounted["/prometheus"] in COMPOSED["volumes"], "where it keeps its counts, on a read-only system"
    for name in yaml.safe_load(text_of("prometheus.yml"))["rule_files"]:
        rules = yaml.safe_load((ROOT / mounted[f"/etc/prometheus/{name}"]).read_text(encoding="utf-8"))
        assert all({"alert", "expr"} <= rule.keys() for group in rules["groups"] for rule in group["rules"])
    assert service["ports"] == ["127.0.0.1:9090:9090"]
    assert set(SERVICES["head-office-1"]["networks"]) & set(service["networks"]) == {"back"}
