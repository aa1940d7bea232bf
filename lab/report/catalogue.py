"""Which chapters a report on a paper has, and by what each is made.

A chapter is added as a function that takes the request and gives sections, and a line in :data:`REPORTS`. A
paper without a line of its own still has its tables, as ``reproduce`` shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab.papers.catalogue import PAPERS
from lab.report.material import Material
from lab.report.medical_demonstration import demonstrate_method
from lab.report.section import Section
from lab.report.sections.feature_keys import feature_key_section
from lab.report.sections.image_change import image_change_section
from lab.report.sections.image_histograms import image_histogram_section
from lab.report.sections.image_neighbours import image_neighbour_section
from lab.report.sections.image_pictures import picture_section
from lab.report.sections.key_autocorrelation import key_autocorrelation_section
from lab.report.sections.key_figures import key_figure_section
from lab.report.sections.key_histograms import key_histogram_section
from lab.report.sections.key_neighbours import key_neighbour_section
from lab.report.sections.key_network_curves import is_key_network, key_network_sections
from lab.report.sections.key_pairs import key_pair_section
from lab.report.sections.medical_pictures import medical_picture_section, method_histogram_section
from lab.report.sections.p_values import p_value_section
from lab.report.sections.paper_tables import paper_table_sections
from lab.report.sections.refusal import undrawn_section
from lab.report.sections.reviewed_spaces import reviewed_space_section
from lab.report.sections.swarm import swarm_section
from lab.report.sections.training import find_trainings, training_sections
from lab.report.sections.tree_parity import tree_parity_section
from lab.report.streams import run_keys, run_streams
from shared.errors import Code, Failure

Builder = Callable[[Material], Sequence[Section]]


@dataclass(frozen=True)
class ChapterPlan:
    """How one chapter is made.

    Attributes:
        key: its anchor.
        title: its heading.
        build: makes its sections; none where there is nothing to show.
    """

    key: str
    title: str
    build: Builder


@dataclass(frozen=True)
class PaperReport:
    """What a report on a paper has.

    Attributes:
        about: the paper in a few words.
        secrecy: what has to be found out to find a key, in a sentence or two.
        chapters: in order.
    """

    about: str
    secrecy: Sequence[str]
    chapters: Sequence[ChapterPlan]


def _keys(material: Material) -> Sequence[Section]:
    keys = material.keys
    drawable = keys.drawable()
    drawn = (
        [
            key_histogram_section(drawable),
            key_neighbour_section(drawable),
            key_autocorrelation_section(drawable),
        ]
        if drawable
        else [undrawn_section()]
    )
    pairs = key_pair_section(keys)
    return [
        key_figure_section(keys),
        *drawn,
        *([pairs] if pairs else []),
        swarm_section(material.of_users.users),
    ]


def _suites(material: Material) -> Sequence[Section]:
    return [
        p_value_section("nist-keys", "SP 800-22 on the keys", run_keys(material.keys), _ON_KEYS),
        p_value_section(
            "nist-streams", "SP 800-22 on public streams", run_streams(), _ON_STREAMS, apart=True
        ),
    ]


_ON_KEYS = ("A key of 1,024 bytes is short for this suite: only the tests that accept 8,192 bits are shown.",)
_ON_STREAMS = (
    "A million bits each of five streams that everybody can make. The first three cannot be told from an "
    "ideal source and keep no secret at all; the last two show what a bad source looks like.",
)


def _images(material: Material) -> Sequence[Section]:
    shown = material.demonstration
    return [
        picture_section(shown),
        image_histogram_section(shown),
        image_neighbour_section(shown, material.request.seed),
        image_change_section(shown),
    ]


def _medical_images(material: Material) -> Sequence[Section]:
    seed = material.request.seed
    shown = demonstrate_method(seed)
    return [
        medical_picture_section(shown, seed),
        image_histogram_section(shown),
        method_histogram_section(shown, seed),
        image_neighbour_section(shown, seed),
    ]


def _feature_keys(material: Material) -> Sequence[Section]:
    return [feature_key_section(material.request.seed)]


def _tree_parity(material: Material) -> Sequence[Section]:
    return [tree_parity_section(material.request.seed)]


def _key_spaces(_material: Material) -> Sequence[Section]:
    return [reviewed_space_section()]


def _trainings(material: Material) -> Sequence[Section]:
    found = find_trainings(material.request.runs)
    return training_sections([training for training in found if not is_key_network(training)])


def _key_networks(material: Material) -> Sequence[Section]:
    found = find_trainings(material.request.runs)
    return key_network_sections([training for training in found if is_key_network(training)])


def _tables(material: Material) -> Sequence[Section]:
    return paper_table_sections(material.tables)


_KEYS = ChapterPlan("keys", "Keys", _keys)
_SUITES = ChapterPlan("suites", "Randomness suites", _suites)
_IMAGES = ChapterPlan("images", "Image cipher", _images)
_TRAININGS = ChapterPlan("trainings", "Trainings", _trainings)
_KEY_NETWORKS = ChapterPlan("key-networks", "Trainings of figures 4 to 7", _key_networks)
_TABLES = ChapterPlan("tables", "The paper's tables, ours beside them", _tables)

_MEDICAL = ChapterPlan("medical", "Image cipher", _medical_images)
_FEATURE_KEYS = ChapterPlan("picture-keys", "Keys of pictures", _feature_keys)

_TREE_PARITY = ChapterPlan("machines", "Tree parity machines", _tree_parity)
_KEY_SPACES = ChapterPlan("key-spaces", "Key spaces", _key_spaces)

REPORTS: dict[str, PaperReport] = {
    "000": PaperReport(
        about="keys from SqueezeNet's features of a picture and a hyperchaotic map",
        secrecy=(
            "A key follows from its picture. Whoever can guess the picture has it: a public photograph is no "
            "secret, and an album of a million pictures is 20 bits, however long and even the key.",
        ),
        chapters=(_FEATURE_KEYS, _TABLES),
    ),
    "001": PaperReport(
        about="a review of keys made by neural networks",
        secrecy=(
            "What is printed of most works is the length of a key or the number of weights. A key that "
            "follows from a seed, a cube or two machines that are overheard has as many values as these "
            "leave.",
        ),
        chapters=(_KEY_SPACES, _TREE_PARITY, _TABLES),
    ),
    "002": PaperReport(
        about="medical images encrypted by chaotic maps whose parameters networks make of EXIF dates",
        secrecy=(
            "In the paper's scheme everything but the picture's date is public. A second within thirty years "
            "is 29.8 bits, however even the histogram of the ciphertext looks.",
        ),
        chapters=(_MEDICAL, _TABLES),
    ),
    "003": PaperReport(
        about="keys from fingerprints by a network, a particle swarm and Chen's system",
        secrecy=(
            "In the paper's scheme everything but the prints is public. Whoever has the prints of 600 "
            "people with ten fingers each tries 6,000 keys, which is 12.6 bits, however even the bytes of "
            "each key look.",
        ),
        chapters=(_KEYS, _SUITES, _IMAGES, _TRAININGS, _TABLES),
    ),
    "004": PaperReport(
        about="keys from networks that are trained on random bits",
        secrecy=(
            "A network is public and its key a function of its input. Whoever tries all inputs of 10 bits "
            "has all keys: 1,024 at most, which is 10 bits, whatever the accuracy and whatever Diehard says.",
        ),
        chapters=(_KEY_NETWORKS, _TABLES),
    ),
}


def report_on(paper: str) -> PaperReport:
    """What a report on a paper has.

    Raises:
        Failure: ``INVALID_INPUT`` for a paper of which there is nothing, saying of which there is.
    """
    if paper in REPORTS:
        return REPORTS[paper]
    if paper in PAPERS:
        return PaperReport(f"paper {paper}", (), (_TABLES,))
    known = ", ".join(sorted({*REPORTS, *PAPERS}))
    sentence = f"There is nothing of paper {paper} to report; there is of {known}."
    raise Failure(Code.INVALID_INPUT, sentence, field="paper")
