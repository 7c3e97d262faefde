"""Characters and gaps of a PDF that its fonts do not name: ligatures, hyphens, symbols, letter-spaced and tight words."""

from __future__ import annotations

from collections import Counter

import pytest
from samples import Text, make_pdf, paragraph, prose, stream
from test_layout import text_of

from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.book.blocks import GARBLED, Line, Page
from t2v_core.book.complaints import guessed_words
from t2v_core.book.embed import load_encoder
from t2v_core.book.extract import extract
from t2v_core.book.layout import lay_out
from t2v_core.book.ligatures import name_ligatures
from t2v_core.book.line_kinds import Measure
from t2v_core.book.reader.pdf_spacing import glued_at
from t2v_core.book.text import clean, font_bullets, normalise, vocabulary
from t2v_core.host import silent


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


def test_codes_that_stand_in_a_word_twice_are_spaces_in_whatever_order_they_are_looked_at(tmp_path, plain):
    line = Text(72, 700, "The command set{\x14name\x15}{\x14value\x15} sets it.")
    (tmp_path / "codes.pdf").write_bytes(make_pdf([[line, *paragraph(prose(0, 9), 676)]]).data())
    first = extract(tmp_path / "codes.pdf", plain, silent).pages[0].lines[0]
    assert first.text == "The command set{ name }{ value } sets it."


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
