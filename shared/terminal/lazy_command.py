"""A command whose module is imported when it is called, so that a program starts without all the others."""

from __future__ import annotations

import ast
from functools import cached_property
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from typing import Any, cast

import typer
from typer.core import TyperCommand
from typer.main import get_command

from shared.errors import Code, Failure
from shared.terminal.config_option import with_config_option
from shared.terminal.starting import started

HELP_OPTIONS = {"help_option_names": ["--help", "-h"]}

_ITS_OWN = ("callback", "context_settings", "epilog", "params")


class LazyCommand(TyperCommand):
    """Stands for a command in its group; what calls it, completes it or asks for its options imports it.

    Its name and what it does are known before, for the help of the group.

    Attributes:
        module: the name of the module that is imported.
    """

    def __init__(self, place: str, example: str | None, name: str, **unknown_yet: Any) -> None:
        """Stand for a command.

        Args:
            place: its module and its function, such as ``server.cli.user.add:add``.
            example: what its help ends with; its module's ``EXAMPLE`` when ``None``.
            name: as it is called.
            unknown_yet: what Typer reads from a function, which is not there yet.
        """
        del unknown_yet
        super().__init__(name)
        self.module, _, self._function = place.partition(":")
        self._example = example
        for attribute in ("help", *_ITS_OWN):  # nobody's, so that __getattr__ is asked
            delattr(self, attribute)

    @cached_property
    def command(self) -> TyperCommand:
        """The command itself; with a home it takes ``--config`` too.

        Raises:
            Failure: ``INTERNAL`` when its module has a mistake that Python would take for one of this class.
        """
        try:
            return self._imported()
        except AttributeError as error:  # __getattr__ would be asked instead, and hide it
            sentence = f"The module {self.module} cannot be imported; please report it."
            raise Failure(Code.INTERNAL, sentence) from error

    def _imported(self) -> TyperCommand:
        module = import_module(self.module)
        started()
        function = with_config_option(getattr(module, self._function))
        epilog = f"Example: {self._example or module.EXAMPLE}"
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(self.name, epilog=epilog, context_settings=HELP_OPTIONS)(function)
        return cast(TyperCommand, get_command(alone))

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The command's own context: from here on Typer sees the command itself."""
        try:
            return self.command.make_context(info_name, args, parent, **extra)
        except typer.TyperException as raised:
            error: Any = raised
            if getattr(error, "ctx", self) is None:  # an option without its value does not know its command
                error.ctx = self.command.context_class(self.command, info_name=info_name, parent=parent)
            raise

    def __getattr__(self, attribute: str) -> Any:
        if attribute == "help":
            return _docstring(self.module, self._function) or self.command.help
        if attribute in _ITS_OWN:
            return getattr(self.command, attribute)
        raise AttributeError(attribute)


def _docstring(module: str, function: str) -> str | None:
    """What a function says of itself, from the source of its module; ``None`` where there is no source."""
    spec = find_spec(module)
    loader = spec.loader if spec else None
    source = loader.get_source(module) if isinstance(loader, InspectLoader) else None
    if source is None:
        return None
    defined = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return next((ast.get_docstring(node) for node in defined if node.name == function), None)
