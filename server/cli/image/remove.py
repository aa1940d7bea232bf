"""``ridgekey image remove``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from server.cli.image.outcomes import worst
from server.cli.office import administering
from server.services.administration import (
    RemovalStep,
    RemovedImage,
)
from server.services.verbs import Administration
from shared.errors import Failure
from shared.identifiers import parse_image_id
from shared.reason import checked_reason
from shared.terminal.confirmation import confirm
from shared.terminal.options import DryRunOption, FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

EXAMPLE = "ridgekey image remove xray-7 --reason 'patient withdrew consent' --yes"
COLUMNS = ("image", "bytes", "result")


def remove(
    images: Annotated[list[str], typer.Argument(help="The images' IDs.", metavar="IMAGE")],
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """Delete images from the vault for ever. Their IDs are never used again.

    Running transfers end within two seconds; what was delivered cannot be recalled, and backups keep what
    they hold. A removal that was cut short is finished by the same command.
    """
    chosen = list(dict.fromkeys(parse_image_id(image) for image in images))
    with administering(home) as office:
        checked_reason(reason)
        due = [office.preview_removal(image) for image in chosen]
        if dry_run:
            show_items(COLUMNS, [_view(each, would=True) for each in due], output_format)
            return
        if any(each.step is not RemovalStep.NOTHING for each in due):
            confirm(f"Remove {_named(chosen)} for ever?", yes=yes)
        results, failures = _remove_all(office, chosen, reason)
    show_items(COLUMNS, results, output_format)
    for failure in failures:
        note(failure.sentence)
    raise typer.Exit(worst(failures))


def _remove_all(
    office: Administration, images: list[str], reason: str
) -> tuple[list[dict[str, Any]], list[Failure]]:
    """Remove each, whatever becomes of the others."""
    results: list[dict[str, Any]] = []
    failures: list[Failure] = []
    with progress("removing images") as line:
        for image in images:
            try:
                results.append(_view(office.remove_image(image, reason)))
            except Failure as failure:
                failures.append(failure)
                results.append({**_blank(image), "reason": failure.code.value, "message": failure.sentence})
            line(len(results), len(images))
    return results, failures


def _view(removed: RemovedImage, *, would: bool = False) -> dict[str, Any]:
    step = removed.step
    result = f"would be {step.value}" if would and step is RemovalStep.REMOVED else step.value
    return {**_blank(removed.record.image), "bytes": removed.record.size, "result": result}


def _blank(image: str) -> dict[str, Any]:
    return {"image": image, "bytes": None, "result": "failed", "reason": None, "message": None}


def _named(images: list[str]) -> str:
    return f"image {images[0]}" if len(images) == 1 else f"{len(images)} images"
