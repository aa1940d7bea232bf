"""Says what a report was computed from, each file with its digest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lab.evaluation.report import REPORT, file_digest
from lab.generators.network_keys.files import RECORD
from lab.report.material import Material
from lab.report.sections.training import HISTORY


def list_inputs(material: Material) -> list[dict[str, Any]]:
    """Everything that was read, by name: ``input``, ``what`` and ``sha256``."""
    request = material.request
    rows = [_row("seed", str(request.seed), None)]
    if material.about_keys:
        users = ", ".join(map(str, request.users))
        rows.append(_row("prints", f"{material.people.origin}, users {users}", material.people.digest()))
        rows.append(_row("model", "the shipped one", material.network.digest.hex()))
    for what, name in (("training", HISTORY), ("key network", RECORD), ("evaluation", REPORT)):
        rows += [_file(what, path, request.runs) for path in sorted(request.runs.rglob(name))]
    return rows


def _file(what: str, path: Path, folder: Path) -> dict[str, Any]:
    return _row(what, str(path.relative_to(folder)), file_digest(path))


def _row(name: str, what: str, digest: str | None) -> dict[str, Any]:
    return {"input": name, "what": what, "sha256": digest}
