"""Weights from files: what is read, and what is said of each file that is wrong."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from lab.networks.weight_files import find_weights, load_weights
from shared.errors import Code, Failure


def network() -> nn.Module:
    """Two tensors are enough: the reading does not know SqueezeNet."""
    return nn.Linear(3, 2)


def state() -> dict[str, torch.Tensor]:
    """What belongs into it."""
    return {"weight": torch.arange(6.0).reshape(2, 3), "bias": torch.tensor([7.0, 8.0])}


@pytest.mark.parametrize("suffix", [".npz", ".pth"])
def test_both_kinds_of_file_give_the_same_weights(tmp_path: Path, suffix: str) -> None:
    path, filled = tmp_path / f"weights{suffix}", network()
    write(path, state())
    load_weights(filled, path)
    assert torch.equal(filled.state_dict()["weight"], state()["weight"])
    assert torch.equal(filled.state_dict()["bias"], state()["bias"])


def test_half_precision_is_widened(tmp_path: Path) -> None:
    path, filled = tmp_path / "half.npz", network()
    write(path, {name: one.half() for name, one in state().items()})
    load_weights(filled, path)
    assert filled.state_dict()["weight"].dtype == torch.float32


WRONG = {
    "a tensor is missing": (lambda held: held.pop("bias"), "lacks bias"),
    "all are missing": (lambda held: held.clear(), "lacks bias and 1 more tensors"),
    "one more": (lambda held: held.update(more=torch.ones(1)), "also has more"),
    "another shape": (lambda held: held.update(weight=torch.ones(3, 2)), "3 x 2 in place of 2 x 3"),
    "a single number": (lambda held: held.update(bias=torch.tensor(1.0)), "of a single number in place of 2"),
    "whole numbers": (lambda held: held.update(bias=torch.tensor([1, 2])), "in whole numbers"),
    "no number": (lambda held: held.update(bias=torch.tensor([1.0, float("nan")])), "is no number"),
    "infinite": (lambda held: held.update(bias=torch.tensor([1.0, float("inf")])), "is no number"),
}


@pytest.mark.parametrize("suffix", [".npz", ".pth"])
@pytest.mark.parametrize("case", WRONG)
def test_wrong_weights_are_refused_and_nothing_changes(tmp_path: Path, case: str, suffix: str) -> None:
    change, said = WRONG[case]
    held, kept = state(), network()
    change(held)
    before = {name: one.clone() for name, one in kept.state_dict().items()}
    path = tmp_path / f"weights{suffix}"
    write(path, held)
    assert said in refusal(kept, path)
    assert all(torch.equal(one, before[name]) for name, one in kept.state_dict().items())


@pytest.mark.parametrize("suffix", [".npz", ".pth"])
@pytest.mark.parametrize("keep", [0, 1, 100, -40])
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, suffix: str, keep: int) -> None:
    path = tmp_path / f"weights{suffix}"
    write(path, state())
    path.write_bytes(path.read_bytes()[:keep])
    assert "cannot be read as weights" in refusal(network(), path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in refusal(network(), tmp_path / "none.npz")
    assert "ends in .npz or .pth" in refusal(network(), tmp_path / "weights.onnx")
    noise = tmp_path / "noise.pth"
    noise.write_bytes(hashlib.shake_256(b"noise").digest(4096))
    assert "cannot be read" in refusal(network(), noise)
    torch.save([torch.ones(2)], tmp_path / "list.pth")
    assert "no state dictionary" in refusal(network(), tmp_path / "list.pth")
    np.save(tmp_path / "one.npy", np.ones(3))
    (tmp_path / "one.npy").rename(tmp_path / "one.npz")
    assert "cannot be read" in refusal(network(), tmp_path / "one.npz")


class Touches:
    """A pickle that runs something when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_a_pickle_that_runs_something_is_refused_and_not_run(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    torch.save({"weight": Touches(touched)}, tmp_path / "evil.pth")
    (tmp_path / "plain.pth").write_bytes(pickle.dumps(Touches(touched)))
    np.savez(tmp_path / "evil.npz", weight=np.array([Touches(touched)], object))
    for name in ("evil.pth", "plain.pth", "evil.npz"):
        assert "cannot be read as weights" in refusal(network(), tmp_path / name)
    assert not touched.exists()


def test_the_folder_comes_before_what_torchvision_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"weights of the hub"
    download = f"net-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path / "hub"))
    assert find_weights(None, "net", download) is None
    kept = tmp_path / "hub" / "checkpoints" / download
    kept.parent.mkdir(parents=True)
    kept.write_bytes(content)
    assert find_weights(None, "net", download) == kept
    assert find_weights(tmp_path, "net", download) == kept
    (tmp_path / "net.npz").touch()
    assert find_weights(tmp_path, "net", download) == tmp_path / "net.npz"
    kept.write_bytes(content[:-1])
    with pytest.raises(Failure, match="not what its name says"):
        find_weights(None, "net", download)


def write(path: Path, held: dict[str, torch.Tensor]) -> None:
    """A file of either kind."""
    if path.suffix == ".npz":
        np.savez(path, **{name: one.numpy() for name, one in held.items()})
    else:
        torch.save(held, path)


def refusal(kept: nn.Module, path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Failure) as refused:
        load_weights(kept, path)
    assert refused.value.code is Code.INVALID_INPUT
    assert refused.value.sentence.startswith(path.name)
    return refused.value.sentence
