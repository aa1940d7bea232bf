"""What Prometheus gets: every count, no user and no branch in it; the dashboard asks for nothing else."""

from __future__ import annotations

import json
import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from branch_client.attempt import Attempt
from branch_client.branch import Branch
from branch_client.conversation import fetch
from server.adapters.prometheus_meter import OUTCOMES, PrometheusMeter
from server.config import load_config
from server.ports import Office
from server.rpc.interceptor import ALARMS
from shared.errors import Code, Failure
from shared.protocol.messages import CheckpointReference
from tests.free_ports import free_address, free_ports
from tests.loopback import (
    audit,
    enrol,
    grant,
    join,
    make_office,
    picture,
    put,
    serving,
    with_wrong_prints,
)
from tests.server_process import server_process
from tests.staffed_homes import Homes

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = ROOT / "deploy" / "grafana-dashboard.json"
ALERTS = ROOT / "deploy" / "prometheus-alerts.yml"
OPERATIONS = ROOT / "docs" / "operations.md"
USER, BRANCH = 583, "kirkuk"

Samples = dict[tuple[str, str], float]


@pytest.fixture(scope="module")
def party(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Branch]]:
    """A head office that serves metrics, and a branch."""
    folder = tmp_path_factory.mktemp("metrics")
    settings = {"metrics_listen": free_address(), "health_interval_seconds": 0.05}
    office = make_office(folder / "head-office", proof_backoff_seconds=0.0, **settings)
    branch = join(office, folder / BRANCH, BRANCH, first_backoff_seconds=0.01)
    enrol(office, USER)
    grant(office, USER, branch, folder)
    put(office, "xray-7", picture(4000))
    with serving(office):
        yield office, branch
    office.database.close()


def scraped(office: Office) -> str:
    """What a scrape gets."""
    with urllib.request.urlopen(f"http://{office.config.metrics_listen}/metrics", timeout=60) as answer:
        return str(answer.read().decode())


def samples(text: str) -> Samples:
    """Every value, by name and its one label."""
    return {
        (sample.name, "".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def eventually(office: Office, name: str, value: float, label: str = "") -> Samples:
    """The values, once one of them is what it should become."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = samples(scraped(office))
        if found.get((name, label)) == value:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{name} {label} never became {value}, but {found.get((name, label))}")


def test_exchanges_are_counted_and_name_nobody(party: tuple[Office, Branch]) -> None:
    office, branch = party
    for _ in range(2):
        assert fetch(branch, USER, "xray-7").data
    with pytest.raises(Failure) as refused:
        fetch(branch, USER, "absent")
    assert refused.value.code is Code.IMAGE_NOT_FOUND
    eventually(office, "ridgekey_exchanges_total", 2, "delivered")
    found = eventually(office, "ridgekey_audit_rows", len(audit(office)))
    assert found["ridgekey_refusals_total", "IMAGE_NOT_FOUND"] == 1
    assert found["ridgekey_exchanges_total", "refused"] >= 1
    assert found["ridgekey_exchanges_in_flight", ""] == 0
    assert found["ridgekey_exchange_seconds_count", ""] == sum(
        found["ridgekey_exchanges_total", outcome] for outcome in OUTCOMES
    )
    assert found["ridgekey_key_regeneration_seconds_count", ""] == 2
    assert found["ridgekey_ready", ""] == 1
    assert 800 < found["ridgekey_certificate_days", ""] < 826
    assert 0 <= found["ridgekey_checkpoint_age_seconds", ""] < 600


def test_no_label_holds_a_user_a_branch_or_an_image(party: tuple[Office, Branch]) -> None:
    office, branch = party
    with pytest.raises(Failure) as refused:
        fetch(with_wrong_prints(branch, 5), USER, "xray-7")
    assert refused.value.code is Code.PROOF_FAILED
    text = scraped(office)
    assert BRANCH not in text
    assert "xray" not in text
    labels = {
        (name, value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name, value in sample.labels.items()
    }
    assert {name for name, _ in labels} == {"outcome", "reason", "le"}
    assert {value for name, value in labels if name == "outcome"} == set(OUTCOMES)
    assert {value for name, value in labels if name == "reason"} <= {code.value for code in Code}


def test_the_dashboard_asks_only_for_what_there_is(party: tuple[Office, Branch]) -> None:
    office, _ = party
    there = {name for name, _ in samples(scraped(office))}
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = {
        name
        for panel in panels
        for target in panel["targets"]
        for name in re.findall(r"ridgekey_\w+", target["expr"])
    }
    assert len(asked) >= 9
    assert asked <= there


def test_the_alerts_ask_only_for_what_there_is(party: tuple[Office, Branch]) -> None:
    office, _ = party
    there = {name for name, _ in samples(scraped(office))}
    rules = yaml.safe_load(ALERTS.read_text())["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"ridgekey_\w+", rule["expr"])}
    assert len(asked) >= 5
    assert asked <= there
    assert {rule["labels"]["severity"] for rule in rules} == {"critical", "warning"}


def fence(office: Office, *, required: bool) -> None:
    """Have exchanges wait for the fence, as after a restore, or not any more."""
    with office.database.write() as transaction:
        transaction.fence.require(required=required)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        pytest.param(Code.COUNTER_ROLLBACK, {"mark": 10_000}, id="a number that was never given out"),
        pytest.param(Code.FENCE_REQUIRED, {}, id="a restore without its fence"),
        pytest.param(
            Code.WITNESS_INCONSISTENT,
            {"checkpoint": CheckpointReference(bytes(32), 10**6, bytes(32))},
            id="a checkpoint beyond the log",
        ),
    ],
)
def test_an_alarm_is_logged_counted_and_called(
    party: tuple[Office, Branch], monkeypatch: pytest.MonkeyPatch, code: Code, told: dict[str, Any]
) -> None:
    office, branch = party
    ordered = Attempt._order
    monkeypatch.setattr(Attempt, "_order", lambda attempt: replace(ordered(attempt), **told))
    fence(office, required=code is Code.FENCE_REQUIRED)
    try:
        with capture_logs() as lines, pytest.raises(Failure) as refused:
            fetch(branch, USER, "xray-7")
    finally:
        fence(office, required=False)
    assert refused.value.code is code
    (alarm,) = (line for line in lines if line["event"] == "alarm")
    assert (alarm["log_level"], alarm["reason"]) == ("error", code.value)
    assert (alarm["peer"], alarm["user"]) == (branch.identity.uri, USER)
    assert "`ridgekey " in alarm["remedy"]
    assert samples(scraped(office))["ridgekey_refusals_total", code.value] == 1


def test_every_alarm_has_its_rule_and_its_paragraph() -> None:
    rules = yaml.safe_load(ALERTS.read_text())["groups"][0]["rules"]
    (rule,) = (rule for rule in rules if rule["alert"] == "RidgeKeyHistoryContradicted")
    assert rule["labels"]["severity"] == "critical"
    assert "for" not in rule, "one refusal is enough"
    alarms = {code.value for code in ALARMS}
    for reasons in re.findall(r'reason=~"([A-Z_|]+)"', rule["expr"]):
        assert set(reasons.split("|")) == alarms
    paragraphs = OPERATIONS.read_text(encoding="utf-8").split("## Alarms\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\*\*`([A-Z_]+)`\*\*:", paragraphs, re.MULTILINE)) == alarms


@pytest.mark.parametrize(
    "address", ["0.0.0.0:9464", "192.168.0.1:9464", "localhost:9464", "127.0.0.1:0", "127.0.0.1"]
)
def test_metrics_stay_on_this_machine(tmp_path: Path, address: str) -> None:
    with pytest.raises(Failure) as refused:
        load_config(tmp_path, {"metrics_listen": address})
    assert "127.0.0.1:PORT" in refused.value.sentence


def test_metrics_are_opened_by_a_word_of_their_own(tmp_path: Path) -> None:
    config = load_config(tmp_path, {"metrics_open": True, "metrics_listen": "0.0.0.0:9464"})
    assert config.metrics_listen == "0.0.0.0:9464"


def test_they_are_off_unless_asked_for(tmp_path: Path) -> None:
    assert load_config(tmp_path, {}).metrics_listen is None


def test_a_port_in_use_is_a_conflict() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Failure) as refused:
            PrometheusMeter().serve("127.0.0.1", other.getsockname()[1])
    assert refused.value.code is Code.CONFLICT


@pytest.mark.slow
@pytest.mark.postgres
def test_each_of_several_server_processes_has_a_port_of_its_own(homes: Homes) -> None:
    first = free_ports(2)
    settings = {"workers": 2, "metrics_listen": f"127.0.0.1:{first}", "regeneration_workers": 1}
    with server_process(homes.office, **settings) as process:
        for number in range(2):
            url = f"http://127.0.0.1:{first + number}/metrics"
            with urllib.request.urlopen(url, timeout=60) as answer:
                assert samples(answer.read().decode())["ridgekey_ready", ""] == 1
        process.terminate()
        assert process.wait(60) == 0
