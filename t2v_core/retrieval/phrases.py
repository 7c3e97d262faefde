"""Clean multi-word phrases of a text: stretches between stop words, verbs and punctuation, as they are printed.

Key phrases are ranked by C-value (Frantzi, Ananiadou, Mima, 2000): how often a phrase stands in the texts,
longer ones counting more, less the times it only stands inside a longer one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

# A token: a word (with inner hyphen or apostrophe), a number, or any other mark.
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:\.\d+)*|[^\w\s]|_")
_WORD = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*")
_BRITISH = re.compile(r"is(?=(?:e|es|ed|ing)$)")  # "minimises" is stemmed as "minimizes"
MAX_WORDS = 4

# Words that end a phrase besides the function words of bm25s: discourse, quantity, judgement.
_BREAKS = frozenset(
    """also although always among another approximately around available away basically beyond certain clearly
    commonly consequently could currently despite different directly easily either else enough especially etc even eventually
    ever every exactly example examples far finally first following frequently fully furthermore generally given good
    hence however important indeed instead interesting kind last later latter least less let like likely long lot main
    many may maybe mean means might moreover much must namely nearly necessary need never nevertheless new next
    normally note now obviously often one others otherwise particular particularly perhaps please possible possibly
    previous previously probably quickly quite rather really recall recently respectively second section see several
    shall similar similarly simply since slightly sometimes soon sort still strictly suitable sure table figure fig
    therefore things third though three thus together towards two typical typically unless unlike upon us useful
    usually various via way ways well whatever whenever whereas wherever whether whose within without would yet yes
    eq equation eqn chapter appendix page vs eg ie cf et al resp us use per big small large larger smaller better best
    worse worst great high low easy hard able zero thing part parts lots""".split()
)
# Snowball stems (American spelling) of verbs that are hardly ever nouns in expository prose: a phrase does not run across them.
_VERBS = frozenset(
    """achiev add allow appear appli appl argu ask assign assum attempt avoid becam becom begin belong bring
    calcul choos chose chosen combin come compris comput consid consist construct contain continu convert
    correspond creat decid decreas defin denot depend deriv describ determin discuss divid do draw
    enabl ensur exist explain express extend find fit follow found gave get give given go gone grow guarante happen
    help hold illustr impli implement improv includ increas indic introduc involv keep kept know known lead learnt led let
    lie made maintain make maxim minim move obtain occur perform permit predict prevent produc
    propos prove provid put reach receiv reduc refer reflect relat remain remov repeat repres requir retain run said
    satisfi say seem seen select show shown solv speci specifi start suggest suppos take taken tell tend
    took tri turn understand updat use vari want went write written yield""".split()
)


@lru_cache(maxsize=32)  # the passages of a search are asked for key phrases and for things to draw
def phrase_runs(text: str) -> tuple[str, ...]:
    """Stretches of words of `text` between stop words, common verbs, numbers and punctuation, as printed."""
    runs: list[str] = []
    start = end = -1
    for match in _TOKEN.finditer(text):
        if _breaks(match.group()) or (start >= 0 and text[end : match.start()].strip(" \n")):
            if start >= 0:
                runs.append(text[start:end])
            start = -1
            continue
        start = match.start() if start < 0 else start
        end = match.end()
    if start >= 0:
        runs.append(text[start:end])
    return tuple(" ".join(r.split()) for r in runs)


def key_phrases(texts: Sequence[str], limit: int, favour: Iterable[str] = ()) -> list[str]:
    """The `limit` best phrases of two to four words, best first, no two of them overlapping.

    A phrase must stand at least twice in the texts, or be made of words of `favour` (the query, the headings)
    alone; each such word counts once more.
    """
    counts: Counter[str] = Counter()
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for run in phrase_runs(text):
            words = run.split()
            for size in range(2, MAX_WORDS + 1):
                for i in range(len(words) - size + 1):
                    phrase = " ".join(words[i : i + size])
                    key = phrase.casefold()
                    counts[key] += 1
                    printed[key][phrase] += 1
    favoured = {stem(w) for phrase in favour for w in _WORD.findall(phrase.casefold())}
    scored = {}
    for key, value in _c_values(counts).items():
        wanted = favoured.intersection(map(stem, key.split()))
        if counts[key] > 1 or len(wanted) == len(set(map(stem, key.split()))):
            scored[key] = value * (1 + len(wanted))
    ranked = sorted(scored, key=lambda k: (-scored[k], k))
    best: list[str] = []
    taken: list[set[str]] = []
    for key in ranked:
        stems = set(map(stem, key.split()))
        if len(best) < limit and not any(len(stems & other) * 2 > min(len(stems), len(other)) for other in taken):
            best.append(min(printed[key], key=lambda p: (-printed[key][p], p)))
            taken.append(stems)
    return best


def stem(word: str) -> str:
    """Snowball stem of a lower-case word."""
    return _stem(word.casefold())


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    import Stemmer

    return Stemmer.Stemmer("english").stemWord(word)


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_EN_PLUS

    return frozenset(STOPWORDS_EN_PLUS) | _BREAKS


@lru_cache(maxsize=65536)
def _breaks(token: str) -> bool:
    """Whether a phrase ends before this token: not a word of two letters, a function word, an adverb or a verb."""
    word = token.casefold()
    return (
        not _WORD.fullmatch(token)
        or word in _function_words()
        or (word.endswith("ly") and len(word) > 4)
        or _stem(_BRITISH.sub("iz", word)) in _VERBS
    )


def _c_values(counts: Counter[str]) -> dict[str, float]:
    """log2(words + 1) · (count - mean count of the longer phrases it stands in)."""
    inside: dict[str, list[int]] = defaultdict(list)
    for phrase, count in counts.items():
        words = phrase.split()
        for size in range(2, len(words)):
            for i in range(len(words) - size + 1):
                inside[" ".join(words[i : i + size])].append(count)
    return {
        phrase: math.log2(len(phrase.split()) + 1)
        * (count - (sum(inside[phrase]) / len(inside[phrase]) if phrase in inside else 0))
        for phrase, count in counts.items()
    }
