"""Nothing but what was built as markup is markup."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.report.markup import Markup, element, joined, prose


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = element("b", "<i>&")
    assert element("p", inner, "<", None) == "<p><b>&lt;i&gt;&amp;</b>&lt;</p>"


def test_attributes_are_spelled_quoted_and_left_out() -> None:
    made = element("a", "x", class_="one", aria_label='"<', hidden=None, open=True, draggable=False)
    assert made == '<a class="one" aria-label="&quot;&lt;" open>x</a>'


@pytest.mark.parametrize(
    ("text", "made"),
    [
        pytest.param("as `list` has it", "as <code>list</code> has it", id="a command"),
        pytest.param("`a` and `b<c`", "<code>a</code> and <code>b&lt;c</code>", id="two, escaped"),
        pytest.param("one ` alone", "one ` alone", id="a backtick alone"),
        pytest.param("<i>``", "&lt;i&gt;``", id="nothing between them"),
    ],
)
def test_code_in_a_sentence(text: str, made: str) -> None:
    assert prose(text) == made


def test_void_elements_have_no_end() -> None:
    assert element("meta", charset="utf-8") == '<meta charset="utf-8">'


@given(text=st.text(), value=st.text())
def test_any_text_comes_back_out_of_a_parser(text: str, value: str) -> None:
    class Collector(HTMLParser):
        tags: list[str]
        data: str

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.append(tag)

        def handle_data(self, data: str) -> None:
            self.data += data

    made = element("p", text, title=value)
    collector = Collector()
    collector.tags, collector.data = [], ""
    collector.feed(made)
    collector.close()
    assert collector.tags == ["p"]
    assert collector.data == text
    assert unescape(made.split('title="', 1)[1].split('"', 1)[0]) == unescape(
        joined(value).replace('"', "&quot;")
    )


def test_joined_text_is_markup() -> None:
    assert isinstance(joined("a", Markup("<br>")), Markup)
