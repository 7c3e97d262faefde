"""What a language model may write besides sentences: a scene's title, and what moves in its picture.

Both are shown or drawn without a page that is cited for them, so neither may say anything that the book does not.
A title is a phrase of the book as it stands there, or a sentence that passes the gate. A visual action joins things of the
scene by words of visible motion out of one closed list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from .english.grammar import main_clause
from .gate.grounding import Entailment, check_sentence, premises
from .gate.remembering import Encoder
from .gate.short_names import spelt_out
from .text import DENIAL, FUNCTION_WORDS, count_words, stem, words
from .titles import is_sound

_ARTICLES = frozenset(("a", "an", "the"))
# A phrase that begins with one of these is the end of another, and none ends with a function word.
_JOINS = frozenset("and or but nor which that who whom whose than of as because while whereas if".split())
# What stands behind these is somebody's, or holds in a case: "It is wrong to say that …", "If …".
_NOT_ASSERTED = ("that", "if", "whether", "unless", "when", "as if")
_DENIES_OR_COUNTS = frozenset(
    """no not never none nothing nobody nowhere neither nor without cannot hardly rarely seldom only just all every each any both
    always often sometimes usually most more less least fewer few many much several some almost nearly half twice""".split()
)
_CAMERA = re.compile(
    r"\b(?:camera|zoom\w*|pan(?:s|ning)?|dolly|tilt\w*|close-?up|tracking shot|viewers?)\b", re.IGNORECASE
)
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z ,;.'’-]*[A-Za-z.])?")
# Diffusion models draw letters where a prompt speaks of them.
_WRITING = "text word letter caption subtitle say label sign write writing written spell read title sentence slogan banner logo watermark inscription"
# What one sees something do, the closed list of the model's own verbs …
_MOTION = """
    accelerate advance alternate appear approach arrange arrive assemble attach bend blend blink bounce branch break bubble build carry change
    circle circulate climb close cluster collapse collect collide combine compress condense connect contract converge cool cross
    cycle darken deform detach dim diminish disappear disperse dissolve dive divide double drain draw drift drop emerge emit enter evaporate
    exit expand extend fade fall fill flash flatten float flow fly fold follow form freeze gather glide glow grow heat highlight
    hover illuminate increase decrease jump join land lean leave lift light line link loop lower melt merge mix morph move multiply
    narrow open orbit oscillate overlap pass point pour press pull pulse pump push radiate reach reappear rearrange recede reflect
    release repeat return reveal ripple rise roll rotate run scatter separate shake shift shine shrink sink slide slow sort spin
    spiral split spread squeeze stack start stop stretch surround sweep swell swing swirl tilt tip transfer transform travel turn
    unfold unite vanish vibrate wave widen wind wrap
"""
# … of its own things, and of where and how they are seen.
_SHAPES = """
    arc arrow background ball band bar beam block border box bubble center centre chain chart circle cloud cluster column corner cube curve
    dash diagram disc disk dot drop edge foreground frame front graph grid group half icon image layer level line link loop map
    middle net network node outline pair panel part particle path pattern picture piece pipe plane point pyramid ray rectangle region
    ring row scale screen segment sequence shape side slope sphere spot square stack step stream strip surface table tree triangle
    tube wall wave way web wheel
"""
_MANNER = """
    slowly quickly gently smoothly gradually steadily evenly softly suddenly briefly repeatedly continuously one-by-one left right top bottom
    upward upwards downward downwards inward inwards outward outwards forward forwards backward backwards sideways clockwise
    counterclockwise horizontally vertically diagonally parallel straight apart side-by-side larger smaller bigger taller
    shorter wider narrower higher lower nearer farther brighter darker faster slower bright dim small large tall short wide thin thick
    round flat curved empty full visible single next last new
"""


@cache
def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(w) for w in listed.split())


def refused_title(
    title: str, passages: Sequence[str], own: Sequence[str], encoder: Encoder, entailment: Entailment | None = None
) -> str:
    """Why a title may not stand over a scene of these passages; "" where it may. `own` are the topic and the title it has."""
    if not 2 <= count_words(title) <= 8:
        return "not two to eight words"
    if not is_sound(title) or re.search(r"[<>{}\\/|*_#=@]", title):
        return "cannot be read as a title"
    low = [w.lower() for w in words(title) if w.lower() not in _ARTICLES]
    if not low or low[0] in _JOINS or low[-1] in FUNCTION_WORDS:
        return "a piece of a phrase"
    sources = premises(passages)
    says = main_clause(f"{title}.") is not None
    if any(_has_phrase(text, title) for text in (*own, *(() if says else sources))):
        return ""
    if not says:
        return "neither a phrase of its passages nor a sentence"
    title = spelt_out(title, passages)  # as the gate reads the passages
    content = [stem(w) for w in words(title.lower()) if w not in FUNCTION_WORDS]
    if len(set(content)) < len(content):
        return "repeats a word"
    if unknown := _first_unknown(title, _known((*sources, *own))):
        return f"{unknown!r} is in none of its passages"
    verdict = check_sentence(f"{title}.", passages, encoder, entailment)
    if not verdict.ok:
        return f"{verdict.reason} ({verdict.detail})"
    if any(_has_phrase(verdict.nearest, f"{word} {title}") for word in _NOT_ASSERTED):
        return "not said there by itself"
    rest = iter([stem(w) for w in words(verdict.nearest)])
    if not all(s in rest for s in content):  # who does what to whom, in a few words, is told by their order
        return "not in the order of its passage"
    there = {w.lower() for w in words(verdict.nearest)}
    added = next((w for w in low if w in _DENIES_OR_COUNTS and w not in there), "")
    return f"adds {added!r}" if added else ""


def refused_action(action: str, about: Iterable[str]) -> str:
    """Why a visual action may not enter a prompt; "" where it may. `about` are the scene's passages, topic and own texts."""
    if not _PLAIN.fullmatch(action):
        return "more than words and plain punctuation"
    if count_words(action) < 3 or _CAMERA.search(action):
        return "moves the camera" if _CAMERA.search(action) else "no whole phrase"
    if DENIAL.search(action):
        return "shows what is not"
    found = [stem(w) for w in _parts(action)]
    if any(s in _stems(_WRITING) for s in found):
        return "asks for writing"
    if not any(s in _stems(_MOTION) for s in found):
        return "nothing moves"
    known = _known(about) | _stems(_MOTION) | _stems(_SHAPES) | _stems(_MANNER)
    unknown = _first_unknown(action, known)
    return f"{unknown!r} is neither of the scene nor a word of motion" if unknown else ""


def _has_phrase(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text` word by word; articles, case and endings aside, but no mark of punctuation lies between."""
    return f" {' '.join(_read(phrase))} " in f" {' '.join(_read(text))} "


def _read(text: str) -> list[str]:
    found = re.findall(r"[^\W_]+(?:['’\-‑][^\W_]+)*[*+#]*|[^\w\s]", text.rstrip(" .:"))
    return [stem(w) for w in found if w.lower() not in _ARTICLES]


def _known(texts: Iterable[str]) -> set[str]:
    return {stem(w) for text in texts for w in _parts(text)} | {stem(w) for text in texts for w in words(text)}


def _first_unknown(text: str, known: set[str] | frozenset[str]) -> str:
    """The first content word of `text` that is not known, by itself or part by part."""
    for word in words(text):
        if word.lower() in FUNCTION_WORDS or stem(word) in known:
            continue
        if any(p.lower() not in FUNCTION_WORDS and stem(p) not in known for p in _parts(word)):
            return word
    return ""


def _parts(text: str) -> list[str]:
    return [p for w in words(text) for p in re.split(r"[-‑]", w)]
