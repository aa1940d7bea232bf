"""Tables of a paper in a report."""

from __future__ import annotations

from html.parser import HTMLParser

from lab.papers.tables import Table
from lab.report.sections.paper_tables import paper_table_section

TABLE = Table(
    paper="003",
    number=8,
    about="entropy of <keys>",
    columns=("user", "paper", "ours", "within"),
    rows=[
        {"user": "1", "paper": 7.87, "ours": 7.81, "within": True},
        {"user": "3", "paper": None, "ours": 12345, "within": None},
    ],
    source="made here",
    findings=("7.87 is too even",),
    missing=("ridgekey-lab train finger PRINTS",),
)


class Headings(HTMLParser):
    """Scopes of the headings of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))


def test_every_heading_has_a_scope_and_the_table_a_caption() -> None:
    markup = paper_table_section(TABLE).markup()
    headings = Headings()
    headings.feed(markup)
    assert headings.scopes == ["col"] * 4 + ["row"] * 2
    assert "<caption>Paper 003, table 8: entropy of &lt;keys&gt;</caption>" in markup


def test_values_findings_commands_and_source_are_shown() -> None:
    markup = paper_table_section(TABLE).markup()
    assert '<td class="number paper">7.87</td><td class="number">7.81</td><td>yes</td>' in markup
    assert '<td class="number paper">–</td><td class="number">12,345</td><td>–</td>' in markup
    assert "<li>7.87 is too even.</li>" in markup
    assert "<code>ridgekey-lab train finger PRINTS</code>" in markup
    assert "Ours: made here." in markup


def test_the_data_has_plain_numbers() -> None:
    (file,) = paper_table_section(TABLE).files()
    assert file.name == "paper-003-table-8"
    assert file.text() == "user,paper,ours,within\n1,7.87,7.81,True\n3,,12345,\n"
