"""DICOM files are read elsewhere, whole or not at all; what their tags say stays there."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.uid import DeflatedExplicitVRLittleEndian, JPEGLSLossless, RLELossless

from shared.errors import Code, Failure
from shared.stores import dicom_files, dicom_worker
from shared.stores.dicom_files import DicomFacts, Verdict, examine_dicom
from tests.dicom_samples import PATIENT, dataset, dicom, written

WHOLE = dicom()

# The process that reads files is told to keep its reader's words to itself; here it reads within the test.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def sample(name: str) -> bytes:
    """One of the files that come with pydicom."""
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    with open(path, "rb") as file:
        return file.read()


def compressed(syntax: str, frames: int = 1) -> bytes:
    """A file under another transfer syntax; what is no RLE is only said to be."""
    made = dataset(frames=frames)
    if syntax == RLELossless:
        made.compress(RLELossless)
    made.file_meta.TransferSyntaxUID = syntax
    return written(made)


def lying(**tags: int | None) -> bytes:
    """A file whose tags do not fit its pixels."""
    made = dataset()
    for name, value in tags.items():
        setattr(made, name, value)
    return written(made)


def without(*tags: str) -> bytes:
    """A file that lacks these tags."""
    made = dataset()
    for name in tags:
        delattr(made, name)
    return written(made)


def in_an_undecodable_form() -> bytes:
    """A file whose pixels are said to be JPEG-LS."""
    made = dcmread(io.BytesIO(compressed(RLELossless)))
    made.file_meta.TransferSyntaxUID = JPEGLSLossless
    return written(made)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WHOLE, id="uncompressed"),
        pytest.param(dicom(frames=3), id="three frames"),
        pytest.param(compressed(RLELossless, frames=2), id="RLE"),
        pytest.param(compressed(DeflatedExplicitVRLittleEndian), id="deflated"),
        pytest.param(sample("MR_small_bigendian.dcm"), id="big endian"),
        pytest.param(sample("MR_small_implicit.dcm"), id="implicit"),
        pytest.param(sample("MR_small_padded.dcm"), id="padded"),
        pytest.param(sample("MR_small_jp2klossless.dcm"), id="JPEG 2000"),
        pytest.param(sample("SC_rgb_jpeg.dcm"), id="JPEG in colour"),
        pytest.param(sample("rtdose.dcm"), id="15 frames of 32 bits"),
    ],
)
def test_a_whole_image_is_taken(data: bytes) -> None:
    assert dicom_worker.examine(data)[0] is Verdict.WHOLE


@pytest.mark.fault(28)
@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        pytest.param(WHOLE[:-2], Verdict.DAMAGED, id="cut in the pixels"),
        pytest.param(sample("MR_truncated.dcm"), Verdict.DAMAGED, id="cut by somebody else"),
        pytest.param(compressed(RLELossless)[:-30], Verdict.NO_PICTURE, id="cut in a fragment"),
        pytest.param(WHOLE[:200], Verdict.NO_PICTURE, id="cut in the header"),
        pytest.param(bytes(128) + b"DICM", Verdict.NO_PICTURE, id="the mark alone"),
        pytest.param(bytes(128) + b"DICM" + bytes(500), Verdict.NO_PICTURE, id="zeros"),
        pytest.param(without("PixelData"), Verdict.NO_PICTURE, id="no pixels"),
        pytest.param(sample("reportsi.dcm"), Verdict.NO_PICTURE, id="a report"),
        pytest.param(without("Rows"), Verdict.DAMAGED, id="no rows"),
        pytest.param(lying(Rows=17), Verdict.DAMAGED, id="a row too many"),
        pytest.param(lying(Rows=0), Verdict.DAMAGED, id="0 rows"),
        pytest.param(lying(NumberOfFrames=2), Verdict.DAMAGED, id="a frame too many"),
        pytest.param(lying(Rows=65535, Columns=65535), Verdict.DAMAGED, id="4,294,836,225 pixels"),
        pytest.param(in_an_undecodable_form(), Verdict.UNDECODABLE, id="JPEG-LS"),
        pytest.param(sample("JPEG-lossy.dcm"), Verdict.UNDECODABLE, id="JPEG of 12 bits"),
        pytest.param(b"no DICOM at all", Verdict.DAMAGED, id="text"),
    ],
)
def test_what_is_no_whole_image_is_told_apart(data: bytes, verdict: Verdict) -> None:
    assert dicom_worker.examine(data) == (verdict, False)


def tagged(**tags: str) -> bytes:
    """A file with these tags besides."""
    made = dataset()
    for name, value in tags.items():
        setattr(made, name, value)
    return written(made)


@pytest.mark.parametrize(
    ("data", "identifying"),
    [
        pytest.param(WHOLE, False, id="empty tags"),
        pytest.param(tagged(PatientName=PATIENT), True, id="a name"),
        pytest.param(tagged(AccessionNumber="4711"), True, id="a number"),
        pytest.param(tagged(Modality="CT"), False, id="what sort of picture"),
        pytest.param(
            tagged(PatientName="Anonymous", PatientIdentityRemoved="YES"), False, id="said to be anonymous"
        ),
    ],
)
def test_tags_that_may_identify_somebody_are_noticed(data: bytes, identifying: bool) -> None:
    assert dicom_worker.examine(data) == (Verdict.WHOLE, identifying)


@pytest.mark.fault(28)
def test_every_file_has_its_answer_in_order() -> None:
    files = {
        "a.dcm": (WHOLE, None),
        "b.dcm": (WHOLE[:-2], "b.dcm is an incomplete or damaged DICOM file"),
        "c.dcm": (dicom(patient=PATIENT), None),
        "d.dcm": (without("PixelData"), "d.dcm is a DICOM file that has no picture"),
        "e.dcm": (in_an_undecodable_form(), "e.dcm has compressed pixels"),
    }
    found = examine_dicom([(name, data) for name, (data, _) in files.items()])
    assert [each for each in found if isinstance(each, DicomFacts)] == [DicomFacts(False), DicomFacts(True)]
    for each, (_, says) in zip(found, files.values(), strict=True):
        assert isinstance(each, Failure) == (says is not None)
        if isinstance(each, Failure):
            assert each.code is Code.INVALID_INPUT
            assert each.sentence.startswith(str(says))


def test_no_file_asks_nobody() -> None:
    assert examine_dicom([]) == []


@pytest.mark.fault(28)
def test_a_file_that_ends_the_process_is_refused_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process reads the files before the deadly one, then those from it on, then those behind it."""
    asked: list[int] = []
    real = dicom_files.ask

    def dies(module: str, questions: Sequence[bytes], *limits: str, wait_seconds: float) -> list[bytes]:
        asked.append(len(questions))
        alive = questions.index(b"deadly") if b"deadly" in questions else len(questions)
        return real(module, questions[:alive], *limits, wait_seconds=wait_seconds)

    monkeypatch.setattr(dicom_files, "ask", dies)
    found = examine_dicom([("a", WHOLE), ("b", b"deadly"), ("c", WHOLE)])
    assert asked == [3, 2, 1]
    assert [type(each) for each in found] == [DicomFacts, Failure, DicomFacts]
    assert isinstance(found[1], Failure)
    assert "b cannot be read within 60 seconds" in found[1].sentence


@pytest.mark.fault(28)
def test_a_bomb_is_refused_in_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes that inflate to 256 MiB."""
    monkeypatch.setattr(dicom_files, "_ROOM_BYTES", 64 << 20)
    whole = compressed(DeflatedExplicitVRLittleEndian)
    meta = 132 + 12 + int.from_bytes(whole[140:144], "little")  # behind the group that says the file's form
    packer, zeros = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), bytes(1 << 20)
    packed = b"".join(packer.compress(zeros) for _ in range(256)) + packer.flush()
    (refused,) = examine_dicom([("bomb.dcm", whole[:meta] + packed)])
    assert isinstance(refused, Failure)
    assert refused.code is Code.INVALID_INPUT
    assert "bomb.dcm cannot be read within" in refused.sentence


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom_files, "find_spec", lambda _: None)
    with pytest.raises(Failure, match="extra `dicom`") as refused:
        examine_dicom([("scan.dcm", WHOLE)])
    assert refused.value.code is Code.LOCAL_FAILURE


def test_large_frames_are_taken_by_their_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom_worker, "_DECODED_SAMPLES_MAX", 16 * 24 * 2)
    for data in (dicom(frames=3), compressed(RLELossless, frames=3)):
        assert dicom_worker.examine(data)[0] is Verdict.WHOLE
    more = dcmread(io.BytesIO(compressed(RLELossless, frames=3)))
    more.NumberOfFrames = 4
    assert dicom_worker.examine(written(more))[0] is Verdict.DAMAGED
    monkeypatch.setattr(dicom_worker, "_DECODED_SAMPLES_MAX", 10)
    assert dicom_worker.examine(in_an_undecodable_form())[0] is Verdict.WHOLE
    assert dicom_worker.examine(lying(Rows=17))[0] is Verdict.DAMAGED


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_anywhere_is_not_whole(length: int) -> None:
    assert dicom_worker.examine(WHOLE[:length])[0] is not Verdict.WHOLE


@given(st.integers(132, len(WHOLE) - 1), st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused(place: int, value: int) -> None:
    verdict, _ = dicom_worker.examine(WHOLE[:place] + bytes([value]) + WHOLE[place + 1 :])
    assert verdict in Verdict
