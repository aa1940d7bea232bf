"""The example under the help of each command of the lab is run as it stands there, on little data.

Where an example names a file, the file is in the folder that it is run in: two synthetic people stand for
SOCOFing. What would take long is made short by the variables of its options; its words stay as they are.
"""

from __future__ import annotations

import os
import random
import shlex
import shutil
from pathlib import Path

import pytest
from PIL import Image

import lab.cli.app
from tests.lab.batteries.images.drawn_pictures import noise, ramp
from tests.lab.ciphers.key_pairs import write_pair
from tests.registered_examples import examples
from tests.staffed_homes import Homes

EXAMPLES = dict(examples(lab.cli.app.build(), "ridgekey-lab"))

TRAINED = {"EPOCHS": "1", "FEATURES": "32", "DEVICE": "cpu", "PRECISION": "float32"}
QUICK: dict[str, dict[str, str]] = {
    "ridgekey-lab data synth": {"WORKERS": "1"},
    "ridgekey-lab data collect": {"WORKERS": "1"},
    "ridgekey-lab train finger": TRAINED,
    "ridgekey-lab train subject": TRAINED,
    "ridgekey-lab train embedding": {**TRAINED, "SUBJECTS": "2", "BATCH": "8"},
    "ridgekey-lab export verifier": {"FINGERS": "10", "FAR": "0.1"},
    "ridgekey-lab nist": {"BITS": "2000"},
    "ridgekey-lab report": {"USERS": "1"},
    "ridgekey-lab generators train-network": {"EPOCHS": "1", "SAMPLES": "100"},
    "ridgekey-lab generators train-gan": {"STEPS": "1", "BATCH": "2"},
    "ridgekey-lab generators judge-gan": {"KEYS": "2"},
}
"""The options that make a command short, by the variables that stand for them."""

COLLECTED = "ridgekey-lab data collect prints.npz --from SOCOFing"
FINGER = "ridgekey-lab train finger SOCOFing --out runs/finger"
SUBJECT = "ridgekey-lab train subject SOCOFing --out runs/subject"
EMBEDDING = "ridgekey-lab train embedding --out runs/embedding"

BEFORE = {
    "ridgekey-lab evaluate": [SUBJECT],
    "ridgekey-lab reproduce": [
        SUBJECT,
        "ridgekey-lab evaluate runs/subject/subject.pt SOCOFing --protocol paper",
    ],
    "ridgekey-lab report": [SUBJECT],
    "ridgekey-lab export finger": [COLLECTED, FINGER],
    "ridgekey-lab export subject": [COLLECTED, SUBJECT],
    "ridgekey-lab export embedding": [COLLECTED, EMBEDDING],
    "ridgekey-lab export verifier": [
        COLLECTED,
        EMBEDDING,
        "ridgekey-lab export embedding runs/embedding/embedding.pt prints.npz --out models",
        "ridgekey-lab data collect others.npz --subjects 2 --seed 9",
    ],
    "ridgekey-lab export closed-set": [
        FINGER,
        SUBJECT,
        "ridgekey-lab export finger runs/finger/finger.pt prints --classes --out models",
        "ridgekey-lab export subject runs/subject/subject.pt prints --classes --out models",
    ],
    "ridgekey-lab generators judge-gan": ["ridgekey-lab generators train-gan --out gan.pt"],
    "ridgekey-lab ciphers decrypt": [
        "ridgekey-lab ciphers encrypt mri.jpg mri.sealed --method lorenz-resnet18 --recipient public.pem"
    ],
}

_LONG_GENERATORS = ("train-network", "train-gan", "judge-gan", "attack tree-parity")
LONG = {
    "ridgekey-lab demo",
    "ridgekey-lab evaluate",
    "ridgekey-lab reproduce",
    "ridgekey-lab report",
    "ridgekey-lab attack paper",
    *(f"ridgekey-lab ciphers {verb}" for verb in ("compare", "spread")),
    *(f"ridgekey-lab train {kind}" for kind in ("finger", "subject", "embedding")),
    *(f"ridgekey-lab export {kind}" for kind in ("finger", "subject", "embedding", "verifier", "closed-set")),
    *(f"ridgekey-lab generators {verb}" for verb in _LONG_GENERATORS),
}
"""Those that take more than some seconds all the same."""


def run(line: str) -> int:
    """Run a line as the program would, with the variables that make its command short."""
    _, *words = shlex.split(line)
    quick = {f"RIDGEKEY_{name}": value for name, value in QUICK.get(command_of(line), {}).items()}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in quick.items():
            patch.setenv(name, value)
        return lab.cli.app.main(words)


def command_of(line: str) -> str:
    """The command that a line begins with."""
    return next(command for command in sorted(EXAMPLES, reverse=True) if f"{line} ".startswith(f"{command} "))


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two synthetic people in SOCOFing's layout, with their altered prints."""
    folder = tmp_path_factory.mktemp("people") / "SOCOFing"
    assert run(f"ridgekey-lab data synth {folder} --subjects 2 --altered --impressions 1") == 0
    return folder


@pytest.fixture
def bench(people: Path, homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with all that examples name, in which they are run."""
    folder = tmp_path / "bench"
    folder.mkdir()
    for name in ("SOCOFing", "prints"):
        (folder / name).symlink_to(people)
    dated = Image.Exif()
    dated[306] = "2010:05:11 21:17:51"
    Image.fromarray(ramp(24)).save(folder / "mri.jpg", exif=dated)
    Image.fromarray(ramp(32)).save(folder / "plain.png")
    Image.fromarray(noise(2, 32, 32)).save(folder / "cipher.png")
    write_pair(folder, "mine")
    shutil.move(folder / "mine.public.pem", folder / "public.pem")
    shutil.move(folder / "mine.pem", folder / "private.pem")
    drawn = random.Random(1)
    (folder / "keys.bin").write_bytes(drawn.randbytes(300_000))
    (folder / "noise.bin").write_bytes(drawn.randbytes(1_000))
    for name in [each for each in os.environ if each.startswith("RIDGEKEY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RIDGEKEY_HOME", str(homes.office))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "command",
    [pytest.param(each, marks=pytest.mark.slow if each in LONG else ()) for each in sorted(EXAMPLES)],
)
@pytest.mark.usefixtures("bench")
def test_the_example_of_a_command_works(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    if command == "ridgekey-lab data synth":
        Path("prints").unlink()  # it makes them
    for line in BEFORE.get(command, ()):
        assert run(line) == 0, f"{line}: {capfd.readouterr().err}"
    capfd.readouterr()
    code = run(EXAMPLES[command])
    shown = capfd.readouterr()
    assert code == 0, shown.err
    assert shown.out


def test_every_preparation_is_for_a_command_that_there_is() -> None:
    assert {*BEFORE, *QUICK, *LONG} <= EXAMPLES.keys()
