"""What the head office's audit log says afterwards, and that its chain holds."""

from __future__ import annotations

from collections import Counter

from lab.demo.screen import Screen
from lab.demo.stage import Stage

_EVERY_ROW = 10_000


def show_audit(stage: Stage, screen: Screen, delivered: int) -> None:
    """Count the log's events and verify its hash chain.

    Args:
        stage: the demo's parties.
        screen: where it is shown.
        delivered: how many images a branch confirmed.
    """
    rows = stage.head_office.ask("audit", "tail", "--count", str(_EVERY_ROW))["items"]
    events = Counter(row["event"] for row in rows)
    with screen.table("event", "rows") as add_row:
        for event, count in events.most_common():
            add_row([event, count])
    counted = f"{events.get('DELIVERED', 0)} deliveries in the audit, {delivered} images in the folder"
    screen.check(events.get("DELIVERED", 0) == delivered, counted)
    verdict = stage.head_office.ask("audit", "verify")
    screen.check(
        verdict == {"ok": True, "rows": len(rows), "first_bad": None}, f"ridgekey audit verify: {verdict}"
    )
