"""The committed protobuf stubs are what the contract in protos/ generates (`make protos`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("grpc_tools", reason="grpcio-tools generates the stubs; it comes with the extra dev")

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ("exchange", "admin")
STUB_ENDINGS = ("_pb2.py", "_pb2.pyi", "_pb2_grpc.py")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with stubs generated from protos/ just now."""
    folder = tmp_path_factory.mktemp("stubs")
    outputs = [f"--{kind}_out={folder}" for kind in ("python", "pyi", "grpc_python")]
    protos = [f"shared/wire/gen/ridgekey/v1/{name}.proto" for name in CONTRACT]
    command = [sys.executable, "-m", "grpc_tools.protoc", "-Ishared/wire/gen=protos", *outputs, *protos]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder / "shared/wire/gen/ridgekey/v1"


@pytest.mark.parametrize("ending", STUB_ENDINGS)
@pytest.mark.parametrize("name", CONTRACT)
def test_the_committed_stub_is_fresh(fresh: Path, name: str, ending: str) -> None:
    committed = ROOT / "shared/wire/gen/ridgekey/v1" / f"{name}{ending}"
    assert committed.read_text() == (fresh / f"{name}{ending}").read_text(), "run `make protos`"


def test_every_proto_has_its_stubs() -> None:
    assert sorted(path.stem for path in (ROOT / "protos").rglob("*.proto")) == sorted(CONTRACT)
