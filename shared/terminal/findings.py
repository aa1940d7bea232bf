"""Findings as people and programs see them. The signs differ in shape, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.diagnosis.findings import Answer, Level
from shared.terminal.formats import Format, resolve
from shared.terminal.output import Titled, show_items, show_tables

_SIGNS = {Level.OK: "✓", Level.WARNING: "!", Level.FAILURE: "✗"}
_COLUMNS = ("sign", "check", "finding")


def show_findings(title: str, answers: Sequence[Answer], chosen: Format | None) -> None:
    """Write what checks found: a table with the remedies below it, or ``{"items": […]}``.

    Raises:
        Failure: ``LOCAL_FAILURE`` when stdout cannot take it.
    """
    items = [_item(answer) for answer in answers]
    if resolve(chosen) is Format.JSON:
        show_items(_COLUMNS, items, chosen)
        return
    rows = [{"sign": _SIGNS[each.finding.level], **item} for each, item in zip(answers, items, strict=True)]
    remedies = [f"{row['sign']} {row['check']}: {row['remedy']}" for row in rows if row["remedy"]]
    show_tables([Titled(title, _COLUMNS, rows, remedies, {})], chosen)


def _item(answer: Answer) -> dict[str, Any]:
    finding = answer.finding
    return {
        "check": answer.check,
        "level": finding.level.value,
        "finding": finding.sentence,
        "remedy": finding.remedy or None,
        "exit_code": finding.exit_code,
    }
