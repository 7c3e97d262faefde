"""Writes the gate's word relations, `t2v_core/planning/english/wordnet.txt.gz`, from the database files of WordNet 3.0.

Run once: `python -m devtools.wordnet FOLDER`, the folder holding data.noun, index.noun, noun.exc …
(Debian's package wordnet-base has them in /usr/share/wordnet). The words are stemmed as the gate stems them.
A line is `stem TAB own TAB derived TAB broader TAB opposite`: numbers of the stem's meanings, of those of words derived
from it, of the meanings one step above them, and of those that deny them.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from t2v_core.planning.english.lexicon import root
from t2v_core.planning.english.related import WORDNET

_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_SENSES = 4  # of a word, most frequent first: the rest is rare and makes strangers synonyms
_DERIVED = frozenset({"+", "\\", "<"})  # "measurement" – "measure", "slowly" – "slow", "broken" – "break"
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")

Sense = tuple[str, str]  # part of speech and offset
Meanings = tuple[set[Sense], set[Sense], set[Sense], set[Sense]]


def read(folder: Path) -> dict[str, Meanings]:
    """stem → (its meanings, derived, broader and opposite ones)."""
    synsets = {(p, offset): entry for p in _FILES for offset, *entry in _synsets(folder / f"data.{_FILES[p]}")}
    relations: dict[str, Meanings] = defaultdict(lambda: (set(), set(), set(), set()))
    for part, name in _FILES.items():
        for line in _lines(folder / f"index.{name}"):
            lemma, *_ = fields = line.split()
            if not _WORD.fullmatch(lemma) or len(lemma) < 2:
                continue
            means, derived, broader, opposite = relations[root(lemma)]
            for number, offset in enumerate(fields[-int(fields[2]) :]):
                sense = (part, offset)
                words, pointers = synsets[sense]
                if lemma not in words:  # written with a capital: a name
                    continue
                own = [(sign, target) for sign, target, word in pointers if not word or words[word - 1] == lemma]
                opposite |= {target for sign, target in own if sign == "!"}  # of rare senses too: "straight", "curved"
                if number >= _SENSES:
                    continue
                means.add(sense)
                derived |= {target for sign, target in own if sign in _DERIVED}
                broader |= {target for sign, target in own if sign == "@"}
                heads = [
                    target for sign, target in own if sign == "&"
                ]  # "sudden" is like "abrupt", which denies "gradual"
                opposite |= {target for head in heads for sign, target, _ in synsets[head][1] if sign == "!"}
    return relations


def _synsets(path: Path) -> Iterator[tuple[str, list[str], list[tuple[str, Sense, int]]]]:
    """(offset, words, pointers as (sign, target, number of the word it belongs to or 0)) of a data file."""
    for line in _lines(path):
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [re.sub(r"\(.*\)", "", w) for w in fields[4 : 4 + 2 * count : 2]]
        at = 5 + 2 * count
        pointers = []
        for i in range(int(fields[at - 1])):
            sign, target, part, ends = fields[at + 4 * i : at + 4 * i + 4]
            pointers.append((sign, ("a" if part == "s" else part, target), int(ends[:2], 16)))
        yield fields[0], words, pointers


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith("  "))  # the licence stands first


def write(relations: dict[str, Meanings], path: Path) -> None:
    """Words that are related to another one; meanings as numbers, those of one word alone left out."""
    holders: dict[Sense, int] = defaultdict(int)
    for kinds in relations.values():
        for sense in set().union(*kinds):
            holders[sense] += 1
    number: dict[Sense, int] = {}

    def ids(senses: set[Sense]) -> str:
        return " ".join(f"{number.setdefault(s, len(number)):x}" for s in sorted(senses) if holders[s] > 1)

    lines = []
    for stem in sorted(relations):
        parts = [ids(senses) for senses in relations[stem]]
        if any(parts):
            lines.append("\t".join([stem, *parts]))
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    write(read(Path(sys.argv[1])), WORDNET)
