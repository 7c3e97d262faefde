"""Markdown and its dialects (Jupyter Book, Quarto, R Markdown, Pandoc): text without their marks."""

from __future__ import annotations

import pytest
from samples import prose
from test_formats import blocks, chunked

from t2v_core.book import ChunkSettings
from t2v_core.book.extract import extract
from t2v_core.host import silent


def test_markdown_of_jupyter_book_and_r_markdown_is_read_as_text_without_their_marks(tmp_path, host):
    text = f"""(label)=
# Start

As {{numref}}`fig` shows {{cite:p}}`a,b`, {prose(0)} See [@smith2020, p. 3] for the $i$th case\\index{{cases}}.

````{{admonition}} A note
:class: tip

{prose(1)}

```{{note}}
{prose(3)}
```
````

```{{math}}
a = b
```

```{{code-cell}} python
print("{prose(2)}")
```
"""
    book = chunked(tmp_path / "book.md", host, text)
    kept = " ".join(c.text for c in book.chunks)
    assert f"As fig shows, {prose(0)} See for the ith case." in kept
    assert f"A note: {prose(1)}" in kept and prose(3) in kept
    assert {c.section for c in book.chunks} == {("Start",)} and [r.reason for r in book.rejected] == ["code"]


@pytest.mark.parametrize(
    ("front", "key", "is_citation"),
    [
        ("", "property", False),
        ("", "lru_cache", False),
        ("---\nbibliography: [a.bib, b.bib]\n---\n", "knuth", True),
        ("", "knuth1997", True),
        ("", "knuth, p. 3", True),
        ("", "fig-waves", True),
    ],
)
def test_a_plain_key_is_a_citation_only_where_the_document_cites(tmp_path, host, front, key, is_citation):
    book = chunked(tmp_path / "book.md", host, f"{front}The [@{key}] decorator turns a method into one. {prose(0)}")
    assert book.chunks[0].text.startswith("The decorator" if is_citation else f"The [@{key}] decorator")


def test_markdown_has_headings_lists_and_code(tmp_path, host):
    text = f"---\ntitle: x\n---\n# Search\n\n{prose(3)}\n\n## The *frontier*\n\n- {prose(3, 4, 20)}\n- {prose(3, 4, 30)}\n\n```\ncode = 1\n```\n"
    book = chunked(tmp_path / "book.md", host, text)
    assert [(c.section, c.text) for c in book.chunks] == [
        (("Search",), prose(3)),
        (("Search", "The frontier"), prose(3, 4, 20)),
        (("Search", "The frontier"), prose(3, 4, 30)),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"speed $v = \sqrt{T/\mu}$ of", "speed v = √(T/μ) of"),
        (r"weights \\(w_{n+1} = w_n - \eta \frac{\partial E}{\partial w}\\) here", "weights wₙ₊₁ = wₙ - η∂E/∂w here"),
        (r"$a*b*c$ and $x_i y_i$ and $5 or $6", "a*b*c and xᵢ yᵢ and $5 or $6"),
        (r"$\unknown{x}$ stays", r"$\unknown{x}$ stays"),
        (r"the state $$h_t$$ follows", "the state hₜ follows"),
        ("`$HOME/$USER` is code", "$HOME/$USER is code"),
        ("known.[^1] Next", "known. Next"),
        ("- [x] H~2~O and x^2^ are ~~old~~", "H₂O and x² are old"),
    ],
)
def test_markdown_dialects_and_tex_become_plain_text(tmp_path, written, read):
    assert blocks(tmp_path / "a.md", written + "\n")[0][1] == read


def test_fences_of_colons_terms_tabs_and_changes_are_text(tmp_path):
    text = """:::{admonition} Sklar's theorem
:class: tip
Every joint law has a copula.
:::

```{glossary}
Entropy
  The share of the energy
  that can do no work.
Enthalpy
    The sum of the inner energy and of work.
```

::::{tab-set}
:::{tab-item} Frequentist
A probability is a share of trials.
:::
:::{tab-item} Bayesian
A probability is a belief.
:::
::::

```{versionadded} 1.2
Now it is drawn.
```
"""
    assert blocks(tmp_path / "a.md", text) == [
        ("text", "Sklar's theorem: Every joint law has a copula."),
        ("text", "Entropy: The share of the energy that can do no work."),
        ("text", "Enthalpy: The sum of the inner energy and of work."),
        ("text", "Frequentist: A probability is a share of trials."),
        ("text", "Bayesian: A probability is a belief."),
        ("text", "Now it is drawn."),
    ]


def test_markdown_front_matter_attributes_notes_and_displayed_formulas(tmp_path):
    file = tmp_path / "a.md"
    text = (
        '---\ntitle: "On Waves"\nauthor: Ada\n---\n[TOC]\n\n# Waves {#w .x}\n\n$$\nE = mc^2\n$$\n\n[^1]: A note.\n\n'
        "!!! tip\n    Said aside.\n\n::: warning\nCare.\n:::\n\n```sh\necho $A $B\n```\n"
    )
    assert blocks(file, text) == [
        ("heading", "Waves"),
        ("formula", "E = mc²"),
        ("note", "A note."),
        ("text", "Said aside."),
        ("text", "Care."),
        ("code", "echo $A $B"),
    ]
    book = extract(file, ChunkSettings(embed=False), silent)
    assert (book.title, book.authors) == ("On Waves", ("Ada",))
