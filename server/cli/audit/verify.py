"""``ridgekey audit verify``."""

from __future__ import annotations

from server.cli.office import opened
from server.services.administration import verify_audit
from shared.errors import Code, Failure
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey audit verify"


def verify(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Recompute the audit log's hash chain. Exit code 7 when it does not hold."""
    with opened(home) as office:
        verdict = verify_audit(office)
    show_record({"ok": verdict.ok, "rows": verdict.rows, "first_bad": verdict.first_bad}, output_format)
    if not verdict.ok:
        sentence = f"The audit log cannot be trusted from row {verdict.first_bad} on; keep it as evidence."
        raise Failure(Code.INTEGRITY, sentence)
