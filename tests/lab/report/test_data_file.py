"""Data behind charts."""

from __future__ import annotations

import csv
from base64 import b64decode

import numpy as np

from lab.report.data_file import DataFile

FILE = DataFile("one", ("name", "value", "count"), [["a,b", 0.1234567891234, 3], ["c", None, np.float64(2)]])


def test_floats_have_nine_digits_and_nothing_is_an_empty_cell() -> None:
    assert FILE.text() == 'name,value,count\n"a,b",0.123456789,3\nc,,2\n'
    assert FILE.file_name == "one.csv"


def test_the_link_holds_the_file() -> None:
    link = FILE.link("<values>")
    content = link.split("base64,", 1)[1].split('"', 1)[0]
    assert b64decode(content).decode() == FILE.text()
    assert 'download="one.csv"' in link
    assert "Data of &lt;values&gt;" in link


def test_a_csv_reader_gets_the_rows_back() -> None:
    rows = list(csv.DictReader(FILE.text().splitlines()))
    assert rows[0] == {"name": "a,b", "value": "0.123456789", "count": "3"}
