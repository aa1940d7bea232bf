"""What the database and the clients say after the load, held against the protocol (§1.1, §5.1, §7)."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from server.ports import Event, Office
from server.services.audit import verify_audit

ENDS = {Event.DELIVERED, Event.UNCONFIRMED, Event.ABANDONED, Event.DISCARDED}


def judge(office: Office, told: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Count what must not be: numbers lost, doubled or without one end, and images that are another."""
    exchanges = list(told)
    reserved, ends = _numbers(office)
    with office.database.read() as transaction:
        counters = {record.user: record.n for record in transaction.counters.all()}
    arrived = [exchange for exchange in exchanges if "n" in exchange]
    failed = Counter(exchange["reason"] for exchange in exchanges if "reason" in exchange)
    final = [e["reason"] for e in exchanges if "reason" in e and not e["retryable"]]
    verdict = verify_audit(office)
    seconds = sorted(exchange["seconds"] for exchange in exchanges)
    return {
        "exchanges": len(exchanges),
        "arrived": len(arrived),
        "retryable_failures": dict(failed),
        "final_failures": Counter(final),
        "different_images": len({exchange["sha256"] for exchange in arrived}),
        "numbers_given": sum(map(len, reserved.values())),
        "numbers_lost": sum(counters[user] - len(numbers) for user, numbers in reserved.items()),
        "numbers_reserved_twice": sum(c > 1 for numbers in reserved.values() for c in numbers.values()),
        "numbers_arrived_twice": sum(c > 1 for c in Counter((e["user"], e["n"]) for e in arrived).values()),
        "numbers_without_one_end": sum(len(ends[u, n]) != 1 for u, ns in reserved.items() for n in ns),
        "ends": Counter(event for found in ends.values() for event in found),
        "attempts": Counter(exchange["attempt"] for exchange in arrived),
        "chain_verifies": verdict.ok,
        "audit_rows": verdict.rows,
        "median_seconds": round(statistics.median(seconds), 3),
        "p99_seconds": round(seconds[len(seconds) * 99 // 100], 3),
    }


def _numbers(office: Office) -> tuple[dict[int, Counter[int]], dict[tuple[int, int], list[str]]]:
    """By user how often each number was reserved, and by number how it ended."""
    reserved: dict[int, Counter[int]] = defaultdict(Counter)
    ends: dict[tuple[int, int], list[str]] = defaultdict(list)
    with office.database.read() as transaction:
        for _, body, _ in transaction.audit.rows():
            if body.event == Event.RESERVED:
                reserved[body.user][body.n] += 1
            elif body.event in ENDS:
                ends[body.user, body.n].append(body.event)
    return reserved, ends
