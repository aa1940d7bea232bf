"""What the head office's audit log says afterwards, and that its chain and its checkpoints hold."""

from __future__ import annotations

from collections import Counter

from lab.demo.screen import Screen
from lab.demo.stage import Stage

_EVERY_ROW = 10_000


def show_audit(stage: Stage, screen: Screen) -> None:
    """Count the log's events and verify the log."""
    rows = stage.head_office.ask("audit", "tail", "--rows", str(_EVERY_ROW))["items"]
    events = Counter(row["event"] for row in rows)
    screen.say(", ".join(f"{count} {event}" for event, count in events.most_common()))
    arrived, delivered = len(list(stage.received.iterdir())), events["DELIVERED"]
    screen.check(arrived == delivered, f"{delivered} deliveries in the audit, {arrived} images arrived")
    verdict = stage.head_office.ask("audit", "verify")
    told = ", ".join(f"{name} {value}" for name, value in verdict.items())
    right = verdict["ok"] and verdict["rows"] == len(rows) and verdict["checkpoints"] >= 1
    screen.check(right, f"ridgekey audit verify: {told}")
