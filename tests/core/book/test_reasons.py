"""What a paragraph, a page or a section is left out for, by name, and what only looks like it."""

from __future__ import annotations

import pytest

from t2v_core.book import rules
from t2v_core.book.blocks import ITEM, NOTE, TEXT, Block, Line, Page
from t2v_core.book.rules import block_reason, page_reasons
from t2v_core.book.section_rules import section_reasons


@pytest.mark.parametrize(
    "text",
    [
        "³ R. F. Doolittle. Similar amino acid sequences: chance or common ancestry? Science, 214:149–159, 1981",
        "Smith, J., and Doe, A. On methods that need no parameters. Journal of Methods 3, 2004",
    ],
)
def test_a_note_that_cites_a_work_is_bibliography(text):
    assert block_reason(Block(NOTE, text, 1, 1)) == "bibliography"
    assert block_reason(Block(NOTE, "Smith showed in 1981 that this bound is tight for every tree.", 1, 1)) == ""


def test_an_entry_of_a_numbered_list_of_works_is_bibliography_where_no_heading_says_so():
    for text in (
        "[1] Love R. Linux Kernel Development. 3rd ed. Boston: Wesley, 2010.",
        "[27] Linuxmm. What is paging? 2009. http://linux-mm.org.",
        "[3] J. Smith and A. B. Jones, “On the roofs of old houses,” Building Review, vol. 3, pp. 10–19, 2004.",
    ):
        assert block_reason(Block(TEXT, text, 1, 1)) == "bibliography"


@pytest.mark.parametrize(
    "text",
    [
        "[3] Newton wrote in 1687 that this is the law of all bodies.",
        "[1] In 2010 the plaintiff, Mr. J. Smith, bought a house from the defendant for a price of two hundred pounds.",
        "[2] The defendant delivered the keys in March 2011, and the plaintiff moved in with his family.",
        "[3] J. Smith and A. Jones sold the house on the third of May, 2013.",
        "[4] In 1999 the University of Oslo opened its doors to students of all countries.",
        "[12] A study at Oxford University Press, 2003, showed how readers choose their books.",
        "[2] Download the file from https://data.org/file.zip, then unpack it into the folder data. 2020 is the default year.",
    ],
)
def test_a_numbered_paragraph_is_no_entry_of_a_list_of_works(text):
    assert block_reason(Block(TEXT, text, 1, 1)) == ""


def test_pseudocode_is_no_prose():
    assert block_reason(Block(TEXT, "while no mistakes are made within the loop do", 1, 1)) == "code"
    assert block_reason(Block(TEXT, "while this is true, all of them are counted twice.", 1, 1)) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("È)ÊTÓË¹ÉÚÒa´¼ ¹¾T·aÉ¸ ¶´¶·a¸aÔ Ã¾T·a¸ÉË¹º³ ´3³½ Æ!Õ!·a·a³ Ò^º³³T·Ø", "glyph_soup"),
        ("3.1 Gradient descent . . . . . . . . . 12 3.2 Momentum . . . . . . . 14", "table_of_contents"),
        ("A block that stands between begin ........ and end is one statement, whatever it holds.", ""),
        ("va_start(argptr, fmt);", "code"),
        ("return max(f(x), g(y));", "code"),
        ("node->next = list.head;", "code"),
        ("water at 4.0 degrees is densest;", ""),
        ("the pressure p(h) grows with depth;", ""),
        ("those who leave, i.e. the oldest, pay;", ""),
        ("courts of the U.S. do so;", ""),
        ("The first of these steps is over when f(x) is 0;", ""),
        ("Let H be a Hilbert space and e : A → H an orthonormal system.", ""),
        ("Whoever writes a text owns its copyright. A copyright ends, and the copyright of a firm ends earlier.", ""),
        (
            "Copyright 1998 John Smith of Yale. Copyright 2004 Mary Jones. Copyright 2010 Peter Brown and others of Yale.",
            "boilerplate",
        ),
        (
            "What is a tree and how is it grown? . . . . . A-12 How do forests change when it rains? . . . . S3",
            "table_of_contents",
        ),
        ("She was asked what it was ..... I do not know, she said, and civil as they are, nobody asked again.", ""),
        ("Copyright 2004 by the authors. All rights reserved. No part of this book may be copied.", "boilerplate"),
    ],
)
def test_a_paragraph_is_judged_by_what_it_says(text, reason):
    assert block_reason(Block(TEXT, text, 1, 1)) == reason


def test_whatever_a_rule_finds_passes_the_test_before_it():
    for hint, phrase in rules._LEGAL_BY_HINT.items():
        assert hint in phrase.replace("\\", "").lower()
    for mark in rules._CODE_MARKS:
        assert mark == "←" or b"=" in mark.encode().translate(rules._KINDS)


def test_an_item_that_ends_in_a_semicolon_is_no_line_of_a_program():
    assert [block_reason(Block(kind, "open main.py;", 1, 1)) for kind in (ITEM, TEXT)] == ["", "code"]


def test_rows_of_one_kind_are_no_index():
    page = Page(1, 600, 800, [Line(1, f"True: {i % 2} Predicted: 1", 72, 100 + 12 * i, 300, 10, 0) for i in range(30)])
    assert page_reasons([page]) == {}


@pytest.mark.parametrize(
    "title",
    [
        "Kapitel 54. Literaturverzeichnis",
        "Bibliographie",
        "Referencias",
        "7 References",
        "Список литературы",
        "第三章 参考文献",
    ],
)
def test_a_bibliography_is_known_by_its_name_in_several_languages(title):
    assert section_reasons([Block("text", "An entry.", 1, 1, section=(title,))], False) == ["bibliography"]


ENTRIES = [
    "1 Greetings . . . . . . . . 3",
    "A. Turing. Computing machinery and intelligence. Mind, 1950.",
    "kernel trick, 12, 45–47",
]


@pytest.mark.parametrize(
    ("title", "reason"), [("Contents", "table_of_contents"), ("References", "bibliography"), ("Index", "index")]
)
def test_a_section_of_running_text_is_no_list_whatever_its_heading(title, reason):
    prose = [
        "Every reference is counted, and the memory behind it is given back when the last of them goes out of scope.",
        "A compiler that knows who owns a value can tell which of two threads may write to it, and which of them may not.",
        "This costs nothing while the program runs, because all of it is settled before the first instruction is made.",
    ]
    path = ("Part I", title)
    blocks = [Block("text", text, 1, 1, section=path) for text in [*ENTRIES, *prose, *prose]]
    assert section_reasons(blocks, False) == [reason] * 3 + [""] * 6
    assert {b.section for b in blocks[3:]} == {("Part I",) if reason == "table_of_contents" else path}
    below = [Block("text", text, 1, 1, section=(title, "Method")) for text in [*prose, *prose]]
    entries = [Block("text", text, 1, 1, section=(title,)) for text in ENTRIES * 30]
    assert section_reasons([*entries, *below], False) == [reason] * len(entries) + [""] * 6
    few = [Block("text", text, 1, 1, section=path) for text in [prose[0], *ENTRIES * 9]]
    assert set(section_reasons(few, False)) == {reason}
