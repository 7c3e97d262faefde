"""The cleaning rules that go by headings: contents, index, bibliography, boilerplate and exercises are sections of their own.

Except where a heading only sounds like one: the chapter "Indexes" of a book about databases, "References" in one
about a language, or a table of contents behind which no further heading was found. Those hold running text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from .blocks import ITEM, TEXT, Block
from .rules import BIBLIOGRAPHY, BOILERPLATE, CITATION, EXERCISES, INDEX, LEADERS, TABLE_OF_CONTENTS, VERB, YEAR
from .text import SENTENCE_ENDS, ends_in

# Beside English the languages in which most textbooks appear.
_NUMBER_BEFORE = (
    r"^(?:(?:chapter|appendix|section|part|kapitel|anhang|chapitre|annexe|capítulo|apéndice|capitolo|appendice|hoofdstuk|bijlage|глава|приложение)\b\s*)?"
    r"(?:[\dA-Z]{1,2}(?:\.\d+)*[.:]?\s+|第\s?[\d一二三四五六七八九十]+\s?[章节節]\s*)?"
)
_SECTIONS = (
    (TABLE_OF_CONTENTS, r"(?:(?:brief |detailed |table of |short )?contents|list of [a-z ]+|inhalt(?:sverzeichnis)?|sommaire"
                        r"|table des matières|índice general|indice generale|inhoudsopgave|sumário|содержание|оглавление|spis treści"
                        r"|içindekiler|目\s?[录錄次]|차례|목차|المحتويات|فهرس المحتويات|فهرست مطالب)"),
    (INDEX, r"(?:(?:(?:subject|author|name|general|alphabetical|keyword|concept)\s+)?(?:index|indices|indexes)(?: of \w+)?"
            r"|stichwortverzeichnis|sachregister|sachverzeichnis|índice(?: alfabético| remissivo)?|indice analitico|предметный указатель"
            r"|алфавитный указатель|skorowidz|索\s?引|찾아보기)"),
    (BIBLIOGRAPHY, r"(?:(?:selected |annotated |general )?bibliography|references(?: cited)?|literature cited|works cited"
                   r"|citations|bibliographic references|literatur(?:verzeichnis)?(?: und referenzen)?|quellen(?:verzeichnis)?|bibliographie|références"
                   r"|bibliografía|bibliografia|referencias|referências(?: bibliográficas)?|literatuur(?:lijst)?|(?:список )?литератур[аы]|библиография"
                   r"|kaynak(?:lar|ça)|参考[书文][目献]|參考[書文][目獻]|引用文献|참고\s?문헌|المراجع|المصادر|منابع)"),
    (BOILERPLATE, r"(?:(?:un)?copyright(?: (?:page|notice|and licen[cs]e))?|legal notice|licen[cs]e|licen[cs]ing|colophon|dedication|imprint|impressum"
                  r"|acknowledge?ments?|danksagung|remerciements|agradecimientos|agradecimentos|ringraziamenti|dankwoord|благодарности|podziękowania"
                  r"|致\s?[谢謝]|謝辞|about the authors?|about this (?:book|document)|gnu (?:free documentation|general public).*)"),
    (EXERCISES, r"(?:(?:end-of-chapter |review |practice |chapter |programming |suggested )?(?:exercises|problems|questions|homework|quiz)"
                r"(?: and (?:problems|exercises|questions|solutions))?|(?:solutions|answers) to .*|übungs?(?:en|aufgaben)|aufgaben|exercices"
                r"|ejercicios|exercícios|esercizi|oefeningen|упражнения|задачи|zadania|ćwiczenia|alıştırmalar|[练練]\s?[习習](?:题|題)?|习\s?题|習題|演習(?:問題)?"
                r"|연습\s?문제)"),
)  # fmt: skip
_SECTION_RULES = tuple((name, re.compile(_NUMBER_BEFORE + pattern + r"\W*$", re.I)) for name, pattern in _SECTIONS)
_LISTS = (TABLE_OF_CONTENTS, INDEX, BIBLIOGRAPHY)
# Paragraphs of running text, and their share of the words, from which a section is no list of entries.
_PARAGRAPHS, _SHARE = 3, 0.5
_PARAGRAPH_WORDS = 20


def section_reasons(blocks: Sequence[Block], keep_exercises: bool) -> list[str]:
    """For each block the rule that rejects all of its section, or "". Blocks behind a table of contents leave its section."""
    found = {section: _verdict(section, keep_exercises) for section in {b.section for b in blocks}}
    ends = _ends(blocks, found)
    reasons = []
    for i, block in enumerate(blocks):
        reason, depth = found[block.section]
        if i >= min(ends.get(path, len(blocks)) for path in (block.section[:depth], block.section)):
            if reason == TABLE_OF_CONTENTS:
                block.section = block.section[: depth - 1] + block.section[depth:]
            reason = ""
        reasons.append(reason)
    return reasons


def _verdict(section: tuple[str, ...], keep_exercises: bool) -> tuple[str, int]:
    """The rule that a heading of this path calls for, and how many headings there are up to it."""
    for depth, title in enumerate(section, 1):
        for name in _rules_of(title):
            if not (name == EXERCISES and keep_exercises):
                return name, depth
    return "", 0


@lru_cache(maxsize=4096)  # a chapter's heading is in the path of each of its sections
def _rules_of(title: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _SECTION_RULES if pattern.match(title))


def _ends(blocks: Sequence[Block], found: dict[tuple[str, ...], tuple[str, int]]) -> dict[tuple[str, ...], int]:
    """By the path of a list: the block at which it ends although no heading says so."""
    members: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, block in enumerate(blocks):
        reason, depth = found[block.section]
        if reason in _LISTS and block.kind in (TEXT, ITEM):
            # An appendix may have come to stand below a bibliography.
            for path in {block.section[:depth], block.section}:
                members[path].append(i)
    ends = {}
    for path, places in members.items():
        prose = [i for i in places if is_prose(blocks[i].text)]
        words = sum(len(blocks[i].text.split()) for i in prose)
        if len(prose) >= _PARAGRAPHS and words > _SHARE * sum(len(blocks[i].text.split()) for i in places):
            ends[path] = prose[0]
    return ends


def is_prose(text: str) -> bool:
    """Whether it is a paragraph of sentences and no entry of a list: no page numbers, no years, no works cited."""
    words = text.split()
    return (
        len(words) >= _PARAGRAPH_WORDS
        and ends_in(text, SENTENCE_ENDS)
        and bool(VERB.search(text))
        and not (LEADERS.search(text) or YEAR.search(text) or CITATION.search(text))
        and sum(any(map(str.isdigit, w)) for w in words) < 0.1 * len(words)
    )
