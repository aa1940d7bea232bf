"""The two ends whose master key can be changed, for tests of what is alike at both."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.bootstrap import rotating
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.errors import Failure
from shared.stores import atomic, key_rotation
from shared.stores.home import HomeKind, open_home
from shared.stores.sealed_stores import sealed_stores
from tests.command_lines import Outcome, ridgekey, ridgekey_branch
from tests.forked_commands import run_forked
from tests.staffed_homes import Homes

KILLED = 9
_STEPS = ((atomic, "_take_name"), (rotating, "note_key_change"), (key_rotation, "install_next_key"))
"""What makes a step durable: a file takes its name, a row is audited, the new key takes its place."""


@dataclass(frozen=True)
class End:
    """One end.

    Attributes:
        program: its command.
        run: that command, in this process.
        kind: what its home is of.
        whose: the key, as the command says it.
        sealed: how many objects its home holds.
        steps: how many steps a change takes.
    """

    program: str
    run: Callable[..., Outcome]
    kind: HomeKind
    whose: str
    sealed: int
    steps: int

    def home(self, homes: Homes) -> Path:
        """Where it lies."""
        return homes.office if self.kind is HomeKind.HEAD_OFFICE else homes.basra

    def use_the_key(self, homes: Homes) -> Outcome:
        """Run a command that does nothing without the master key."""
        if self.kind is HomeKind.HEAD_OFFICE:
            return self.run("audit", "checkpoint", home=homes.office)
        return self.run("import", homes.file("17.enrolment"), home=homes.basra)

    def rotate(self, homes: Homes, *arguments: object) -> Outcome:
        """Change the key, and mean it."""
        return self.run("config", "rotate-master-key", "--yes", *arguments, home=self.home(homes))

    def key(self, homes: Homes) -> Secret:
        """The master key that lies in the home."""
        return Secret((self.home(homes) / "secrets" / "master.key").read_bytes())

    def opens(self, homes: Homes, *keys: Secret) -> bool:
        """Whether everything that is sealed in the home opens with one of the keys."""
        home = open_home(self.home(homes), self.kind)
        stores = [sealed_stores(home, key, SystemRandomness()) for key in keys]

        def content(kind: int, name: str) -> bool:
            for each in stores:
                try:
                    return bool(each[kind].get(name))
                except Failure:
                    continue
            return False

        named = [(kind, name) for kind, store in enumerate(stores[0]) for name in store.names()]
        assert len(named) == self.sealed
        return all(content(*each) for each in named)

    def killed_at(self, homes: Homes, step: int) -> int | None:
        """Change the key in a process that is killed after so many steps; how it ended."""
        return run_forked(_change_until, self, homes, step)


# Two rows of the audit, two files of the change, six data keys, and the new key taking its place.
OFFICE = End("ridgekey", ridgekey, HomeKind.HEAD_OFFICE, "The head office", sealed=6, steps=11)
# Two files of the change, three data keys, and the new key taking its place.
BRANCH = End("ridgekey-branch", ridgekey_branch, HomeKind.BRANCH, "This branch", sealed=3, steps=6)


def _change_until(end: End, homes: Homes, step: int) -> None:
    _die_after(step)
    sys.exit(end.rotate(homes, "--generate").code)


def _die_after(step: int) -> None:
    """End this process, as a kill would, once so many steps were durable."""
    count = iter(range(1, 100))

    def counted(real: Any) -> Any:
        def stepped(*arguments: Any, **named: Any) -> Any:
            done = real(*arguments, **named)
            if next(count) == step:
                os._exit(KILLED)
            return done

        return stepped

    for module, name in _STEPS:
        setattr(module, name, counted(getattr(module, name)))
