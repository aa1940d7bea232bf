"""Runs a command line: every way it can end is one sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from shared.errors import LOCAL, OK, Code, Failure
from shared.terminal.formats import asks_for_json
from shared.terminal.lazy_command import HELP_OPTIONS, LazyCommand
from shared.terminal.output import note, silence_stdout
from shared.terminal.starting import INTERRUPTED, STOPPED

UNREAD = 141
"""What a shell expects of a program whose reader went: 128 and the number of SIGPIPE."""

_BEFORE_A_REASON = ": Value error, "
"""What Typer's validation puts before a reason that is a sentence of its own."""


def _tell(wanted: bool) -> None:
    if wanted:
        print(metadata.version("ridgekey"))
        raise typer.Exit


def make_program(summary: str) -> typer.Typer:
    """A program without commands yet; ``--version`` says which release it is."""
    program = make_group(summary, "Every option can also be given in the environment, as RIDGEKEY_<OPTION>.")
    program.callback()(_program)
    return program


VersionOption = Annotated[
    bool, typer.Option("--version", help="Say which release this is.", is_eager=True, callback=_tell)
]


def make_group(summary: str, epilog: str | None = None) -> typer.Typer:
    """An empty group of commands."""
    return typer.Typer(
        help=summary,
        epilog=epilog,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings=HELP_OPTIONS,
    )


def register(group: typer.Typer, name: str, place: str, example: str | None = None) -> None:
    """Add a command, which is imported when it is called.

    Args:
        group: to which.
        name: as it is called.
        place: its module and its function, such as ``server.cli.user.add:add``.
        example: what its help ends with; its module's ``EXAMPLE`` when ``None``.
    """
    made = cast(type[TyperCommand], partial(LazyCommand, place, example))
    group.command(name, cls=made)(_not_yet)


def _not_yet() -> None:
    """Stands where Typer expects a function; the command brings its own."""


def _program(version: VersionOption = False) -> None:
    del version  # told by its callback, before any command runs


def run(program: typer.Typer, name: str, arguments: Sequence[str] | None = None) -> int:
    """Run a program and return its exit code.

    Args:
        program: the commands.
        name: the program's name in its help.
        arguments: the command line without the program's name; the process's own when ``None``.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    # Every program of RidgeKey may hold keys, and a core dump would hold them too (protocol §10).
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a file name may have bytes that are no text
    try:
        result = get_command(program).main(args=given, prog_name=name, standalone_mode=False)
        sys.stdout.flush()
        return _ended(result)
    except Failure as failure:
        return _fail(failure.code.value, failure.sentence, failure.exit_code, given)
    except typer.TyperException as error:
        return _fail_usage(error, given)
    except (typer.Abort, KeyboardInterrupt):
        return _stopped()
    except (BrokenPipeError, SystemExit) as error:
        if not _nobody_reads(error):
            raise
        silence_stdout()
        return UNREAD
    except Exception as error:
        return _fail(Code.INTERNAL.value, _place(error), LOCAL, given)


def _nobody_reads(error: BaseException) -> bool:
    """Typer makes an exit of a broken pipe within a command."""
    return isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError)


def _ended(result: object) -> int:
    """The exit code of a command that ran: it returns nothing, or gave a number to ``typer.Exit``."""
    if result == INTERRUPTED:
        return _stopped()
    return result if isinstance(result, int) else OK


def _stopped() -> int:
    note(STOPPED)
    return INTERRUPTED


def _fail_usage(error: typer.TyperException, given: Sequence[str]) -> int:
    message = error.format_message()
    if not message:  # a group without a command, whose help Typer has shown
        return error.exit_code
    message = message.replace(_BEFORE_A_REASON, ": ")
    context = getattr(error, "ctx", None)
    where = context.command_path if context else ""
    option = getattr(error, "option_name", None)
    similar = {*(getattr(error, "possibilities", None) or ())} - {"--help"}  # which is like --home
    if option is not None and not similar and context and isinstance(context.command, TyperGroup):
        message = f"`{where}` takes no {option}; options of a command come after its name."
    sentence = message if message.endswith((".", "?")) else f"{message}."
    see = f"See `{where} --help`." if where else "See --help."
    return _fail(Code.INVALID_INPUT.value, f"{sentence} {see}", error.exit_code, given)


def _fail(reason: str, sentence: str, exit_code: int, given: Sequence[str]) -> int:
    if asks_for_json(given):
        error: dict[str, Any] = {"error": {"reason": reason, "message": sentence}}
        print(json.dumps(error, ensure_ascii=False), file=sys.stderr)
    else:
        note(sentence)
    return exit_code


def _place(error: Exception) -> str:
    """Say where a programming error happened, without its text, which could hold anything."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "nowhere"
    return f"Something went wrong that should not: {type(error).__name__} at {where}; please report it."
