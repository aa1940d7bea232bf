"""A process that turns verification off and is killed on the way: FOLDER WHERE.

WHERE is ``before`` or ``after`` the commit.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.bootstrap.configuring import use_verification
from server.bootstrap.head_office import open_head_office
from tests.loopback import ADMIN


class KillingDatabase:
    """A database whose first write transaction is the process's last act, committed or not."""

    def __init__(self, database: Any, where: str) -> None:
        self._database = database
        self._where = where

    @contextmanager
    def write(self) -> Iterator[Any]:
        """Ends the process."""
        with self._database.write() as transaction:
            yield transaction
            if self._where == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Choose, and be killed."""
    folder, where = Path(sys.argv[1]), sys.argv[2]
    office = open_head_office(folder)
    dying: Any = KillingDatabase(office.database, where)
    use_verification(replace(office, database=dying), "off", ADMIN)


if __name__ == "__main__":
    main()
