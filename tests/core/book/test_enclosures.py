"""Where the headings of HTML end: with their box, or where an enclosing section's heading goes on."""

from __future__ import annotations

import pytest
from samples import prose

from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.book.blocks import END
from t2v_core.book.extract import extract
from t2v_core.host import silent


def chunked(tmp_path, host, body: str):
    file = tmp_path / "page.html"
    file.write_text(f"<html><body>{body}</body></html>")
    return chunk_book(file, ChunkSettings(embed=False), host)


HERO = f"""<section class="hero"><h1>Photosynthesis</h1><p>{prose(0)}</p></section>
<section><h2>Arrays</h2><p>{prose(1)}</p></section>
<section><h3>Sorting</h3><p>{prose(2)}</p></section>
<section><p>{prose(3)}</p></section>"""


@pytest.mark.parametrize("around", ["{}", "<article>{}</article>", "<article><div>{}</div></article>"])
def test_sections_side_by_side_stand_under_the_headings_before_them(tmp_path, host, around):
    book = chunked(tmp_path, host, around.format(HERO))
    sections = [c.section for c in sorted([*book.chunks, *(r.chunk for r in book.rejected)], key=lambda c: c.span)]
    assert sections == [
        ("Photosynthesis",),
        ("Photosynthesis", "Arrays"),
        ("Photosynthesis", "Arrays", "Sorting"),
        ("Photosynthesis", "Arrays", "Sorting"),
    ]


@pytest.mark.parametrize(
    ("page", "ends"),
    [
        ("<article><h1>A</h1><section><h2>B</h2><p>b</p></section><p>a</p></article>", [2]),
        ("<article><h1>A</h1><section><h2>B</h2><p>b</p></section><section><h3>C</h3><p>c</p></section></article>", []),
        ("<article><h1>A</h1><section><h1>B</h1><p>b</p></section><p>b</p></article>", []),  # no higher one goes on
        ("<h1>A</h1><aside><h2>B</h2><section><p>b</p></section></aside><p>a</p>", [2]),
        ("<aside><section><p>a</p></section><h2>B</h2></aside><p>b</p>", []),  # a heading that is wrapped alone
        ("<aside><h2>B</h2><p>b</p></aside><section><h3>C</h3><p>c</p></section>", [2]),
        ("<article><h1>A</h1><section><h2>B</h2><section><p>b</article></section><p>a</p>", [2]),
        ("<aside><h2>B</h2><section><p>b</aside></section></div><p>a</p>", [2]),  # ends left out, and ends of nothing
    ],
)
def test_a_heading_ends_with_a_box_or_where_a_higher_one_goes_on(tmp_path, page, ends):
    file = tmp_path / "page.html"
    file.write_text(f"<html><body>{page}</body></html>")
    blocks = [b for part in extract(file, ChunkSettings(embed=False), silent).pages for b in part.blocks]
    assert [b.level for b in blocks if b.kind == END] == ends


@pytest.mark.parametrize(
    ("opening", "closing", "section"),
    [
        ("<section><h2>Part {0}</h2><p>Part {0} is told here.</p>", "</section>", ("Whole", "Part 19999")),
        ("<aside><h2>Part {0}</h2><p>Part {0} is told here.</p>", "</aside>", ("Whole",)),
        ("<section><p>Part {0} is told here.</p>", "", ("Whole",)),
        ("<div><p>Part {0} is told here.</p>", "", ("Whole",)),
    ],
)
def test_elements_nested_20000_deep_are_read_in_time(tmp_path, host, opening, closing, section):
    deep = "".join(map(opening.format, range(20_000))) + closing * 20_000
    book = chunked(tmp_path, host, f"<h1>Whole</h1>{deep}<p>{prose(0)}</p>")
    assert book.chunks[-1].text.endswith(prose(0)) and book.chunks[-1].section == section
