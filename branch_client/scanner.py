"""Where the branch's print of a finger comes from: the enrolment, or a file named for a trial."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from shared.biometrics.prints import Print, load_print
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.stores.enrolments import Enrolment


class Scanner(Protocol):
    """Gives the print of the finger that a challenge names."""

    def scan(self, finger: Finger) -> Print:
        """The print to regenerate the key from.

        Raises:
            Failure: there is no such print.
        """
        ...


class EnrolledScanner:
    """The enrolled prints themselves (key source ``enrolled-pso``)."""

    def __init__(self, enrolment: Enrolment) -> None:
        self._enrolment = enrolment

    def scan(self, finger: Finger) -> Print:
        """The enrolled print of ``finger``; ``FINGER_REFUSED`` when that finger is not enrolled."""
        if finger not in self._enrolment.prints:
            raise Failure(Code.FINGER_REFUSED)
        return self._enrolment.prints[finger]


class FileScanner:
    """One image file, whatever finger is asked for: for trials, since a wrong finger must fail."""

    def __init__(self, path: Path) -> None:
        self._print = load_print(path)

    def scan(self, finger: Finger) -> Print:
        """The print of the file."""
        del finger
        return self._print


def scanner_for(enrolment: Enrolment, print_file: Path | None) -> Scanner:
    """The scanner of one fetch.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no print.
    """
    return EnrolledScanner(enrolment) if print_file is None else FileScanner(print_file)
