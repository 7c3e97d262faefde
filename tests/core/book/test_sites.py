"""Books of many pages, in a zip archive or a folder: their order, and what is said of pages that cannot be read."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from samples import prose
from test_formats import chunked

from t2v_core.book import ChunkSettings, chunk_book, export_book
from t2v_core.book.formats import SUFFIXES, pages_in
from t2v_core.errors import BookError


def page(title: str, text: str, following: str = "", links: tuple[str, ...] = ()) -> str:
    link = f'<a rel="next" href="{following}">Next</a>' if following else ""
    return f"<html><body><div>My Site</div><main><h1>{title}</h1><p>{text}</p></main>{link}{''.join(f'<a href={to}>x</a>' for to in links)}<p>Made with a generator.</p></body></html>"


SITES = {
    "links to the next page": (
        {
            "site/index.html": page("Start", prose(0), "b/last.html?x#y"),
            "site/B/last.html": page("Middle", prose(1), "../a.html"),
            "site/a.html": page("End", prose(2)),
            "site/genindex.html": page("Index", "a, 1"),
            "site/_static/x.html": page("Theme", prose(3)),
        },
        [("Start",), ("Middle",), ("End",)],
    ),
    "a summary": (
        {
            "SUMMARY.md": "# Summary\n[Start](z.md)\n- [Part](p.md)\n    - [Chapter](c.md)\n    - [Outside](../../etc/passwd)\n",
            "z.md": f"# Start\n\n{prose(0)}",
            "p.md": f"{prose(1)}",
            "c.md": f"# Chapter\n\n{prose(2)}",
            "layout.html": "<p>{{ content }}",
        },
        [("Start",), ("Part",), ("Part", "Chapter")],
    ),
    "a chain past the parts": (  # as GNU's manuals have it: the next page of a chapter is the next chapter
        {
            "index.html": page("Start", prose(0), "one.html", ("end.html", "one.html")),
            "one.html": page("One", prose(1), "/end.html", ("a.html", "words.html"))
            + "<link rel=index href=words.html>",
            "a.html": page("Part", prose(2)),
            "words.html": page("Words", prose(4)),
            "end.html": page("End", prose(3), "", ("words.html",)),
        },
        [("Start",), ("One",), ("Part",), ("End",), ("Words",)],
    ),
    "a chain that breaks off": (
        {
            "index.html": page("Start", prose(0), "one.html", ("one.html", "a.html", "two.html", "b.html")),
            "./one.html": page("One", prose(1), "a.html", ("two.html",)),
            "a.html": page("Part", prose(2)),
            "two.html": page("Two", prose(3), "b.html"),
            "b.html": page("Last", prose(4)),
        },
        [("Start",), ("One",), ("Part",), ("Two",), ("Last",)],
    ),
    "links to few pages": (
        {
            "index.html": page("Start", prose(0), "z.html"),
            "z.html": page("Next", prose(1)),
            **{f"{n}.html": page(f"Page {n}", prose(n)) for n in (2, 3, 4)},
        },
        [("Start",), ("Next",), ("Page 2",), ("Page 3",), ("Page 4",)],
    ),
    "links from the root": (
        {
            "public/_index.html": page("Start", prose(0), "", ("/ch/2/", "/ch/3")),
            "public/ch/2/index.html": page("Two", prose(1), "", ("/public/ch/4.html",)),
            "public/ch/3.html": page("Three", prose(3)),
            "public/ch/4.html": page("Four", prose(2)),
            "public/_static/x.html": page("Theme", prose(4)),
        },
        [("Start",), ("Two",), ("Four",), ("Three",)],
    ),
    "numbers": (
        {
            "10-end.md": f"---\ntitle: End\n---\n{prose(2)}",
            "2-middle.md": f"## Middle\n\n{prose(1)}",
            "README.md": f"# Start\n\n{prose(0)}",
        },
        [("Start",), ("Middle",), ("End",)],
    ),
}


@pytest.mark.parametrize("kind", SITES)
@pytest.mark.parametrize("packed", [True, False])
def test_a_book_of_many_pages_is_read_in_its_own_order(kind, packed, tmp_path, host):
    files, sections = SITES[kind]
    book = tmp_path / "book.zip"
    if packed:
        with zipfile.ZipFile(book, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    else:
        for name, text in files.items():
            (book / name).parent.mkdir(parents=True, exist_ok=True)
            (book / name).write_text(text)
    chunks = chunked(book, host).chunks
    assert [(c.section, c.text) for c in chunks] == [(s, prose(i)) for i, s in enumerate(sections)]


def test_a_page_that_opens_below_the_first_level_is_named_by_its_heading_and_no_page_by_its_file(tmp_path, host):
    files = {
        "index.md": f"## Start\n\n{prose(0)}\n\n### Part\n\n{prose(1)}\n\n## End\n\n{prose(2)}",
        "notes_2.md": prose(3),
    }
    book = chunked(packed(tmp_path / "book.zip", files), host)
    assert [c.section for c in book.chunks] == [("Start",), ("Start", "Part"), ("End",), ("notes_2",)]


def packed(path: Path, files: dict[str, str | bytes], damage: bytes = b"") -> Path:
    """A zip archive of `files`; the content `damage` is no longer what its checksum says."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    if damage:
        path.write_bytes(path.read_bytes().replace(damage, damage.swapcase()))
    return path


def test_pages_that_are_damaged_guessed_or_left_out_are_named(tmp_path, host):
    files = {
        "index.html": page("Start", prose(0), "", ("Tree.html", "tree.html", "bad.html")),
        "Tree.html": page("Upper", prose(1)).encode("cp1252") + b"<p>Caf\xe9",
        "tree.html": page("Lower", prose(2)),
        "bad.html": page("Damaged", prose(3)),
        **{f"{n}.html": page("Alone", prose(4)) for n in range(4)},
        "notes.md": "# Notes",
    }
    del files["3.html"]
    book = chunked(packed(tmp_path / "book.zip", files, b"Damaged"), host)
    assert [c.section for c in book.chunks] == [("Start",), ("Upper",), ("Lower",)]
    assert book.report["warnings"] == [
        "1 page left out, because most pages are HTML: notes.md",
        "3 pages left out, because no links lead to them: 0.html, 1.html, 2.html",
        "page 2: not valid UTF-8; read as Windows-1252",
        "page 4: bad.html is damaged",
    ]


@pytest.mark.parametrize(
    ("limits", "message"),
    [({"max_bytes": 2_000_000}, "unpack to 9 MB, the limit is 1 MB"), ({"max_pages": 8}, "has 9 pages")],
)
def test_an_archive_that_unpacks_to_too_much_is_refused_before_that(limits, message, tmp_path, host):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(9):
            archive.writestr(f"{n}.html", b" " * 1_100_000)
    with pytest.raises(BookError, match=message):
        chunk_book(tmp_path / "bomb.zip", ChunkSettings(embed=False, **limits), host)


@pytest.mark.skipif(os.name == "nt", reason="named pipes and links in a folder are things of POSIX")
def test_a_folder_is_read_past_pipes_dangling_links_and_names_that_are_no_text(tmp_path, host):
    book = tmp_path / "book"
    book.mkdir()
    os.mkfifo(book / "pipe.md")
    (book / "gone.md").symlink_to("nowhere.md")
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (book / name).write_text(prose(0))
    except OSError:
        pytest.skip("this file system takes only names that are UTF-8")
    assert pages_in(book, 10_000) == [name]
    chunks = chunked(book, host)
    assert [c.section for c in chunks.chunks] == [("caf?",)]
    export_book(chunks, tmp_path / "out")
    with pytest.raises(BookError, match="more than the limit of 99 bytes"):
        pages_in(book, 99)


def test_the_graph_editor_offers_the_formats_that_are_read():
    script = Path(__file__).parents[3] / "web" / "academic_t2v.js"
    line = next(x for x in script.read_text(encoding="utf-8").splitlines() if x.startswith("const BOOK_TYPES"))
    assert {part for part in line.split('"') if part.startswith(".")} == SUFFIXES
