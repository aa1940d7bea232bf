"""``ridgekey-lab evaluate``: what a trained network or a verifier is worth, beside a plain baseline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.data.loaded import load_shown
from lab.cli.torch_extra import require_torch
from shared.errors import Code, Failure
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_items, show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.datasets.fvc import FvcSet
    from lab.datasets.print_set import PrintSet
    from lab.evaluation.honest_protocol import Limits
    from lab.evaluation.report import Report
    from shared.biometrics.verification import EmbeddingVerifier


def evaluate(
    checkpoint: Annotated[
        Path, typer.Argument(help="What `train` wrote, or a .rkverif file.", metavar="CHECKPOINT")
    ],
    prints: Annotated[
        Path | None,
        typer.Argument(help="A data set's folder, or a file made by `data collect`.", metavar="PRINTS"),
    ] = None,
    protocol: Annotated[
        str | None,
        option("--protocol", help="paper (altered prints learned, their originals tested) or honest."),
    ] = None,
    fvc: Annotated[
        Path | None, option("--fvc", help="Folder of an FVC database, 101_1.png and so on.", metavar="DIR")
    ] = None,
    out: Annotated[
        Path | None, option("--out", help="Folder for the report; else beside CHECKPOINT.", metavar="DIR")
    ] = None,
    people: Annotated[
        int, option("--people", help="Held-out people to compare.", min=2, show_default=True)
    ] = 100,
    live: Annotated[
        int, option("--live", help="Their live prints, of each kind.", min=2, show_default=True)
    ] = 1000,
    output_format: FormatOption = None,
) -> None:
    """Measure a network: who or which finger is told right, or how prints compare; always beside a baseline.

    Writes report.json, tables and pictures. Without --protocol, classifiers are measured as in the paper.
    """
    require_torch()
    from lab.evaluation.honest_protocol import Limits
    from lab.evaluation.report_files import write_report

    limits = Limits(people=people, live=live)
    report = _verifier_report(checkpoint, prints, protocol, fvc, limits) or _network_report(
        checkpoint, prints, protocol, fvc, limits
    )
    folder = out or checkpoint.parent / f"{checkpoint.stem}-{report.protocol}"
    write_report(report, folder)
    _show(report, folder, output_format)


def _network_report(
    checkpoint: Path, prints: Path | None, protocol: str | None, fvc: Path | None, limits: Limits
) -> Report:
    from lab.cli.train.choices import choose
    from lab.evaluation.evaluating import Protocol, evaluate_honest, evaluate_paper
    from lab.training.plans import Kind
    from lab.training.trained import load_trained

    wanted = choose(Protocol, protocol, "--protocol") if protocol is not None else None
    trained = load_trained(checkpoint, *Kind)
    if wanted is None:
        wanted = Protocol.HONEST if trained.kind is Kind.EMBEDDING else Protocol.PAPER
    if wanted is Protocol.PAPER:
        if prints is None:
            raise _refusal("The paper's protocol needs PRINTS: name the set that the network was trained on.")
        if fvc is not None:
            raise _refusal("The paper's protocol knows no FVC database; use --fvc with --protocol honest.")
        return evaluate_paper(checkpoint, trained, load_shown(prints), progress)
    return evaluate_honest(checkpoint, trained, *_sources(prints, fvc), limits, progress)


def _verifier_report(
    path: Path, prints: Path | None, protocol: str | None, fvc: Path | None, limits: Limits
) -> Report | None:
    """The report of a verifier; None when the file is none."""
    from lab.evaluation.evaluating import Protocol, evaluate_verifier

    verifier = _read_verifier(path)
    if verifier is None:
        return None
    if protocol not in (None, Protocol.HONEST):
        raise _refusal("A verifier is measured with --protocol honest only.")
    return evaluate_verifier(path, verifier, *_sources(prints, fvc), limits, progress)


def _read_verifier(path: Path) -> EmbeddingVerifier | None:
    from shared.biometrics.verification import EmbeddingVerifier, parse_verifier
    from shared.biometrics.verification.verifier import MAGIC
    from shared.stores.atomic import read_file

    data = read_file(path)
    if not data.startswith(MAGIC):
        return None
    verifier = parse_verifier(data)
    if not isinstance(verifier, EmbeddingVerifier):
        sentence = "A closed-set verifier compares no prints; evaluate the two networks it was made from."
        raise _refusal(sentence)
    return verifier


def _sources(prints: Path | None, fvc: Path | None) -> tuple[PrintSet | None, FvcSet | None]:
    from lab.datasets.fvc import read_fvc

    if prints is None and fvc is None:
        raise _refusal(
            "The honest protocol needs PRINTS of other people, an FVC database with --fvc, or both."
        )
    impressions = None if fvc is None else read_fvc(fvc)  # the quick one first: it may be mistyped
    return (None if prints is None else load_shown(prints)), impressions


def _show(report: Report, folder: Path, output_format: Format | None) -> None:
    from lab.evaluation.summary import COLUMNS, summary_head, summary_lines

    record = report.record()
    if resolve(output_format) is Format.JSON:
        show_record({**record, "folder": str(folder)}, output_format)
        return
    show_record(summary_head(record, str(folder)), output_format)
    show_items(COLUMNS, summary_lines(record), output_format)


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence)
