"""An article on one line, and one saved with the indentation of its page's source, keep all their words."""

from __future__ import annotations

from firsthand.clean import textpage

SENTENCE = (
    "The mayor of Harn said on Monday that the river had risen by a metre and that the lower town would be cleared. "
)


def test_an_article_on_one_line_with_a_byline_in_it_is_the_article() -> None:
    line = "River rises in Harn. By ANA ORLU Courier Reporter March 30, 2009 HARN -- " + SENTENCE * 6
    assert textpage.read(line).body == (line.strip(),)


def test_lines_set_in_below_one_another_are_one_paragraph() -> None:
    text = "\n\n".join(
        "The mayor of Harn said on Monday that the river had risen by a\n            metre and more." for _ in range(4)
    )
    body = textpage.read(text).body
    assert body[0] == "The mayor of Harn said on Monday that the river had risen by a metre and more."
