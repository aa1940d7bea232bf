"""The tables of paper 004."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lab.batteries.diehard.catalogue import TABLE_1
from lab.batteries.sources.ciphers import AesCounter
from lab.generators.network_keys.files import write_training
from lab.generators.network_keys.plan import Loss, Mapping, NetworkName, TrainingPlan
from lab.generators.parameters import record_parameters
from lab.papers.catalogue import build_tables
from lab.papers.paper_004 import diehard
from lab.papers.paper_004.accuracies import BATCHES, CLAIMS, table_2
from lab.papers.paper_004.diehard import PLANS, table_1
from lab.papers.sources import Sources
from lab.papers.tables import Table

SHORT = [
    TrainingPlan(mapping=mapping, epochs=15)
    for mapping in (Mapping.IDENTITY, Mapping.TABLE, Mapping.INDEPENDENT)
]
SCALE = 0.05


def write_run(runs: Path, plan: TrainingPlan, bit_accuracy: float) -> None:
    figures = {"loss": 0.1, "bit_accuracy": bit_accuracy, "key_accuracy": 0.5, "argmax_accuracy": 0.25}
    record = {
        "plan": record_parameters(plan),
        "parameters": 1,
        "learned": figures,
        "kept": figures,
        "seen": 1.0,
        "distinct_keys": 1024,
        "seconds": 1.0,
    }
    write_training(runs / "network-keys" / plan.name, record, [{"epoch": 1.0, "loss": 0.1, "accuracy": 0.5}])


@pytest.fixture(scope="module")
def first() -> Table:
    return table_1(SHORT, SCALE)


def column(table: Table, name: str) -> list[Any]:
    return [row[name] for row in table.rows]


def said(table: Table, part: str) -> str:
    (finding,) = (finding for finding in table.findings if part in finding)
    return finding


def test_the_table_has_the_papers_fifteen_rows(first: Table) -> None:
    assert column(first, "paper") == [row.printed for row in TABLE_1]
    assert min(column(first, "paper")) == 0.098
    assert first.columns == ("row", "paper", "identity", "table", "independent", "needs_bytes")
    assert all(set(first.columns) == set(row) for row in first.rows)
    json.dumps(first.record(), allow_nan=False)


def test_the_identity_passes_because_it_is_the_stream_of_its_inputs(
    first: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(value > diehard.THRESHOLD for value in column(first, "identity"))
    monkeypatch.setattr(diehard, "NetworkKeyBits", lambda seed, plan: AesCounter(seed))
    assert column(table_1(SHORT[:1], SCALE), "identity") == column(first, "identity")


@pytest.mark.parametrize("mapping", ["table", "independent"])
def test_networks_that_give_some_keys_more_often_are_found(first: Table, mapping: str) -> None:
    assert min(column(first, mapping)) < 1e-9
    finding = said(first, f"labels {mapping}: ")
    assert "different keys of 1,024 inputs" in finding
    assert "Count the 1" in finding


def test_what_is_wrong_with_the_papers_table_is_said(first: Table) -> None:
    assert "10,000 keys of 10 bits are 12,500 bytes" in said(first, "drawn anew")
    missing = said(first, "not in the table")
    assert all(name in missing for name in ("Bitstream", "OPSO", "OQSO", "DNA", "wins at craps"))
    assert "one-sided" in said(first, "threshold")


@pytest.mark.slow
def test_at_full_size_the_paper_had_too_few_bytes_for_every_row() -> None:
    table = table_1(PLANS[:1])
    assert "too few for 15 of the 15 rows" in said(table, "12,500 bytes")
    assert sum(value < diehard.THRESHOLD for value in column(table, "identity")) <= 2


def test_without_runs_the_claims_stand_alone_and_every_command_is_said(tmp_path: Path) -> None:
    table = table_2(tmp_path)
    assert [(row["network"], row["bits"], row["paper"]) for row in table.rows] == [
        (claim.network, claim.bits, claim.printed) for claim in CLAIMS
    ]
    assert (table.source, len(table.missing)) == ("", len(BATCHES))
    assert all(column(table, "mapping")[at] is None for at in range(len(CLAIMS)))
    assert all(f"--out {tmp_path / 'network-keys'}" in command for command in table.missing)


def test_every_command_trains_what_the_table_waits_for(tmp_path: Path) -> None:
    for batch in BATCHES:
        for network in batch.networks:
            for mapping in batch.mappings:
                write_run(tmp_path, TrainingPlan(network, batch.bits, mapping, batch.loss), 0.5)
    table = table_2(tmp_path)
    assert table.missing == []
    assert len(table.rows) == sum(len(batch.names()) for batch in BATCHES)
    assert None not in column(table, "bits_kept")


def test_ours_stand_beside_the_paper_in_the_order_of_labels(tmp_path: Path) -> None:
    write_run(tmp_path, TrainingPlan(mapping=Mapping.TABLE), 0.71)
    write_run(tmp_path, TrainingPlan(mapping=Mapping.IDENTITY), 1.0)
    write_run(tmp_path, TrainingPlan(mapping=Mapping.IDENTITY, loss=Loss.CCE), 0.49)
    table = table_2(tmp_path)
    ours = [row for row in table.rows if row["network"] == "ffnn-b" and row["bits"] == 10]
    assert [(row["mapping"], row["loss"], row["bits_kept"]) for row in ours] == [
        ("identity", "bce", "100.00%"),
        ("table", "bce", "71.00%"),
        ("identity", "cce", "49.00%"),
    ]
    assert {row["paper"] for row in ours} == {"98.3 %"}
    assert "3 trainings below" in table.source


def test_only_labels_that_both_models_learned_are_named(tmp_path: Path) -> None:
    for network, table_accuracy in ((NetworkName.FFNN_A, 0.998), (NetworkName.FFNN_B, 0.71)):
        write_run(tmp_path, TrainingPlan(network, mapping=Mapping.IDENTITY), 1.0)
        write_run(tmp_path, TrainingPlan(network, mapping=Mapping.TABLE), table_accuracy)
    assert said(table_2(tmp_path), "both models").endswith("right: identity, of 2 tried")


def test_figures_that_follow_from_the_printed_ones() -> None:
    table = table_2(Path("nowhere"))
    wanted = f"{0.997**10:.1%} and {0.983**10:.1%}".replace("%", " %")
    assert wanted in said(table, "errors fall anywhere")


def test_both_tables_are_in_the_catalogue(tmp_path: Path) -> None:
    (table,) = build_tables("004", [2], Sources(tmp_path))
    assert (table.paper, table.number) == ("004", 2)
