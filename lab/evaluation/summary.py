"""A report in few lines for people: each figure of the network beside the baseline's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Line = dict[str, str | None]
COLUMNS = ("test", "figure", "network", "baseline")


def summary_head(record: dict[str, Any], folder: str) -> dict[str, Any]:
    """What was measured, as name and value."""
    network, learned = record["network"], record["learned_from"]
    epochs = f", epoch {network['epochs']}" if "epochs" in network else ""
    head = {
        "network": f"{network['kind']}{epochs} ({network['file']})",
        "learned_from": learned["origin"],
        "protocol": record["protocol"],
        "tested_on": "; ".join(one["origin"] for one in record["tested_on"]),
        "baseline": record["baseline"],
        "report": folder,
    }
    if record["not_measured"]:
        head["not_measured"] = " ".join(record["not_measured"])
    return head


def summary_lines(record: dict[str, Any]) -> list[Line]:
    """One line a figure, with :data:`COLUMNS`."""
    classes = [line for name, test in record["classes"].items() for line in _class_lines(name, test)]
    return classes + [line for name, test in record["pairs"].items() for line in _pair_lines(name, test)]


def _class_lines(name: str, test: dict[str, Any]) -> Iterator[Line]:
    first, *others = test["baselines"]
    yield _line(name, f"wrong of {test['prints']:,} prints", str(test["errors"]), str(first["errors"]))
    yield _line(
        name, "accuracy", _bounded(test["accuracy"], test["accuracy_bounds"]), _percent(first["accuracy"])
    )
    yield _line(name, "false positive rate", f"{test['false_positive_rate']:.3g}", None)
    yield _line(name, "F1, mean of the classes", _percent(test["macro"]["f1"]), None)
    yield _line(name, "loss with its L2 terms", f"{test['loss_with_l2']:.4f}", None)
    yield _line(
        name, f"person and finger both, from {first['learned_from']}", None, _percent(first["both_right"])
    )
    for other in others:
        yield _line(name, f"accuracy from {other['learned_from']}", None, _percent(other["accuracy"]))


def _pair_lines(name: str, test: dict[str, Any]) -> Iterator[Line]:
    plain = test["baseline"]
    yield _line(name, "genuine / impostor pairs", f"{test['genuine']:,} / {test['impostor']:,}", None)
    yield _line(name, "EER", _percent(test["eer"]), _percent(plain["eer"]))
    for far, point in test["gar_at_far"].items():
        yield _line(name, f"GAR at FAR {far}", _gar(point), _gar(plain["gar_at_far"][far]))
    if "at_threshold" in test:
        point = test["at_threshold"]
        yield _line(name, "FAR at its threshold", _bounded(point["far"], point["far_bounds"]), None)
        yield _line(name, "GAR at its threshold", _bounded(point["gar"], point["gar_bounds"]), None)


def _gar(point: dict[str, Any]) -> str:
    return _bounded(point["gar"], point["gar_bounds"]) if point["measurable"] else "not measurable"


def _bounded(rate: float, bounds: list[float]) -> str:
    return f"{_percent(rate)} ({bounds[0]:.2%} to {bounds[1]:.2%})"


def _percent(rate: float) -> str:
    return f"{rate:.2%}"


def _line(test: str, figure: str, network: str | None, baseline: str | None) -> Line:
    return {"test": test, "figure": figure, "network": network, "baseline": baseline}
