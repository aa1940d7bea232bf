"""What the tables of paper 002 print."""

from __future__ import annotations

from dataclasses import dataclass

METHODS = {
    "Logistic+Resnet": "logistic-resnet18",
    "Logistic+Mobilenet": "logistic-mobilenetv2",
    "Loranz+Resnet": "lorenz-resnet18",
    "Loranz+Mobilenet": "lorenz-mobilenetv2",
    "Logistic": "logistic-plain",
    "Loranz": "lorenz-plain",
}
"""Columns of tables 5 and 6 as spelt there, and what each is called here."""


@dataclass(frozen=True)
class Cell:
    """What is printed of one picture under one method.

    Attributes:
        uaci: in per cent, of plaintext and ciphertext; None where a table leaves it out, as all that follow.
        npcr: in per cent, of plaintext and ciphertext.
        mse: of plaintext and ciphertext.
        psnr: of the same, in dB.
        entropy: of the ciphertext, in bits.
        correlations: of neighbours in the ciphertext: horizontal, vertical, diagonal.
    """

    uaci: float
    npcr: float
    mse: float | None
    psnr: float | None
    entropy: float
    correlations: tuple[float, float, float]


KEY_SPACE_BITS = {
    "proposed method": 133_120,
    "Ref. [19]": 1024,
    "Ref. [13]": 564,
    "Ref. [14]": 208,
    "Ref. [15]": 512,
    "Ref. [16]": 128,
}
"""Table 1; that of the proposed method is for a picture of 128 x 128."""

KEY_ENTROPY = 7.9864
"""Section 5.8: bits of the key sequences, said to come of SP 800-22."""

SECONDS: dict[tuple[str, int], tuple[float, float | None]] = {
    ("proposed", 256): (0.7914, 0.8669),
    ("proposed", 512): (1.8107, 1.9592),
    ("[17]", 512): (10.22, None),
    ("[18]", 256): (0.103657, 0.098381),
    ("[18]", 512): (0.303619, 0.274332),
    ("[13]", 256): (1.17084, None),
    ("[13]", 512): (4.73389, None),
}
"""Table 2: encryption and decryption, by scheme and side of the picture."""

_UACI = (
    (33.5588, 33.6085, 33.5856, 33.5939, 33.509, 33.5725),
    (28.8845, 28.7269, 28.8157, 28.8133, 28.8341, 28.8310),
    (33.9182, 33.7264, 33.7579, 33.7599, 33.8657, 33.7528),
    (39.4001, 39.3327, 39.3110, 39.3113, 36.3152, 39.3571),
)
_NPCR = (
    (99.615, 99.6138, 99.6096, 99.609, 99.5963, 99.6034),
    (99.6149, 99.6113, 99.6155, 99.6095, 99.6116, 99.6154),
    (99.6162, 99.6035, 99.6067, 99.6080, 99.6125, 99.6100),
    (99.6024, 99.6115, 99.6061, 99.6027, 99.4507, 99.6110),
)
_MSE = (
    (10954.3304, 10974.5847, 11049.4144, 10976.8830, 10939.1760, 10992.7339),
    (7870.0591, 7943.2164, 7895.3863, 7883.1200, 7889.1150, 7892.1013),
    (11190.0849, 11101.6739, 11113.4993, 11116.4142, 11168.9102, 11111.2496),
    (14816.6820, 14727.6796, 14735.2049, 14739.7167, 13421.6902, 14769.2028),
)
_PSNR = (
    (7.72, 7.71, 7.72, 7.71, 7.74, 7.72),
    (9.15, 9.18, 9.16, 9.16, 9.16, 9.16),
    (7.64, 7.68, 7.67, 7.67, 7.65, 7.67),
    (6.42, 6.45, 6.45, 6.45, 6.85, 6.44),
)
_ENTROPY = (
    (7.9995, 7.9996, 7.9997, 7.9996, 7.9991, 7.9997),
    (7.9998, 7.9998, 7.9999, 7.9999, 7.9998, 7.9999),
    (7.9999, 7.9999, 8.0000, 8.0000, 7.9999, 8.0000),
    (7.9997, 7.9995, 7.9998, 7.9998, 7.0619, 7.9998),
)
_HORIZONTAL = (
    (0.0002, 0.0013, 0.002, -0.0027, 0.1442, 0.0026),
    (0.0009, 0.0022, -0.0011, -0.0001, 0.0026, -0.0001),
    (-0.0019, 0.0075, -0.0011, -0.0003, 0.0060, -0.0003),
    (0.0010, -0.0003, 0.0001, -0.0013, 0.8428, 0.0008),
)
_VERTICAL = (
    (-0.0015, -0.0038, 0.0015, -0.0015, -0.0008, -0.0020),
    (-0.0021, 0.0031, -0.0018, -0.0008, 0.0005, 0.0003),
    (-0.0001, -0.0004, 0.0002, 0.0003, -0.0006, 0.0013),
    (-0.0001, 0.0003, -0.0025, -0.0002, 0.2421, 0.0001),
)
_DIAGONAL = (
    (-0.0036, -0.0015, 0.0009, 0.0022, -0.0005, -0.0018),
    (-0.0008, 0.0022, -0.0011, -0.001, -0.0026, -0.0001),
    (-0.0007, -0.0001, -0.0009, 0.0006, 0.0002, -0.0001),
    (-0.0024, -0.0010, 0.0006, 0.0004, 0.2399, 0.0013),
)

SAMPLES: dict[tuple[str, str], Cell] = {
    (f"sample {row + 1}", method): Cell(
        _UACI[row][column],
        _NPCR[row][column],
        _MSE[row][column],
        _PSNR[row][column],
        _ENTROPY[row][column],
        (_HORIZONTAL[row][column], _VERTICAL[row][column], _DIAGONAL[row][column]),
    )
    for row in range(4)
    for column, method in enumerate(METHODS)
}
"""Tables 5 and 6, by sample and method."""

BROKEN = ("sample 4", "Logistic")
"""The one ciphertext of tables 5 and 6 that is plainly no noise."""

# The column of table 7 for PSNR has one digit less where the cell has.
COMPARED: dict[tuple[str, str], Cell] = {
    ("picture 1", "Ref.[18]"): Cell(33.4388, 99.62, 13060, 6.9713, 7.9998, (0.0006, -0.00018, 0.00044)),
    ("picture 1", "Logistic+Resnet"): Cell(
        35.9933, 99.6019, 12562.7240, 7.14, 7.9986, (-0.0071, -0.0033, 0.0032)
    ),
    ("picture 1", "Logistic+Mobilenet"): Cell(
        35.8011, 99.6225, 12452.4592, 7.18, 7.9988, (-0.0006, 0.0009, -0.0075)
    ),
    ("picture 1", "Loranz+Resnet"): Cell(
        35.8503, 99.5940, 12467.9548, 7.17, 7.9989, (-0.0006, 0.0049, -0.0002)
    ),
    ("picture 1", "Loranz+Mobilenet"): Cell(
        35.8221, 99.6079, 12461.0620, 7.18, 7.9989, (0.0073, 0.0019, -0.0006)
    ),
    ("picture 2", "Ref.[1]"): Cell(33.4062, 99.603, None, None, 7.9943, (0.0068, -0.0136, 0.0045)),
    ("picture 2", "Logistic+Resnet"): Cell(
        30.2331, 99.6133, 8856.9724, 8.66, 7.9980, (0.0032, -0.0051, -0.0011)
    ),
    ("picture 2", "Logistic+Mobilenet"): Cell(
        30.4678, 99.5765, 8953.8537, 8.61, 7.9982, (-0.0040, 0.0091, -0.0021)
    ),
    ("picture 2", "Loranz+Resnet"): Cell(
        30.4423, 99.6209, 8944.4058, 8.62, 7.9982, (-0.0032, -0.0049, 0.0019)
    ),
    ("picture 2", "Loranz+Mobilenet"): Cell(
        30.4453, 99.5907, 8935.1867, 8.62, 7.9983, (-0.0048, 0.0002, -0.0027)
    ),
    ("picture 3", "Ref.[17]"): Cell(33.39, 99.61, None, None, 7.9994, (-0.0145, 0.0070, -0.0184)),
    ("picture 3", "Logistic+Resnet"): Cell(
        35.5081, 99.6246, 12224.8234, 7.26, 7.9987, (-0.0025, -0.0056, -0.0030)
    ),
    ("picture 3", "Logistic+Mobilenet"): Cell(
        35.3381, 99.5940, 12174.1880, 7.28, 7.9988, (0.0036, 0.0004, 0.0038)
    ),
    ("picture 3", "Loranz+Resnet"): Cell(
        35.3718, 99.6183, 12173.6363, 7.28, 7.9987, (-0.0013, -0.0012, -0.0012)
    ),
    ("picture 3", "Loranz+Mobilenet"): Cell(
        35.4324, 99.6420, 12202.3892, 7.27, 7.9989, (-0.0041, 0.0042, -0.0002)
    ),
    ("picture 4", "Ref.[18]"): Cell(33.5044, 99.61, 8935.8, 8.6195, 7.9997, (0.0006, -0.00018, 0.00044)),
    ("picture 4", "Logistic+Resnet"): Cell(
        30.6419, 99.6178, 9055.7139, 8.56, 7.9996, (-0.0024, 0.0020, 0.0009)
    ),
    ("picture 4", "Logistic+Mobilenet"): Cell(
        30.4229, 99.6159, 8927.7541, 8.62, 7.9997, (0.0011, 0.0004, 0.0021)
    ),
    ("picture 4", "Loranz+Resnet"): Cell(
        30.4630, 99.6011, 8954.3779, 8.61, 7.9998, (-0.0002, 0.0010, 0.0006)
    ),
    ("picture 4", "Loranz+Mobilenet"): Cell(
        30.4603, 99.6142, 8955.1980, 8.61, 7.9998, (-0.0019, -0.0001, 0.0004)
    ),
}
"""Table 7, by picture and method."""
