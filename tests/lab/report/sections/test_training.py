"""Curves of trainings."""

from __future__ import annotations

from pathlib import Path

from lab.report.sections.training import find_trainings, training_sections

HEAD = "epoch,step,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds\n"


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "history.csv").write_text(text)


def test_histories_are_found_by_name_and_other_files_left_out(tmp_path: Path) -> None:
    write(tmp_path / "finger", HEAD + "1,9,1.5,.5,1.2,.6,.001,10\n2,18,.5,.9,.7,.8,.001,10\n")
    write(tmp_path / "deep" / "sub ject", HEAD + "1,9,1.5,.5,,,.001,10\n")
    write(tmp_path / "deep-sub-ject", HEAD + "1,9,2.5,.5,,,.001,10\n")
    write(tmp_path / "other", "what,ever\n1,x\n")
    write(tmp_path / "empty", "")
    write(tmp_path / "ragged", HEAD + "1,2\n")
    trainings = find_trainings(tmp_path)
    assert [training.name for training in trainings] == ["deep-sub-ject", "deep-sub-ject-1", "finger"]
    assert trainings[-1].rows[1]["validation_loss"] == 0.7


def test_each_training_has_two_charts_with_their_data(tmp_path: Path) -> None:
    write(tmp_path / "finger", HEAD + "1,9,1.5,.5,1.2,.6,.001,10\n2,18,.5,.9,.7,.8,.001,10\n")
    (section,) = training_sections(find_trainings(tmp_path))
    markup = section.markup()
    assert "Line chart of loss over 2 epochs: 1.5 in the first, 0.5 in the last; in validation 0.7." in markup
    loss, accuracy = section.files()
    assert loss.text() == "epoch,loss,validation_loss\n1,1.5,1.2\n2,0.5,0.7\n"
    assert accuracy.name == "training-finger-accuracy"


def test_without_validation_there_is_one_line(tmp_path: Path) -> None:
    write(tmp_path / "a", HEAD + "1,9,1.5,.5,,,.001,10\n")
    (section,) = training_sections(find_trainings(tmp_path))
    assert "in validation" not in section.markup()
    assert "validation</text>" not in section.markup()


def test_no_runs_no_sections(tmp_path: Path) -> None:
    assert training_sections(find_trainings(tmp_path / "nowhere")) == []
