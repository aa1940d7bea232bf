"""The whole demo, part after part."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.console import Console

from lab.demo.audit import show_audit
from lab.demo.messages import MESSAGES, check_counter, fetch_messages, fetch_under_each_inner_cipher
from lab.demo.refusals import try_everything
from lab.demo.screen import Screen
from lab.demo.stage import set_the_stage
from shared.errors import OK

# Of the refused attempts, both scans and both flipped bits come after a number was reserved.
NUMBERS_SPENT_ON_REFUSALS = 4


def play(console: Console, *, every_inner_cipher: bool = False) -> bool:
    """Play the demo in a temporary folder that is removed afterwards.

    Args:
        console: where it is shown.
        every_inner_cipher: fetch one more message under each inner cipher.

    Returns:
        Whether everything was as it should be.
    """
    screen = Screen(console)
    with tempfile.TemporaryDirectory(prefix="ridgekey-demo-") as folder:
        try:
            _play_in(Path(folder), screen, every_inner_cipher)
        except RuntimeError as error:
            screen.check(False, str(error))
    return screen.verdict()


def _play_in(folder: Path, screen: Screen, every_inner_cipher: bool) -> None:
    screen.title("A head office and two branches")
    screen.say("Real commands, real processes, mutual TLS on loopback. The fingers are synthetic.")
    stage = set_the_stage(folder, screen)
    with stage.head_office.serving(folder / "head-office.log") as server:
        screen.title(f"{MESSAGES} messages, no key among them")
        screen.say("Each has a key of its own, made at both ends from the finger whose turn it is, once the")
        screen.say("branch has compared a live scan, never the enrolled picture, with that finger.")
        fetch_messages(stage, screen)
        check_counter(stage, screen, MESSAGES)
        screen.title("What is refused")
        try_everything(stage, screen)
        spent = MESSAGES + NUMBERS_SPENT_ON_REFUSALS
        check_counter(stage, screen, spent)
        if every_inner_cipher:
            screen.title("The papers' ciphers, inside the seal")
            spent += fetch_under_each_inner_cipher(stage, screen, spent + 1)
            check_counter(stage, screen, spent)
        screen.title("The audit")
        show_audit(stage, screen)
    screen.check(server.returncode == OK, "the server stopped when asked to")
