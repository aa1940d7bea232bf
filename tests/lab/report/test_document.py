"""The page as a whole."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from lab.report.document import Chapter, Document
from lab.report.listing import Listing
from lab.report.section import Remarks, Section


def document(*sections: Section) -> Document:
    return Document(
        title="A <report>",
        summary="Of nothing.",
        opening=("It shows little.",),
        inputs=[{"input": "seed", "what": "0", "sha256": None}],
        chapters=[Chapter("first", "First", sections), Chapter("empty", "Empty", ())],
    )


def section(key: str = "one", name: str = "rows") -> Section:
    rows = [{"a": 1, "b": "x"}]
    blocks = [Listing("Rows", ("a", "b"), rows, name), Remarks(["Said."]), Remarks([])]
    return Section(key, "One & only", ("Lead.",), blocks)


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))


def test_nothing_is_fetched_and_nothing_runs() -> None:
    html = document(section()).html()
    page = Page(html)
    assert not {"script", "link", "iframe", "object", "embed", "form", "base"} & set(page.tags)
    for _, attributes in page.attributes:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            assert (attributes.get(name) or "#").startswith(("#", "data:"))
    assert not re.search(r"@import|url\((?!#)", html)


def test_the_policy_admits_the_style_sheet_alone() -> None:
    html = document(section()).html()
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    (policy,) = (
        attributes["content"] or ""
        for tag, attributes in Page(html).attributes
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;")
    assert "unsafe" not in policy


def test_contents_lead_to_what_is_there_and_empty_chapters_are_left_out() -> None:
    page = Page(document(section()).html())
    names = [attributes["id"] for _, attributes in page.attributes if attributes.get("id")]
    links = {a["href"] for tag, a in page.attributes if tag == "a" and (a["href"] or "").startswith("#")}
    assert links == {"#main", "#first", "#one"}
    assert {link[1:] for link in links if link} <= set(names)
    assert len(names) == len(set(names))


def test_the_opening_stands_before_everything_else() -> None:
    html = document(section()).html()
    assert html.index("It shows little.") < html.index("Lead.")
    assert "A &lt;report&gt;" in html
    assert "A <report>" not in html


def test_headings_go_down_one_at_a_time() -> None:
    levels = [int(tag[1]) for tag in Page(document(section()).html()).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1


@pytest.mark.parametrize(
    "sections",
    [
        pytest.param((section("one", "a"), section("one", "b")), id="anchors"),
        pytest.param((section("one", "a"), section("two", "a")), id="files"),
        pytest.param((section("first", "a"),), id="a chapter's anchor"),
    ],
)
def test_two_things_of_one_name_are_refused(sections: tuple[Section, ...]) -> None:
    with pytest.raises(ValueError, match="twice"):
        document(*sections).html()
