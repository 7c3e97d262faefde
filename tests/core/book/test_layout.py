"""What stands beside a sentence on the page (a term, a bold beginning, a reference, a table) and what becomes of both."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from samples import Text, make_pdf, paragraph, prose, show, stream

from t2v_core.book import ChunkSettings, chunk_book, rules
from t2v_core.book.blocks import CODE, FORMULA, GARBLED, ITEM, NOTE, TEXT, Block, Line, Page
from t2v_core.book.chunk import make_drafts
from t2v_core.book.complaints import guessed_words
from t2v_core.book.drafts import Limits
from t2v_core.book.embed import load_encoder
from t2v_core.book.extract import extract
from t2v_core.book.layout import lay_out
from t2v_core.book.ligatures import name_ligatures
from t2v_core.book.line_kinds import Measure
from t2v_core.book.reader.pdf_spacing import glued_at
from t2v_core.book.rules import block_reason, page_reasons
from t2v_core.book.section_rules import section_reasons
from t2v_core.book.text import clean, font_bullets, normalise, vocabulary
from t2v_core.host import silent


@pytest.fixture
def chunked(tmp_path, host):
    def run(*pages, **options):
        file = tmp_path / "book.pdf"
        file.write_bytes(make_pdf(pages, **options).data())
        return chunk_book(file, ChunkSettings(embed=False), host)

    return run


def text_of(book) -> str:
    return " ".join(" ".join(c.text for c in book.chunks).split())


def test_a_term_in_code_stays_with_the_meaning_beside_it(chunked):
    meaning = "Stops the search as soon as so many answers have been found, which bypasses the slow last step."
    rows = paragraph(meaning, 500, x=200, width=60)
    book = chunked([*paragraph(prose(0, 9), 700), Text(72, 500, "--limit <n>", 7, "F3"), *rows])
    assert f"--limit <n> {meaning}" in text_of(book)


def test_a_line_that_begins_with_a_command_is_still_prose(chunked):
    line = [Text(72, 700, "run-all", font="F3"), Text(120, 700, "starts every part of the method at once and waits")]
    book = chunked([*line, *paragraph("until the last one of them has ended. " + prose(1, 6), 688)])
    assert "run-all starts every part of the method at once and waits until the last one" in text_of(book)


def test_a_footnote_mark_does_not_set_the_size_of_its_line(chunked):
    note = [Text(72, 104, "2", 5), *paragraph("The proof of this is", 100, x=76, size=8), *paragraph("in the second book.", 90, size=8)]  # fmt: skip
    book = chunked([*paragraph(prose(0, 9), 700), *note], [*paragraph(prose(1, 9), 700)])
    every = " ".join([text_of(book), *(r.chunk.text for r in book.rejected)])
    assert "The proof of this is in the second book." in every


def test_rows_of_symbols_and_their_meanings_are_a_table(chunked):
    rows = [t for i, c in enumerate("abcdefgh") for t in (Text(72, 400 - 12 * i, f"|{c}|"), Text(150, 400 - 12 * i, "Size of a set"))]  # fmt: skip
    book = chunked([*paragraph(prose(0, 9), 700), *rows])
    assert text_of(book) == prose(0, 9)
    assert Counter(r.reason for r in book.rejected)["table"] == 1


def test_bold_first_words_of_a_sentence_are_no_heading(chunked):
    line = [Text(72, 500, "The line search", font="F2"), Text(145, 500, "approach first finds a direction, and")]
    rest = paragraph("then how far to go along it. " + prose(2, 6), 488)
    book = chunked([*paragraph(prose(0, 9), 700), *line, *rest])
    assert "The line search approach first finds a direction, and then how far to go along it." in text_of(book)
    assert {c.section for c in book.chunks} == {()}


def test_a_heading_goes_on_in_lower_case_on_its_second_line(chunked):
    heading = [Text(72, 700, "4.1 How to compare a network that was", 13, "F2"), Text(72, 685, "learned with one on file?", 13, "F2")]  # fmt: skip
    book = chunked([*heading, *paragraph(prose(0, 9), 650)], [*paragraph(prose(1, 9), 700)])
    assert book.chunks[0].section == ("4.1 How to compare a network that was learned with one on file?",)
    assert book.chunks[0].text.startswith(prose(0, 1))


def test_a_caption_is_kept_when_it_is_a_sentence(chunked):
    sentence = "Figure 3. The loss falls with every step until it is flat. " + prose(3, 5)
    title = Text(72, 300, "Figure 4: Overview of the method", 12, "F2")
    book = chunked([*paragraph(prose(0, 9), 700), *paragraph(sentence, 400), title])
    assert "The loss falls with every step" in text_of(book)
    assert "Overview" not in text_of(book) and {c.section for c in book.chunks} == {()}


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


def test_a_grave_between_spaces_belongs_to_the_vowel_behind_it():
    assert clean("Les t ` ecniques, the `a' key", Counter()) == "Les tècniques, the `a' key"


def test_a_bullet_of_a_font_of_symbols_begins_an_item():
    for bullet in "\ufffd\uf0b7\uf076":
        points = [f"{bullet} the first point", f"{bullet} the second one"]
        assert normalise(points[0], font_bullets(points)) == "• the first point"
        assert (bullet == "\uf0b7") == bool(font_bullets([points[0], "a line"]))


def test_a_symbol_that_cannot_be_read_is_no_bullet():
    lines = ["where the symbol", "\ufffd is the rate of the method and", "\ufffd denotes the momentum", "\ufffd and"]
    assert [normalise(line, font_bullets(lines)) for line in lines] == lines
    assert font_bullets(["\uf061 is the angle of the slope", "\uf061 in the plane"]) == frozenset()


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


def test_a_listing_at_the_edge_of_a_page_does_not_break_the_sentence_it_stands_in():
    first, rest = Block(TEXT, "The goal of all this is to know where", 1, 1), Block(TEXT, "to look for a thing.", 2, 2)
    listing = Block(CODE, "x = f(y)", 2, 2)
    assert [
        b.text for b in lay_out([Page(1, blocks=[first]), Page(2, blocks=[listing, rest])], Measure(10, 12), {})
    ] == [
        "The goal of all this is to know where to look for a thing.",
        "x = f(y)",
    ]


def test_a_chapter_that_opens_with_its_own_contents_keeps_its_text(chunked):
    entries = [
        Text(72, 700 - 14 * i, f"3.{i} Step {'abcdefgh'[i] * 3} . . . . . . . . . . . {20 + i}") for i in range(8)
    ]
    book = chunked([*entries, *paragraph(prose(0, 4), 560)])
    assert text_of(book) == prose(0, 4) and {r.reason for r in book.rejected} == {"table_of_contents"}


@pytest.mark.parametrize(
    ("broken", "read"),
    [
        ("It is di?cult to ?nd an e?ect of the ? here", "It is difficult to find an effect of the ? here"),
        ("they ?ow", "they ?ow"),
        ("they ?ow: a su?cient, speci?c, de?nite, o?cial pro?le", "they flow: a sufficient, specific, definite, official profile"),
        *[(text, text) for text in ("don?t know what it?s worth ... they?re late", "a na?ve r?le", "gr??er", "the caf?", "the word? said",
                                    "?at home? she said", "I?ve, we?ll, he?d, I?m", "Poincar?, Erd?s and G?del")],
    ],
)  # fmt: skip
def test_ligatures_without_a_name_are_those_that_alone_make_a_word(host, broken, read):
    line = Line(1, broken.replace("?", "\ufffd"), 72, 100, 300, 10, 0)
    named = name_ligatures([line], load_encoder("", host).count_tokens)
    assert line.text == read.replace("?", "\ufffd")
    assert bool(named) == (broken != read)


def test_words_of_which_a_character_was_guessed_are_named():
    assert ": difficult, find" in next(guessed_words({"di\ufffdcult": "difficult", "\ufffdnd": "find"}))


@pytest.mark.parametrize("title", ["2.4 Newton's Second Law: F = ma", "The P = NP Question"])
def test_a_title_may_hold_a_formula_beside_its_words(title, chunked):
    book = chunked([Text(72, 700, title, 18, "F2"), *paragraph(prose(0, 9), 650)], [*paragraph(prose(1, 9), 700)])
    assert [name.replace("’", "'") for name in book.chunks[0].section] == [title]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("both 2-|and 3-dimensional spaces", "both 2- and 3-dimensional spaces"),
        ("all 2-|dimensional spaces", "all 2-dimensional spaces"),
        ("the short-|and long-term costs", "the short- and long-term costs"),
        ("alle Vor-|und Nachteile", "alle Vor- und Nachteile"),
        ("the conse-|quences of this", "the consequences of this"),
        ("a cost fact-|or of two", "a cost factor of two"),
    ],
)
def test_a_hyphen_that_hangs_at_the_end_of_a_line_stays(text, read):
    lines = [Line(1, piece, 72, 100 + 12 * i, 300, 10, 0) for i, piece in enumerate(text.split("|"))]
    (block,) = lay_out([Page(1, 600, 800, lines)], Measure(10, 12), {})
    assert clean(block.text, vocabulary([line.text for line in lines])) == read


LIMITS = Limits(min_words=8, max_words=60, max_tokens=200)
SENTENCE = "The gradient of the loss tells every weight which way to go."


def drafts(*blocks: Block) -> list[tuple[str, str]]:
    made = make_drafts(blocks, LIMITS, lambda texts: [len(t.split()) for t in texts])
    return [(d.text, d.reason) for d in made]


def test_a_shapeless_formula_at_the_end_goes_with_the_half_sentence_before_it():
    lead = Block(TEXT, f"{SENTENCE} The rate is then given by", 1, 1)
    formula = Block(FORMULA, "η = 1 N ∑ i=1 xi", 1, 1, trusted=False)
    assert drafts(lead, formula) == [
        (SENTENCE, ""),
        ("The rate is then given by\n\nη = 1 N ∑ i=1 xi", "garbled_formula"),
    ]


def test_a_formula_that_can_be_read_ends_a_passage():
    (made,) = drafts(Block(TEXT, f"{SENTENCE} The rate is then given by", 1, 1), Block(FORMULA, "η = 1/N", 1, 1))
    assert made == (f"{SENTENCE} The rate is then given by\n\nη = 1/N", "")


def test_the_rest_of_a_sentence_whose_formula_is_lost_does_not_open_a_passage():
    formula = Block(FORMULA, "η = 1 N ∑ i=1 xi", 1, 1, trusted=False)
    rest = Block(TEXT, f"where N counts the examples. {SENTENCE}", 1, 1)
    assert drafts(formula, rest)[-1] == (SENTENCE, "")


def test_the_short_rest_of_a_section_takes_a_sentence_from_the_full_passage_before_it():
    text = " ".join(f"Step number {n} follows the gradient of the loss a little further." for n in range(5))
    assert [(len(text.split()), reason) for text, reason in drafts(Block(TEXT, text + " It ends here.", 1, 1))] == [
        (48, ""),
        (15, ""),
    ]


def test_a_sentence_broken_off_at_the_end_of_a_section_is_left_out():
    assert drafts(Block(TEXT, f"{SENTENCE} Any model of this kind (trees,", 1, 1)) == [
        (SENTENCE, ""),
        ("Any model of this kind (trees,", "fragment"),
    ]


def test_bare_codes_of_tex_fonts_become_the_characters_they_draw(chunked):
    fonts = b" ".join(
        b"/F%d << /Type /Font /Subtype /Type1 /BaseFont /%s >>" % (i, name)
        for i, name in ((1, b"Times-Roman"), (5, b"CMSY10"), (6, b"CMEX10"), (7, b"CMMI10"))
    )
    line = [
        Text(72, 700, "It holds that a"), Text(140, 700, "6", font="F5"), Text(145, 700, "= b, that"), Text(190, 700, "X", font="F6"),
        Text(200, 700, "is a sum and that"), Text(280, 700, "`", font="F7"), Text(286, 700, "is a length in all of them."),
    ]  # fmt: skip
    pair = [
        Text(72, 688, "h", font="F5"),
        Text(76, 688, "x, y"),
        Text(94, 688, "i", font="F5"),
        Text(102, 688, "is a pair."),
    ]
    book = chunked([*line, *pair, *paragraph(prose(0, 9), 676)], fonts=fonts)
    assert "⟨x,y⟩isapair." in text_of(book).replace(" ", "")
    assert "It holds that a ≠ b, that ∑ is a sum and that ℓ is a length in all of them." in text_of(book)


def test_bitmap_fonts_without_size_or_name_are_read(tmp_path, host):
    """As dvips makes them: scaled by the matrix of the font, which pdfium does not tell, with TeX's own codes."""
    text = 'An eVective method is the Wrst \\to diVer" of pages 3{5. ' + prose(0, 9)
    codes = str.maketrans("VW", "\x0b\x0c")  # white space to Python
    lines = [Text(t.x, t.y, t.text.translate(codes), 0.24) for t in paragraph(text, 700)]
    pdf = make_pdf([lines, lines], fonts=b"/F1 NUMBER 0 R")
    glyphs = []
    for code in range(11, 127):
        tall = chr(code) not in "acemnorsuvwxz"
        box = pdf.add(stream(b"20 0 0 0 17 %d d1 0 0 17 %d re f" % ((29, 29) if tall else (18, 18))))
        glyphs.append(b"/g%d %d 0 R" % (code, box))
    names = b" ".join(b"/g%d" % code for code in range(11, 127))
    font = pdf.add(
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 11 /LastChar 126 /Widths [%s] "
        b"/CharProcs << %s >> /Encoding << /Type /Encoding /Differences [11 %s] >> >>"
        % (b" ".join([b"20"] * 116), b" ".join(glyphs), names)
    )
    for number, body in pdf.objects.items():
        pdf.objects[number] = body.replace(b"NUMBER", b"%d" % font)
    (tmp_path / "old.pdf").write_bytes(pdf.data())
    book = chunk_book(tmp_path / "old.pdf", ChunkSettings(embed=False), host)
    assert "An effective method is the first “to differ” of pages 3–5." in text_of(book)


def test_slides_become_passages_with_their_headings_and_steps_of_one_slide_are_one(chunked):
    def slide(title, *points):
        return [Text(60, 400, title, 28, "F2"), *(Text(60, 340 - 36 * i, p, 18) for i, p in enumerate(points))]

    points = [[f"Gradients of layer {i} point {k} are summed" for k in range(3)] for i in range(4)]
    pages = [slide(f"Topic {'ABCD'[i]}", *points[i][:shown]) for i in range(4) for shown in (2, 3)]
    book = chunked(*pages, box=b"[0 0 720 450]")
    assert [(c.page, c.page_last) for c in book.chunks] == [(2, 4), (6, 8)]
    assert book.chunks[0].text.startswith("\n\n".join(["Topic A", *points[0], "Topic B", points[1][0]]))
    assert Counter(r.reason for r in book.rejected) == {"near_duplicate": 4}
    assert "slides" in book.report["warnings"][0]


def test_a_typed_or_recognised_book_is_no_code_and_its_sizes_are_one(chunked):
    lines = [replace(t, font="F3", size=10 - i % 2, x=30) for i, t in enumerate(paragraph(prose(0, 9), 700))]
    assert text_of(chunked(lines)) == prose(0, 9)


@pytest.mark.parametrize(
    ("turn", "box"), [(b"0 1 -1 0 792 0", b"[0 0 792 612]"), (b"-1 0 0 -1 612 792", b"[0 0 612 792]")]
)
def test_pages_that_lie_on_their_side_or_head_are_read(chunked, turn, box):
    page = turn + b" cm " + show([Text(72, 760, "4 Sorting", 16, "F2"), *paragraph(prose(4, 9), 700)])
    book = chunked(page, box=box)
    assert text_of(book) == prose(4, 9) and book.chunks[0].section == ("4 Sorting",)


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


def test_a_legend_of_a_figure_does_not_stand_between_sentences():
    legend = Block(TEXT, "Training error Test error Number of epochs Early stopping point", 1, 1)
    sentence = Block(TEXT, SENTENCE, 1, 1)
    assert block_reason(legend, sentence) == "fragment"
    assert block_reason(Block(TEXT, "The error on unseen examples is then given by", 1, 1), sentence) == ""
    assert block_reason(Block(TEXT, "Hence", 1, 1), Block(FORMULA, "a = b", 1, 1)) == ""


@pytest.mark.parametrize("astray", [1, -1])
def test_a_bookmark_that_names_a_wrong_page_is_set_where_its_title_is_printed(astray, tmp_path, host):
    names = ["1 Gradient descent", "2 Neural networks", "3 Clustering", "4 Graph search"]
    pages = [[Text(72, 600, name, 16, "F2"), *paragraph(prose(k), 560)] for k, name in enumerate(names)]
    outline = [(name, min(4, max(1, k + 1 + astray))) for k, name in enumerate(names)]
    file = tmp_path / "book.pdf"
    file.write_bytes(make_pdf(pages, outline).data())
    chunks = chunk_book(file, ChunkSettings(embed=False), host).chunks
    assert [(c.page, c.section) for c in chunks] == [(k + 1, (name,)) for k, name in enumerate(names)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("[(G)-300(R)-300(A)-300(D)-300(I)-300(E)-300(N)-300(T)-900(O)-300(F)] TJ", "GRADIENT OF"),
        ("(S   L   O   P   E) Tj", "SLOPE"),
        ("(x   y   z   v   w) Tj", "x y z v w"),
        ("(x   x   x   x   u   u   u   u) Tj", "x x x x u u u u"),
        ("(It is G E N T L E here) Tj", "It is G E N T L E here"),  # no gap tells where words end
        (
            "[(It)-800(G)-250(E)-250(N)-250(T)-250(L)-250(E)-800(P)-250(A)-250(T)-250(H)-800(here)] TJ",
            "It GENTLE PATH here",
        ),
        ("(Set x y z u v here) Tj", "Set x y z u v here"),
        ("[(This line of it converges)-145(to)-145(a minimum)] TJ", "This line of it converges to a minimum"),
        ("(wahrscheinlichkeitsverteilung) Tj", "wahrscheinlichkeitsverteilung"),
    ],
    ids="headline one_word symbols columns no_border in_a_line variables tight compound".split(),
)
def test_words_are_told_by_the_gaps_between_letters(content, text, tmp_path):
    (tmp_path / "book.pdf").write_bytes(make_pdf([f"BT /F1 10 Tf 72 700 Td {content} ET".encode()]).data())
    lines = extract(tmp_path / "book.pdf", ChunkSettings(), silent).pages[0].lines
    assert " ".join(line.text for line in lines) == text


def test_gaps_between_letters_in_cells_of_one_width_are_no_spaces():
    def edges(places):  # of a page on which a gap follows the eighth letter
        return [i + 0.3 * (i > 7) for i in places], [i + 0.9 + 0.3 * (i > 7) for i in places]

    for text, spaces in (("ComputerApplications", [8]), ("ＣｏｍｐｕｔｅｒＡｐｐｌｉｃａｔｉｏｎｓ", [])):
        assert glued_at(text, [0], [len(text)], [1.0], edges) == spaces


def test_a_code_that_stands_for_a_ligature_is_an_unknown_character_of_its_word(tmp_path):
    (tmp_path / "book.pdf").write_bytes(
        make_pdf([rb"BT /F1 10 Tf 72 700 Td (a di\035erent \034rst \001\003 ob\002ject row) Tj ET"]).data()
    )
    [line] = extract(tmp_path / "book.pdf", ChunkSettings(), silent).pages[0].lines
    assert line.text.replace("\ufffd", "?") == "a di?erent ?rst \1\3 ob\2ject row"


@pytest.mark.parametrize(("code", "is_garbled"), [(b"F061", True), (b"F0B3", True), (b"F0B7", False), (b"F0D8", False)])
def test_a_greek_letter_of_a_font_of_symbols_before_a_line_is_not_taken_for_a_bullet(code, is_garbled, tmp_path):
    pdf = make_pdf([b"BT /F1 10 Tf 72 700 Td (# in the plane of the slope) Tj ET"])
    ranges = b"3 beginbfrange <20> <22> <0020> <23> <23> <%s> <24> <7a> <0024> endbfrange" % code
    table = pdf.add(stream(b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange %s endcmap" % ranges))
    for key, body in pdf.objects.items():
        pdf.objects[key] = body.replace(b"/BaseFont", b"/ToUnicode %d 0 R /BaseFont" % table)
    (tmp_path / "book.pdf").write_bytes(pdf.data())
    [line] = extract(tmp_path / "book.pdf", ChunkSettings(), silent).pages[0].lines
    assert bool(line.flags & GARBLED) == is_garbled
