"""What stands beside a sentence on the page (a term, a bold beginning, a reference, a table) and what becomes of both."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from samples import Text, make_pdf, paragraph, prose, show

from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.book.blocks import CODE, FORMULA, TEXT, Block, Page
from t2v_core.book.chunk import make_drafts
from t2v_core.book.drafts import Limits
from t2v_core.book.layout import lay_out
from t2v_core.book.line_kinds import Measure
from t2v_core.book.rules import block_reason


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


@pytest.mark.parametrize("title", ["2.4 Newton's Second Law: F = ma", "The P = NP Question"])
def test_a_title_may_hold_a_formula_beside_its_words(title, chunked):
    book = chunked([Text(72, 700, title, 18, "F2"), *paragraph(prose(0, 9), 650)], [*paragraph(prose(1, 9), 700)])
    assert [name.replace("’", "'") for name in book.chunks[0].section] == [title]


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
