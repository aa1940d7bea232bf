"""The same request gives the same files, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.papers import catalogue as tables
from lab.report import streams
from lab.report.building import build_report, write_report
from lab.report.request import Request

HISTORY = "epoch,loss,accuracy,validation_loss,validation_accuracy\n1,2.5,.4,2.1,.5\n2,1.5,.6,1.2,.7\n"


@pytest.mark.slow
def test_two_reports_of_one_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BITS", 10_000)
    monkeypatch.setattr(tables, "PAPERS", {"003": {8: tables.PAPERS["003"][8]}})
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "history.csv").write_text(HISTORY)
    request = Request("003", tmp_path / "runs", users=(3, 4), seed=5)
    written = [
        write_report(build_report(request), tmp_path / f"{name}.html", tmp_path / name)
        for name in ("first", "second")
    ]
    assert len(written[0]) == len(written[1]) > 20
    for one, other in zip(*written, strict=True):
        assert one.name == other.name or one.suffix == ".html"
        assert one.read_bytes() == other.read_bytes()
    page = (tmp_path / "first.html").read_text()
    assert len(page) < 5_000_000
    assert page.count('<svg class="chart"') > 25
