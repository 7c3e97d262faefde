"""Text, Markdown, HTML and EPUB books, and files that only claim to be one."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from samples import prose

from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.book.extract import extract
from t2v_core.book.reader.verse import as_lines
from t2v_core.errors import BookError
from t2v_core.host import silent
from t2v_core.retrieval.report import place


def chunked(path, host, text: str | bytes | None = None):
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return chunk_book(path, ChunkSettings(embed=False), host)


HTML = f"""<html><head><title>A page</title><style>p {{}}</style><script>alert("no prose")</script></head><body>
<nav><ul><li>Home</li><li>Contact</li></ul></nav>
<h1>Kernels</h1><p>{prose(0)}</p><h2>The <em>trick</em></h2>
<p>It holds that x<sup>2</sup> &lt; y<sub>1</sub> &amp; z for all of them. {prose(1)}</p>
<pre>for i in range(10): print(i)</pre>
<table><tr><td>1.0</td><td>2.0</td></tr></table>
<p hidden>Secret words.</p></body></html>"""


def test_html_keeps_prose_sections_and_scripts_and_drops_the_rest(tmp_path, host):
    book = chunked(tmp_path / "page.html", host, HTML)
    assert book.title == "A page"
    assert [c.section for c in book.chunks] == [("Kernels",), ("Kernels", "The trick")]
    assert book.chunks[0].text == prose(0)
    assert book.chunks[1].text.startswith("It holds that x² < y₁ & z for all of them.")
    kept = " ".join(c.text for c in book.chunks)
    assert not any(word in kept for word in ("alert", "Contact", "Secret", "range", "2.0"))
    assert {r.reason for r in book.rejected} == {"code", "table"}


LINES = [f"Line {n} of the song that {'no one ' * (n % 4)}hears at night" for n in range(60)]
POEMS = {
    "poem.txt": "THE SONG\n\n" + "\n".join(LINES),
    "br.html": f"<h1>The song</h1><p>{'<br/>'.join(LINES)}</p>",
    "poem.md": "# The song\n\n" + "  \n".join(LINES),
    "classes.html": "<h1>The song</h1><div class='poetry'><div class='stanza'>"
    + "".join(f"<div class='verse indent0'>{line}</div>" for line in LINES)
    + "</div></div>",
}


@pytest.mark.parametrize("name", POEMS)
def test_verse_without_a_stop_is_kept_and_cut_at_its_lines(name, tmp_path, host):
    book = chunked(tmp_path / name, host, POEMS[name])
    assert not book.rejected and len(book.chunks) > 1
    assert [line for c in book.chunks for line in c.text.split("\n\n")] == LINES


def test_lines_that_a_width_broke_and_lists_of_words_are_no_verse():
    width = textwrap.wrap(prose(0, 40).replace(".", ";"), 60)
    assert "\n" not in as_lines(width) and "\n" not in as_lines([f"word{n}" for n in range(99)])


def test_a_word_that_is_broken_at_the_end_of_a_verse_is_whole(tmp_path):
    lines = "In summer the lake is warm-|er than the air, and the wind|rises from the land by night|while it comes from the lake by day,|as twenty-|one sailors of the place know."
    [(_, text)] = blocks(tmp_path / "a.html", f"<p>{lines.replace('|', '<br>')}</p>")
    assert "is warm-er than the air" in " ".join(text.split()) and "as twenty-one sailors" in " ".join(text.split())
    assert text.count("\n") == 5


def test_html_keeps_verse_whole_pages_laid_out_by_tables_and_utf8_that_is_called_latin(tmp_path, host):
    verse = (
        "The sun goes down the hill,<br>|And all the Müller's geese are still;|The mill that turned the whole long day|Stands in the dusk and fades away.|"
        * 3
    )
    lines = "".join(f"<p>{line}</p>" for line in verse.split("|")[:-1])
    recipe = "".join(f"<p>Turn the {thing} to medium and wait</p>" for thing in "oven pan heat gas lamp rack".split())
    steps = f"<h1>Steps</h1>{recipe}<p>Set it aside, and wait.</p><p>Serve all of it while it is hot.</p>"
    page = f'<meta charset="latin-1">{steps}<h1>Verse</h1>{lines}<table><tr><td><h1>Cells</h1><p>{prose(0)}</p></td></tr></table>'
    book = chunked(tmp_path / "page.html", host, page)
    assert [c.section for c in book.chunks] == [("Verse",), ("Cells",)]
    assert book.chunks[0].text.startswith("The sun goes down the hill, And all the Müller's geese are still; The mill")
    assert {r.chunk.section for r in book.rejected} == {("Steps",)}  # lines of a recipe are no verse


def test_html_keeps_citations_and_drops_the_marks_of_notes_and_permalinks(tmp_path, host):
    page = (
        '<h1>Support vectors<a class="headerlink" href="#s" title="Permalink">¶</a></h1>'
        '<p>Margins are explained in <a role="doc-noteref" href="#b"><span>[</span>13<span>]</span></a> as well'
        f'<a epub:type="noteref" href="#n">7</a>. {prose(0)}</p>'
        f'<p>An open mark<a role="doc-noteref" href="#m">9 <p>{prose(1)}</p>'
    )
    (first, *_) = chunks = chunked(tmp_path / "page.html", host, page).chunks
    assert first.section == ("Support vectors",)
    assert "explained in [13] as well." in first.text
    assert prose(1)[:40] in " ".join(c.text for c in chunks)


def test_unclosed_and_deeply_nested_html_is_read(tmp_path, host):
    book = chunked(tmp_path / "deep.html", host, "<div>" * 50_000 + f"<p>{prose(0)}<p>{prose(1)}<h2>Open")
    assert [c.text for c in book.chunks] == [prose(0), prose(1)]


def test_plain_text_has_pages_headings_and_joined_lines(tmp_path, host):
    wrapped = prose(0).replace("compares ", "com-\npares ").replace(". ", ".\n")
    book = chunked(tmp_path / "book.txt", host, f"CHAPTER 1\r\n\r\n{wrapped}\r\n\f2.1 Layers\n\n{prose(1)}\n")
    assert [(c.page, c.section) for c in book.chunks] == [(1, ("CHAPTER 1",)), (2, ("CHAPTER 1", "2.1 Layers"))]
    assert book.chunks[0].text == prose(0)
    assert all(c.paged for c in book.chunks)


def test_a_file_without_pages_is_not_cited_by_one(tmp_path, host):
    for name in ("page.html", "book.md", "book.txt"):
        (chunk, *_) = chunked(tmp_path / name, host, HTML if name == "page.html" else prose(0)).chunks
        assert not chunk.paged and not chunk.page_label
        assert "page" not in place(chunk)


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        (prose(0).encode("utf-16"), False),
        (b"\xef\xbb\xbf" + prose(0).encode(), False),
        ((prose(0) + " Café.").encode("cp1252"), True),
    ],
)
def test_the_encoding_of_a_text_is_found_and_a_guess_is_said(tmp_path, host, data, warned):
    book = chunked(tmp_path / "book.txt", host, data)
    assert book.chunks[0].text.startswith(prose(0))
    assert bool(book.report["warnings"]) == warned


def test_a_binary_file_named_txt_is_no_text(tmp_path, host):
    with pytest.raises(BookError, match="is not text"):
        chunked(tmp_path / "image.txt", host, b"\x7fELF\0\0\0\0" * 50)


def test_an_unknown_suffix_and_a_missing_file_are_named(tmp_path, host):
    with pytest.raises(BookError, match=r"no book format.*\.epub"):
        chunked(tmp_path / "book.docx", host, "x")
    with pytest.raises(BookError, match="not there"):
        chunked(tmp_path / "nothing.pdf", host)


def test_a_name_the_system_refuses_and_a_file_nobody_may_read_are_named(tmp_path, host, monkeypatch):
    with pytest.raises(BookError, match="cannot be a file here"):
        chunked(tmp_path / ("n" * 300 + ".txt"), host)
    file = tmp_path / "locked.txt"
    file.write_text(prose(0))

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BookError, match=r"locked\.txt cannot be read \(Permission denied\)"):
        chunked(file, host)


def blocks(path: Path, text: str) -> list[tuple[str, str]]:
    path.write_text(text, encoding="utf-8")
    return [(b.kind, b.text) for page in extract(path, ChunkSettings(embed=False), silent).pages for b in page.blocks]


def test_html_reads_mathml_definitions_and_headings_without_their_links(tmp_path):
    markup = (
        '<h2>1 Heat<a href="#heat">#</a></h2><h2>C# <a href="#c">in</a> use</h2>'
        "<p>So <math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math> and "
        "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><msub><mi>x</mi><mi>i</mi></msub></mfrac></math>.</p>"
        r'<div>\[ Q = m c \Delta T \]</div><math display="block"><msqrt><mi>y</mi></msqrt></math>'
        "<dl><dt>entropy</dt><dd><p>A measure.</p></dd><dt>f(x, y)</dt><dd>A call.</dd></dl>"
        '<div class="sphinxsidebar"><p>Elsewhere.</p></div><p>x<sub>i</sub>, V<sub>max</sub>, 10<sup>−3</sup>, 4<sup>th</sup></p>'
        "<p><ruby>漢字<rt>kanji</ruby> x</p><table><tr><td><math><mi>A</mi><mo>=</mo><mfenced open='[' close=']'><mtable>"
        "<mtr><mtd><mn>1</mn></mtd><mtd><mo>−</mo><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd><mtd/></mtr></mtable></mfenced></math></td></tr></table>"
        "<p><math><mtable><mtr><mtd><mi>x</mi></mtd><mtd><mo>=</mo><mn>5</mn></mtd></mtr></mtable></math></p>"
    )
    assert blocks(tmp_path / "a.html", markup) == [
        ("heading", "1 Heat"),
        ("heading", "C# in use"),
        ("text", "So E = mc² and (a+b)/xᵢ."),
        ("formula", "Q = m c ΔT"),
        ("formula", "√y"),
        ("text", "entropy: A measure."),
        ("text", "f(x, y)"),
        ("text", "A call."),
        ("text", "xᵢ, Vmax, 10⁻³, 4th"),
        ("text", "漢字 x"),
        ("formula", "A = [1, −2; 3]"),
        ("formula", "x = 5"),
    ]


def test_a_book_in_a_script_without_spaces_is_counted_joined_and_kept(tmp_path, host):
    sentences = [
        f"第{n}个例子说明梯度下降法\n怎样找到函数的最小值，学习率太大时它会发散。" for n in "一二三四五六七八九十"
    ]
    book = chunked(tmp_path / "a.txt", host, "\n\n".join("".join(sentences[i : i + 5]) for i in (0, 5)))
    assert [c.words for c in book.chunks] == [pytest.approx(95, abs=15)] * 2
    assert "".join(sentences[:5]).replace("\n", "") == book.chunks[0].text


def test_a_typed_book_has_chapters_with_their_titles_quotations_and_pictures(tmp_path):
    text = (
        "      CHAPTER I.\n\n   HOW A CANDLE BURNS\n\nThere is no bet-\nter door.\n\n    A verse is set in,\n"
        "    and runs on.\n\n    x = f(1)\n    y = g(x)\n\n[Illustration: Fig. 1.]\n\n[1] A note.\n"
    )
    assert blocks(tmp_path / "a.txt", text) == [
        ("heading", "CHAPTER I. HOW A CANDLE BURNS"),
        ("text", "There is no bet\ufffeter door."),
        ("text", "A verse is set in, and runs on."),
        ("code", "    x = f(1)\n    y = g(x)"),
        ("caption", "[Illustration: Fig. 1.]"),
        ("note", "[1] A note."),
    ]


def test_halves_of_broken_words_are_no_words_of_the_book(tmp_path, host):
    file = tmp_path / "a.txt"
    file.write_text(f"On this sub-\nject much is said. {prose(0)}\n\nOf that sub-\nject more is known. {prose(1)}\n")
    text = " ".join(c.text for c in chunk_book(file, ChunkSettings(embed=False), host).chunks)
    assert "subject" in text and "sub-ject" not in text


@pytest.mark.parametrize(
    ("name", "start", "what"),
    [("a.txt", b"%PDF-1.7\n", "PDF"), ("a.pdf", b"PK\x03\x04", "zip"), ("a.md", b"{\\rtf1 ", "RTF"), ("a.html", b"\x1f\x8b\x08", "gzip")],
)  # fmt: skip
def test_a_file_that_is_another_kind_than_its_name_says_is_called_what_it_is(tmp_path, host, name, start, what):
    file = tmp_path / name
    file.write_bytes(start + b"some text of it. " * 40)
    with pytest.raises(BookError, match=f"{name} is an? {what}.*Rename it"):
        chunk_book(file, ChunkSettings(embed=False), host)


BOXED = f"""<html><head><title>Cells</title></head><body><section><h1>Cells</h1>
<section class="objectives"><h2>Learning objectives</h2><p>{prose(0)}</p></section>
<p>{prose(1)}</p>
<div data-type="note"><h3>A look back</h3><div><p>{prose(2)}</p></div></div>
<p>{prose(3)}</p>
<section><h2>Walls</h2><section><h3>Layers</h3></section><p>{prose(4)}</p></section></section></body></html>"""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<span>1.2.1</span>Locks and weirs", "1.2.1 Locks and weirs"),
        ("<span>1.2</span>A weir", "1.2 A weir"),
        ("<span>1.2</span> Weirs", "1.2 Weirs"),
        ("1.5V pumps", "1.5V pumps"),
        ("2.4GHz waves", "2.4GHz waves"),
    ],
)
def test_a_headings_number_is_set_apart_from_its_title(tmp_path, host, written, read):
    book = chunked(tmp_path / "book.html", host, f"<html><body><h1>{written}</h1><p>{prose(0)}</p></body></html>")
    assert book.chunks[0].section == (read,)


def test_the_heading_of_a_box_heads_nothing_behind_the_box(tmp_path, host):
    book = chunked(tmp_path / "page.html", host, BOXED)
    sections = [c.section for c in sorted([*book.chunks, *(r.chunk for r in book.rejected)], key=lambda c: c.span)]
    assert sections == [
        ("Cells", "Learning objectives"),
        ("Cells",),
        ("Cells", "A look back"),
        ("Cells",),
        ("Cells", "Walls", "Layers"),
    ]
