"""Whole reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from lab.datasets.print_set import PrintSet
from lab.papers import catalogue as tables
from lab.report import catalogue, streams
from lab.report.building import build_report
from lab.report.catalogue import report_on
from lab.report.document import Document
from lab.report.material import Material
from lab.report.request import Request
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.errors import Code, Failure
from shared.identifiers import Finger

pytestmark = pytest.mark.usefixtures("no_drawings")

HISTORY = "epoch,loss,accuracy,validation_loss,validation_accuracy\n1,2.5,.4,2.1,.5\n2,1.5,.6,1.2,.7\n"
USER = 3


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    (folder / "finger").mkdir()
    (folder / "finger" / "history.csv").write_text(HISTORY)
    return folder


@dataclass(frozen=True)
class Built:
    """A report and its file."""

    document: Document
    html: str


@pytest.fixture(scope="module")
def built(runs: Path, no_drawings: None) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        # Few bits and few tables: what they show is tested elsewhere.
        patch.setattr(streams, "BITS", 10_000)
        patch.setattr(tables, "PAPERS", {"003": {8: tables.PAPERS["003"][8]}})
        document = build_report(Request("003", runs, users=(USER,), seed=5))
        return Built(document, document.html())


def enrolled(redistributable: bool) -> PrintSet:
    """One print of one person."""
    print_ = impression(generate_finger(person_seed(1, USER), Finger.LEFT_LITTLE), 0)
    return PrintSet(
        pixels=print_.pixels[None, :96, :96],
        subjects=np.array([USER], np.int32),
        fingers=np.array([0], np.int64),
        views=np.zeros(1, np.uint8),
        alterations=np.zeros(1, np.uint8),
        severities=np.zeros(1, np.uint8),
        origin="somewhere",
        redistributable=redistributable,
    )


def test_every_chapter_is_there_in_order(built: Built) -> None:
    assert [chapter.key for chapter in built.document.chapters] == [
        "keys",
        "suites",
        "images",
        "trainings",
        "tables",
    ]
    assert all(chapter.sections for chapter in built.document.chapters)


def test_it_opens_with_what_it_cannot_show_and_claims_nothing(built: Built) -> None:
    text = re.sub(r"<[^>]+>|base64,[^\"]*", " ", built.html)
    assert "They cannot show that a key is secret." in text
    assert "12.6 bits" in text
    assert not re.search(r"\b(all (tests )?pass|secure|unbreakable)", text, re.IGNORECASE)


def test_every_verdict_says_what_chance_gives(built: Built) -> None:
    verdicts = re.findall(r'<p class="verdict[^"]*">(.*?)</p>', built.html)
    assert len(verdicts) >= 10
    assert all("Chance alone gives" in one or "nothing is said" in one for one in verdicts)


def test_every_chart_has_words_and_data(built: Built) -> None:
    figures = re.findall(r"<figure>(.*?)</figure>", built.html, re.DOTALL)
    assert len(figures) > 20
    for figure in figures:
        title = re.search(r'<title id="[^"]+">([^<]+)</title>', figure) or re.search(r'alt="([^"]+)"', figure)
        assert title
        assert len(title.group(1)) > 20
        assert "data:text/csv;charset=utf-8;base64," in figure or "data:image/png" in figure


def test_nothing_comes_from_elsewhere_and_the_file_is_small(built: Built) -> None:
    assert not re.search(r"https?://(?!www\.w3\.org)", built.html)
    assert "<script" not in built.html
    assert " style=" not in built.html
    assert len(built.html) < 5_000_000


def test_inputs_are_named_with_their_digests(built: Built) -> None:
    rows = {row["input"]: row for row in built.document.inputs}
    assert rows["seed"]["what"] == "5"
    assert rows["prints"]["what"] == f"synthetic seed=5, users {USER}"
    assert re.fullmatch("[0-9a-f]{64}", rows["prints"]["sha256"])
    assert re.fullmatch("[0-9a-f]{64}", rows["model"]["sha256"])
    assert rows["training"]["what"] == "finger/history.csv"


def test_the_keys_themselves_stand_nowhere(built: Built, runs: Path) -> None:
    material = Material(Request("003", runs, users=(USER,), seed=5))
    key = material.keys.keys[0]
    row = ",".join(map(str, key[:8].tolist()))
    column = "\n".join(map(str, key[:8].tolist()))
    for file in built.document.files():
        assert row not in file.text()
        assert column not in file.text()
    assert key.tobytes().hex()[:16] not in built.html


@pytest.mark.parametrize(("synthetic", "drawn"), [(True, True), (False, False)])
def test_only_synthetic_keys_are_drawn(runs: Path, synthetic: bool, drawn: bool) -> None:
    material = Material(Request("003", runs, enrolled(synthetic), (USER,)))
    chapter = next(plan for plan in report_on("003").chapters if plan.key == "keys")
    sections = {section.key: section for section in chapter.build(material)}
    pictures = {"key-histograms", "key-neighbours", "key-autocorrelation"}
    assert pictures & set(sections) == (pictures if drawn else set())
    assert ("not-drawn" in sections) is not drawn
    files = {file.name.rsplit("-", 1)[0] for section in sections.values() for file in section.files()}
    assert ("key-histogram-user" in files) is drawn
    assert "key-tests" in sections


def test_a_user_without_prints_is_said(runs: Path) -> None:
    with pytest.raises(Failure, match="User 9") as refusal:
        build_report(Request("003", runs, enrolled(True), (9,)))
    assert refusal.value.code is Code.NOT_FOUND


def test_a_paper_with_tables_alone_has_them(monkeypatch: pytest.MonkeyPatch, runs: Path) -> None:
    monkeypatch.setitem(tables.PAPERS, "099", {1: tables.PAPERS["003"][2]})
    document = build_report(Request("099", runs))
    assert [chapter.key for chapter in document.chapters] == ["tables"]
    assert [row["input"] for row in document.inputs] == ["seed", "training"]
    assert "Table 2" in document.html()


def test_an_unknown_paper_is_refused(runs: Path) -> None:
    with pytest.raises(Failure, match=r"nothing of paper 007 to report; there is of .*003") as refusal:
        build_report(Request("007", runs))
    assert refusal.value.code is Code.INVALID_INPUT


def test_progress_counts_chapters(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    short = catalogue.PaperReport("short", (), (report_on("003").chapters[3],))
    monkeypatch.setitem(catalogue.REPORTS, "003", short)
    build_report(
        Request("003", runs, enrolled(True), (USER,)), lambda done, total: told.append((done, total))
    )
    assert told == [(0, 1), (1, 1)]
