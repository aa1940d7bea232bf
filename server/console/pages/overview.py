"""How the head office stands: what it holds, what it does, what of it needs somebody."""

from __future__ import annotations

from server.console.cells import Tile, Tone
from server.console.charts import Chart, stacked
from server.console.desk import Desk, Query, View
from server.services import administration
from server.services.administration import show_fence
from server.services.audit import Activity, LogMeasure, measure_activity, measure_log
from server.services.exchange import browse_exchanges
from server.services.portions import Place
from shared.diagnosis.findings import Level

_MOST = 200
_LATE_INTERVALS = 10


def overview(desk: Desk, query: Query) -> View:
    """The first page."""
    del query
    office = desk.office
    activity = measure_activity(office)
    open_now = len(browse_exchanges(office, Place(), _MOST, under_way=True).rows)
    state = (_serving(desk), _fence(desk), _findings(desk))
    tiles = (*_exchange_tiles(open_now, activity), _log(desk, measure_log(office)))
    values = {
        "state": state,
        "tiles": tiles,
        "holdings": administration.status(office),
        "charts": (_delivered(activity), _refused(activity)),
        "reasons": activity.reasons[:8],
        "complete": activity.complete,
    }
    summary = f"{state[0].value}. {state[1].value}. {tiles[0].value} exchanges under way."
    return View("overview.html", "Overview", values, summary=summary)


def _serving(desk: Desk) -> Tile:
    serving = desk.serving.get().value
    if serving.address is None:
        return Tile("Server", "Not serving", serving.sentence, "bad")
    return Tile("Server", "Serving", f"Answers on {serving.address}.", "good")


def _fence(desk: Desk) -> Tile:
    fence = show_fence(desk.office)
    if fence.required:
        return Tile("Releases", "Stopped", "A restore waits for its fence: ridgekey counter fence.", "bad")
    if fence.reported:
        return Tile(
            "Releases", "Look closer", "A branch reported a higher message number.", "careful", "/health"
        )
    return Tile("Releases", "Allowed", "No restore waits for a fence.", "good")


def _findings(desk: Desk) -> Tile:
    last = desk.examination.last()
    if last is None:
        return Tile("Doctor", "Not asked yet", "Open Health to make every check.", href="/health")
    levels = [answer.finding.level for answer in last.value]
    failures, warnings = levels.count(Level.FAILURE), levels.count(Level.WARNING)
    tone: Tone = "bad" if failures else "careful" if warnings else "good"
    counted = ((failures, "failed"), (warnings, "to see to"))
    said = ", ".join(f"{count} {word}" for count, word in counted if count) or "All sound"
    return Tile("Doctor", said, f"As of {last.at:%H:%M:%S} UTC.", tone, "/health")


def _exchange_tiles(open_now: int, activity: Activity) -> tuple[Tile, ...]:
    ended = activity.delivered + activity.lost
    rate = f"{activity.delivered / ended:.0%} of what ended" if ended else "None has ended."
    if activity.median_seconds is not None:
        rate += f", {activity.median_seconds:.1f} s median"
    return (
        Tile(
            "Under way",
            f"{open_now}+" if open_now == _MOST else str(open_now),
            "exchanges now",
            href="/exchanges",
        ),
        Tile("Delivered", f"{activity.delivered:,}", rate),
        Tile("Not delivered", f"{activity.lost:,}", "never released, or no receipt"),
        Tile("Refused", f"{activity.refused:,}", "calls; reasons below"),
    )


def _log(desk: Desk, log: LogMeasure) -> Tile:
    late = _LATE_INTERVALS * desk.office.config.checkpoint_interval_seconds
    age = log.checkpoint_age_seconds
    if age is None:
        return Tile("Audit rows", f"{log.rows:,}", "not signed yet", "careful", "/audit")
    said = f"signed {_span(age)} ago"
    return Tile("Audit rows", f"{log.rows:,}", said, "" if age <= late else "careful", "/audit")


def _span(seconds: float) -> str:
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _delivered(activity: Activity) -> Chart:
    points = [(f"{hour.start:%H:%M}", (hour.delivered, hour.lost)) for hour in activity.hours]
    summary = f"{activity.delivered} delivered and {activity.lost} not delivered in the last 24 hours."
    return stacked(
        "exchanges", "Exchanges that ended, by hour", summary, ("delivered", "not delivered"), points
    )


def _refused(activity: Activity) -> Chart:
    points = [(f"{hour.start:%H:%M}", (hour.refused,)) for hour in activity.hours]
    summary = f"{activity.refused} calls refused in the last 24 hours."
    return stacked("refusals", "Refused calls, by hour", summary, ("refused",), points)
