"""``ridgekey audit verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from server.cli.office import administering
from server.services.verbs import Administration
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint
from shared.stores.atomic import read_file
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import show_record

EXAMPLE = "ridgekey audit verify --witness basra.checkpoint"

_LARGEST_CHECKPOINT = 4096


def verify(
    row: Annotated[
        int | None,
        option("--row", help="Also prove that this row is signed.", metavar="SEQ", min=1, max=2**63 - 1),
    ] = None,
    witness: Annotated[
        Path | None,
        option("--witness", help="Also compare with a checkpoint kept elsewhere.", metavar="FILE"),
    ] = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Recompute the audit log: its chain, its tree, its checkpoints. Exit code 7 when it does not hold."""
    kept = None if witness is None else _read(witness)
    with administering(home, any_domain=True) as office:
        verdict = office.verify_audit()
        record: dict[str, Any] = {
            "ok": verdict.ok,
            "rows": verdict.rows,
            "checkpoints": verdict.checkpoints,
            "first_bad": verdict.first_bad,
        }
        if verdict.ok and row is not None:
            record["row"] = _proof(office, row)
        if verdict.ok and kept is not None:
            record["ok"] = record["witness"] = office.verify_witness(kept)
    show_record(record, output_format)
    if not verdict.ok:
        sentence = f"The audit log cannot be trusted from row {verdict.first_bad} on; keep it as evidence."
        raise Failure(Code.INTEGRITY, sentence)
    if not record["ok"]:
        sentence = (
            f"The audit log is not the one of {witness}: it was rewritten, or put back, below row "
            f"{kept.size if kept else 0}; keep both as evidence."
        )
        raise Failure(Code.INTEGRITY, sentence)


def _read(file: Path) -> Checkpoint:
    try:
        return Checkpoint.decode(read_file(file, _LARGEST_CHECKPOINT))
    except Failure as failure:
        if failure.code is not Code.MALFORMED:
            raise
        sentence = (
            f"{file} is no checkpoint; `ridgekey-branch witness export` and `audit checkpoint` make one."
        )
        raise Failure(Code.INVALID_INPUT, sentence) from None


def _proof(office: Administration, row: int) -> dict[str, Any]:
    proof = office.prove_inclusion(row)
    return {
        "seq": proof.seq,
        "leaf_hash": proof.leaf_hash.hex(),
        "path": [node.hex() for node in proof.path],
        "size": proof.checkpoint.size,
        "root": proof.checkpoint.root.hex(),
    }
