"""What the tutorials have people type is typed, in order, at a terminal: it works and shows what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.console_blocks import Step, has_begun, is_seen, steps
from docs.console_session import ConsoleSession
from docs.transcripts import scratch_folder, taken

TUTORIALS = sorted((Path(__file__).resolve().parents[1] / "docs" / "tutorials").glob("*.md"))
ASKS_HOW_IT_ENDED = "echo $?"


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("tutorial", [pytest.param(each, id=each.stem) for each in TUTORIALS])
def test_a_tutorial_is_true(tutorial: Path) -> None:
    text = tutorial.read_text(encoding="utf-8")
    after = [step.command for step in steps(text)][1:]
    with scratch_folder() as folder:
        for (step, seen), following in zip(taken(text, folder), [*after, ""], strict=True):
            assert is_seen(step.shown, seen.output), told(step, seen.output)
            # What ends otherwise than well is shown to, by the question that follows.
            assert seen.status == 0 or following == ASKS_HOW_IT_ENDED, told(step, seen.output)


def told(step: Step, output: str) -> str:
    """What a step showed beside what it should have."""
    return f"line {step.line}: `{step.command}` shows\n{output}and the tutorial says\n{step.shown}"


def test_there_is_a_tutorial_for_each_of_the_three() -> None:
    assert [each.stem for each in TUTORIALS] == ["administrator", "branch", "researcher"]


@pytest.mark.parametrize("tutorial", [pytest.param(each, id=each.stem) for each in TUTORIALS])
def test_a_tutorial_can_be_taken_apart(tutorial: Path) -> None:
    taken_apart = steps(tutorial.read_text(encoding="utf-8"))
    assert len(taken_apart) > 20
    assert sum(bool(step.shown) for step in taken_apart) > 15


DOCUMENT = """\
Words.

```console
$ export A=1
$ cat <<END
> two
> END
two
$ false
$ echo $? $A
1 …
```

```bash
not typed
```
"""


def test_steps_are_read_in_order() -> None:
    read = [(step.line, step.command, step.shown) for step in steps(DOCUMENT)]
    assert read == [
        (4, "export A=1", ""),
        (5, "cat <<END\ntwo\nEND", "two"),
        (9, "false", ""),
        (10, "echo $? $A", "1 …"),
    ]


def test_nothing_is_seen_before_anything_is_typed() -> None:
    with pytest.raises(ValueError, match="line 2"):
        steps("```console\nwords\n```\n")


@pytest.mark.parametrize(
    ("shown", "got", "seen"),
    [
        pytest.param("a\nb", "a  \r\nb\r\n\r\n", True, id="blanks and empty lines at the end"),
        pytest.param("a … c", "a b c\n", True, id="some words"),
        pytest.param("a … c", "a\nb c\n", False, id="no line among the words"),
        pytest.param("a\n…\nc", "a\nb\nb\nc\n", True, id="some lines"),
        pytest.param("a\n…\nc", "a\nc\n", True, id="no lines"),
        pytest.param("a", "a\nb\n", False, id="a line too many"),
        pytest.param("", "a\n", False, id="something where nothing is shown"),
        pytest.param("a.c", "abc\n", False, id="a dot is a dot"),
    ],
)
def test_what_is_shown_is_compared(shown: str, got: str, *, seen: bool) -> None:
    assert is_seen(shown, got) is seen


def test_a_beginning_is_recognised() -> None:
    assert has_begun("a …\n", "a b\nmore\n")
    assert not has_begun("a …\n", "b\n")


TYPED = """\
```console
$ x=kept; cd /
$ echo "$x $PWD"; (exit 3)
$ echo $?
$ read -p 'Sure? [y/N]: ' -r said; echo "$said"
Sure? [y/N]: yes
$ test -t 0 && test -t 1 && echo a terminal
$ sh -c 'echo ready; exec sleep 60'
ready
^C
$ echo $?
```
"""


def test_a_session_keeps_its_shell_answers_and_interrupts(tmp_path: Path) -> None:
    with ConsoleSession(tmp_path, {"PATH": "/usr/bin:/bin"}) as session:
        seen = [session.take(step) for step in steps(TYPED)]
    assert [(each.output.split("\r\n")[0], each.status) for each in seen] == [
        ("", 0),
        ("kept /", 3),
        ("3", 0),
        ("Sure? [y/N]: yes", 0),
        ("a terminal", 0),
        ("ready", 130),
        ("130", 0),
    ]
