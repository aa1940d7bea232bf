"""One table of wrong files of weights for every command that takes one: one sentence, nothing done.

No cipher takes such a file: the networks of paper 002 are drawn from a seed.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from lab.cli.app import build
from lab.generators.image_gan.training import GanTraining, plan_of
from lab.generators.squeezenet_hyperchaos import album_picture
from lab.networks.squeezenet import SqueezeNet
from lab.papers.paper_000.features import DOWNLOADS
from lab.papers.paper_000.printed import KEY_BITS
from shared.terminal.program import run

SEED = bytes(range(32))
SIZE = ("--set", "side=32", "--set", "width=4", "--set", "blocks=0")
NONE_OF_OURS = "holds no such weights; make it anew with"

State = dict[str, Any]
Change = Callable[[State], object]


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence of a command that ends with 2."""
    assert run(build(), "ridgekey-lab", [*map(str, arguments)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    (line,) = shown.err.strip().splitlines()
    return line.removeprefix("Error: ")


def first_of(held: State) -> str:
    return next(iter(held))


def changed(held: State, value: Callable[[torch.Tensor], Any]) -> None:
    name = first_of(held)
    held[name] = value(held[name])


TENSORS: dict[str, tuple[Change, str]] = {
    "a tensor is missing": (lambda held: held.pop(first_of(held)), "lacks "),
    "one more": (lambda held: held.update(more=torch.ones(1)), "also has more"),
    "another name": (lambda held: held.update(other=held.pop(first_of(held))), "lacks "),
    "another shape": (lambda held: changed(held, lambda one: one[..., :1]), " in place of "),
    "whole numbers": (lambda held: changed(held, lambda one: one.to(torch.int32)), "in whole numbers"),
    "no number": (lambda held: changed(held, lambda one: one * float("nan")), "that is no number"),
    "infinite": (lambda held: changed(held, lambda one: one + float("inf")), "that is no number"),
}
"""What is wrong with the tensors of a network, whatever the file."""

MEAN = ("maker_adam", "state", 0)


def mean_of(state: State) -> State:
    for part in MEAN:
        state = state[part]
    return state


GAN: dict[str, tuple[Change, str]] = {
    **{
        case: (lambda state, change=change: change(state["maker"]), said)
        for case, (change, said) in TENSORS.items()
    },
    "a teller's number": (
        lambda state: changed(state["teller"], lambda one: one * float("nan")),
        "that is no number",
    ),
    "no tensor": (lambda state: changed(state["maker"], lambda one: 1.0), "has no tensor for "),
    "no names": (lambda state: state.update(maker=[1, 2]), "lacks "),
    "no means": (lambda state: state["maker_adam"].update(state={}), "lacks 0 exp_avg"),
    "a mean's number": (
        lambda state: mean_of(state).update(exp_avg=mean_of(state)["exp_avg"] * float("nan")),
        "that is no number",
    ),
    "a mean's shape": (lambda state: mean_of(state).update(exp_avg_sq=torch.ones(1)), " in place of "),
    "no plan": (lambda state: state.update(plan={"side": 32}), NONE_OF_OURS),
    "a plan of another size": (lambda state: state["plan"].update(blocks=1), "lacks "),
    "a plan of no size": (lambda state: state["plan"].update(width=10**9), NONE_OF_OURS),
    "a part is missing": (lambda state: state.pop("history"), NONE_OF_OURS),
    "steps that are none": (lambda state: state.update(steps_done="many"), NONE_OF_OURS),
    "a history that is none": (lambda state: state.update(history=1), NONE_OF_OURS),
}
FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "an empty file": (lambda path: path.write_bytes(b""), NONE_OF_OURS),
    "text": (lambda path: path.write_text("weights"), NONE_OF_OURS),
    "NumPy's": (lambda path: np.savez(path.open("wb"), weight=np.ones(3)), NONE_OF_OURS),
    "a pickle": (lambda path: path.write_bytes(pickle.dumps({"plan": {}})), NONE_OF_OURS),
    "another program's": (lambda path: torch.save({"state_dict": {}}, path), NONE_OF_OURS),
    "a folder": (lambda path: path.mkdir(), "There is no file "),
}
COMMANDS = {
    "run": ("generators", "run", "image-gan"),
    "judge-gan": ("generators", "judge-gan"),
    "train-gan": ("generators", "train-gan"),
}


@pytest.fixture(scope="module")
def gan_state() -> State:
    """Of a training of one step."""
    training = GanTraining(plan_of(SEED, 32, 4, 0, 1), SEED)
    training.step()
    return training.state()


def gan_refusal(command: str, path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    if command == "train-gan":
        options: tuple[object, ...] = ("--out", path, "--batch", 1, "--steps", 2, "--seed", SEED.hex())
    else:
        options = ("--set", f"weights={path}")
    return refused(capsys, *COMMANDS[command], *options, *SIZE)


@pytest.mark.parametrize("case", GAN)
@pytest.mark.parametrize("command", COMMANDS)
def test_an_adversarial_networks_weights(
    command: str, case: str, gan_state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, said = GAN[case]
    state, path = copy.deepcopy(gan_state), tmp_path / "gan.pt"
    change(state)
    torch.save(state, path)
    before = path.read_bytes()
    assert said in gan_refusal(command, path, capsys)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_of_an_adversarial_network(
    command: str, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write, said = FILES[case]
    write(tmp_path / "gan.pt")
    if (command, case) == ("train-gan", "a folder"):  # which also looks whether it could write there
        said = "is a folder; name a file in it."
    assert said in gan_refusal(command, tmp_path / "gan.pt", capsys)


@pytest.mark.parametrize("command", ["run", "judge-gan"])
def test_no_file_of_an_adversarial_network(
    command: str, gan_state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gan.pt"
    assert gan_refusal(command, path, capsys).startswith(f"There is no file {path}; make one with")
    torch.save(gan_state, path)
    path.write_bytes(path.read_bytes()[:-40])
    assert NONE_OF_OURS in gan_refusal(command, path, capsys)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the paper's names."""
    folder = tmp_path_factory.mktemp("pictures")
    Image.fromarray(album_picture(1)).save(folder / f"{next(iter(KEY_BITS))}.png")
    return folder


@pytest.fixture(scope="module")
def squeezenet_state() -> State:
    """Names and shapes of the published network."""
    with torch.device("meta"):
        named = SqueezeNet().state_dict()
    return {name: torch.zeros(one.shape) for name, one in named.items()}


def write_weights(path: Path, state: State) -> None:
    if path.suffix == ".pth":
        torch.save(state, path)
    else:
        np.savez(path, **{name: one.numpy() for name, one in state.items()})


@pytest.mark.parametrize("suffix", [".npz", ".pth"])
@pytest.mark.parametrize("case", TENSORS)
def test_a_published_networks_weights(
    case: str,
    suffix: str,
    squeezenet_state: State,
    pictures: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change, said = TENSORS[case]
    state, path = dict(squeezenet_state), tmp_path / f"squeezenet1_0{suffix}"
    change(state)
    write_weights(path, state)
    options = ("--images", pictures, "--weights", tmp_path)
    shown = refused(capsys, "reproduce", "000", "--tables", "1", *options)
    assert shown.startswith(path.name)
    assert said in shown


PUBLISHED: dict[str, Callable[[Path], object]] = {
    "an empty file": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("weights"),
    "a pickle": lambda path: path.write_bytes(pickle.dumps({"weight": [1.0]})),
    "objects": lambda path: np.savez(path.open("wb"), weight=np.array([None])),
}


@pytest.mark.parametrize("suffix", [".npz", ".pth"])
@pytest.mark.parametrize("case", PUBLISHED)
def test_what_is_no_file_of_a_published_network(
    case: str, suffix: str, pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"squeezenet1_0{suffix}"
    PUBLISHED[case](path)
    options = ("--images", pictures, "--weights", tmp_path)
    said = f"{path.name} cannot be read as weights; fetch or export it again."
    assert refused(capsys, "reproduce", "000", "--tables", "1", *options) == said


def test_a_report_is_not_begun_with_them(
    pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "squeezenet1_0.npz").write_text("weights")
    options = ("--paper", "000", "--images", pictures, "--weights", tmp_path)
    assert "cannot be read as weights" in refused(capsys, "report", tmp_path / "page.html", *options)
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (False, "torchvision has not downloaded SqueezeNet 1.0 here; use weights=drawn."),
        (True, f"{next(iter(DOWNLOADS.values()))} is not what its name says; delete it and let torchvision"),
    ],
)
def test_what_torchvision_keeps(
    there: bool,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    kept = tmp_path / "hub" / "checkpoints"
    kept.mkdir(parents=True)
    if there:
        (kept / next(iter(DOWNLOADS.values()))).write_text("weights")
    command = ("generators", "run", "squeezenet-hyperchaos", "--set", "weights=imagenet")
    assert refused(capsys, *command).startswith(said)
