"""The laws of the house that import-linter cannot see (docs/architecture.md).

Each law is one test over the syntax trees of everything in the repository.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("shared", "server", "branch_client", "lab", "migrations", "benchmarks", "docs")
GENERATED = "shared/wire/gen/"

FOLDERS = {*PRODUCT, "protos", "tests", "deploy", ".ci"}
FILES = {
    ".dockerignore",
    ".gitignore",
    ".importlinter",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "alembic.ini",
    "buf.yaml",
    "constraints.txt",
    "docker-compose.yml",
    "pyproject.toml",
}
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "constants"}
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 300, 40, 7

PURE = ("shared/protocol/", "shared/crypto/", "shared/exact/")
FRAMEWORKS = {
    "grpc",
    "google",
    "sqlalchemy",
    "torch",
    "typer",
    "rich",
    "structlog",
    "fsspec",
    "opentelemetry",
}
OUTSIDE_WORLD = {
    "asyncio",
    "http",
    "logging",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "time",
}
IO_AND_CLOCK_CALLS = {
    "builtin input",
    "builtin open",
    "builtin print",
    "now",
    "read_bytes",
    "read_text",
    "today",
    "unlink",
    "utcnow",
    "write_bytes",
    "write_text",
}
MAY_IMPORT = {
    "sqlalchemy": ("server/adapters/", "migrations/"),
    "starlette": ("server/console/",),
    "jinja2": ("server/console/",),
    "uvicorn": ("server/console/",),
    "torch": ("shared/biometrics/torch_backend.py", "lab/", "benchmarks/"),
    "pydicom": ("shared/stores/dicom_worker.py",),
    "opentelemetry": ("shared/tracing/otlp.py",),
    "google": ("shared/wire/", "server/rpc/", "branch_client/connection.py"),
    "shared.wire.gen": ("shared/wire/", "server/rpc/", "branch_client/connection.py"),
    "grpc": (
        "shared/wire/",
        "server/rpc/",
        "server/bootstrap/",
        "branch_client/connection.py",
        "branch_client/bootstrap.py",
        "lab/demo/",
        "benchmarks/",
    ),
}
IMPORTING_CALLS = ("import_module", "__import__", "register", "start")
"""``register`` names a command's module and function, ``start`` a program's."""
OVER_SHARED = ("server", "branch_client", "lab", "migrations", "benchmarks", "tests")
MESSAGE_NUMBER_PERIOD = {10, "MESSAGES_PER_EPOCH"}


@cache
def listed_files() -> list[str]:
    """Every file of the repository that is tracked, or is new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def python_files(*folders: str) -> list[str]:
    """The hand-written Python files below some top-level folders."""
    return [
        name
        for name in listed_files()
        if name.endswith(".py") and name.split("/")[0] in folders and not name.startswith(GENERATED)
    ]


def tree_of(name: str) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


@cache
def imports_of(name: str) -> frozenset[str]:
    """Every module imported anywhere in a file: at the top, in functions, or by its name in a text."""
    return frozenset(_imports_of(tree_of(name)))


def _imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and called_name(node) in IMPORTING_CALLS:
            texts = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
            yield from (text.partition(":")[0] for text in texts if isinstance(text, str))


def called_name(call: ast.Call) -> str:
    """The last part of what a call calls: ``now`` of ``datetime.now()``."""
    target = call.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_inside(module: str, package: str) -> bool:
    """Whether a dotted name is a package or something below it."""
    return module == package or module.startswith(package + ".")


def test_only_the_agreed_folders_and_files_stand_at_the_top() -> None:
    tops = {name.split("/")[0] for name in listed_files()}
    assert tops - FOLDERS - FILES == set()


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [
        name for name in python_files(*PRODUCT, "tests") if Path(name).stem in NAMES_THAT_SAY_NOTHING
    ] == []


def test_every_module_says_what_it_is() -> None:
    assert [name for name in python_files(*PRODUCT, "tests") if not ast.get_docstring(tree_of(name))] == []


def test_every_package_folder_has_its_init() -> None:
    folders = {
        Path(name).parent for name in python_files(*PRODUCT) if not name.startswith(("docs/", "benchmarks/"))
    }
    assert [str(folder) for folder in folders if not (ROOT / folder / "__init__.py").is_file()] == []


def test_one_idea_a_file() -> None:
    lengths = {name: len((ROOT / name).read_text().splitlines()) for name in python_files(*PRODUCT, "tests")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{name}:{function.lineno} {function.name}"
        for name in python_files(*PRODUCT)
        for function in functions_of(tree_of(name))
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION + docstring_lines(function)
    ]
    assert long == []


def docstring_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function's docstring takes: they document, they do not count."""
    if ast.get_docstring(function) is None:
        return 0
    return (function.body[0].end_lineno or 0) - function.body[0].lineno + 1


def test_functions_take_few_parameters() -> None:
    # A command's parameters are the command line itself, which Typer reads from the signature.
    wide = [
        f"{name}:{function.lineno} {function.name}"
        for name in python_files(*PRODUCT)
        if "/cli/" not in name
        for function in functions_of(tree_of(name))
        if parameter_count(function) > MOST_PARAMETERS
    ]
    assert wide == []


def parameter_count(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many parameters a caller can give: all but ``self`` and ``cls``."""
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len([parameter for parameter in named if parameter.arg not in ("self", "cls")])


@pytest.mark.parametrize("name", [n for n in python_files("shared") if n.startswith(PURE)])
def test_the_pure_packages_know_no_framework_no_io_and_no_clock(name: str) -> None:
    tree = tree_of(name)
    roots = {module.split(".")[0] for module in imports_of(name)}
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls = {target.attr for target in called if isinstance(target, ast.Attribute)}
    calls |= {f"builtin {target.id}" for target in called if isinstance(target, ast.Name)}
    assert roots & (FRAMEWORKS | OUTSIDE_WORLD) == set()
    assert calls & IO_AND_CLOCK_CALLS == set()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_framework_stays_where_it_belongs(package: str) -> None:
    strays = [
        name
        for name in python_files(*PRODUCT)
        if not name.startswith(MAY_IMPORT[package])
        and any(is_inside(module, package) for module in imports_of(name))
    ]
    assert strays == []


@pytest.mark.parametrize("party", ["shared", "server", "branch_client", "lab", "migrations"])
def test_nothing_imports_sideways_or_upwards(party: str) -> None:
    forbidden = [other for other in (*OVER_SHARED, "shared") if other != party]
    if party in ("server", "branch_client", "lab"):
        forbidden.remove("shared")
    wrong = [
        f"{name} imports {module}"
        for name in python_files(party)
        for module in sorted(imports_of(name))
        if any(is_inside(module, other) for other in forbidden)
    ]
    # The server finds its migrations as package data; it never runs one by importing it.
    assert [
        line for line in wrong if not line.startswith("server/") or not line.endswith(" migrations")
    ] == []


def test_only_the_counter_divides_a_message_number() -> None:
    dividing = [
        f"{name}:{node.lineno}"
        for name in python_files(*PRODUCT)
        if name != "shared/protocol/counter.py"
        for node in ast.walk(tree_of(name))
        if divides_by_the_period(node)
    ]
    assert dividing == []


def divides_by_the_period(node: ast.AST) -> bool:
    """Whether a node is ``… % 10``, ``… // 10`` or ``divmod(…, 10)``, also by the constant's name."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Mod | ast.FloorDiv):
        divisor = node.right if isinstance(node, ast.BinOp) else node.value
    elif isinstance(node, ast.Call) and called_name(node) == "divmod" and len(node.args) == 2:
        divisor = node.args[1]
    else:
        return False
    named = getattr(divisor, "id", getattr(divisor, "attr", getattr(divisor, "value", None)))
    return isinstance(named, int | str) and named in MESSAGE_NUMBER_PERIOD


def test_no_star_imports_and_nothing_left_undone() -> None:
    starred = [
        name
        for name in python_files(*PRODUCT, "tests")
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    unfinished = [
        name
        for name in python_files(*PRODUCT)
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Name) and node.id == "NotImplementedError"
    ]
    assert (starred, unfinished) == ([], [])
