"""Is the topic English? Book, prompts and narration are; a topic in another language is named, never translated."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from ..errors import DependencyError, InputError, quoted
from .plan import AuditEntry
from .text import FUNCTION_WORDS, words

# Share of non-Latin letters above which a text is not English: names and Greek formulas in English books stay below it.
MAX_FOREIGN = 0.30
# Short topics defeat every detector: below this many words, or this sure, English is assumed.
MIN_WORDS, MIN_SURE = 5, 0.60

_SCRIPTS = {
    "CYRILLIC": "a language in Cyrillic script", "GREEK": "Greek", "ARABIC": "Arabic or Persian", "HEBREW": "Hebrew",
    "DEVANAGARI": "Hindi or another language in Devanagari script", "BENGALI": "Bengali", "TAMIL": "Tamil", "THAI": "Thai",
    "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "CJK": "Chinese or Japanese", "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian", "ETHIOPIC": "Amharic",
}  # fmt: skip
_NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "ro": "Romanian",
    "pl": "Polish", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "cs": "Czech",
    "hu": "Hungarian", "tr": "Turkish", "id": "Indonesian", "vi": "Vietnamese", "ca": "Catalan", "hr": "Croatian", "sk": "Slovak",
}  # fmt: skip

# Words that make sentences; "et" and "al" of citations are none of them.
_SENTENCE_WORDS = {
    name: frozenset(listed.split())
    for name, listed in (
        ("German", "der die das den dem des ein eine einen einem einer und oder aber nicht ist sind wird werden wie warum wieso wozu wer wo wenn dass mit von vom zu zum zur im bei für auf über aus durch nach sich auch zwischen"),
        ("French", "le la les du de des un une ou mais est sont comment pourquoi que qui quoi avec pour par dans sur sous aux au ne pas plus se ce cette ces leur entre chez"),
        ("Spanish", "el la los las del de un una y o pero es son está cómo como por qué porque que quién con para en sin sobre se su sus lo entre hacia"),
        ("Italian", "il lo la gli le di del della dello dei delle degli un una e ma è sono come perché che chi con nel nella nelle dal dalla si alla tra fra"),
        ("Dutch", "de het een en van voor niet zijn wordt worden hoe waarom wat wie waar met bij naar uit door aan op tussen deze dit zich ook als maar"),
        ("Portuguese", "o os da das dos de um uma e ou mas é são como por quê porque que quem com para em na nas nos ao pela pelo entre se sua seu"),
    )
}  # fmt: skip
# Those of them that names have ("Ponce de León", "Rio de la Plata", "von der Leyen"): they alone make no sentence.
_IN_NAMES = frozenset("der die das den des le la les du de el los las del y il lo di della dei e da dos das o os as het van von zu zur".split())  # fmt: skip
# Words that English, chemistry and mathematics have too: "sin x", "Ne and Se", "van door", "par excellence".
_ENGLISH_TOO = frozenset("sin plus par pas sous con tra chi van door die lo se ne en na as al la".split())
# English words that one of these languages has too tell nothing.
_ENGLISH = FUNCTION_WORDS - frozenset("a an as do he in me no on per so was".split())
_FOREIGN_WORDS = frozenset().union(*_SENTENCE_WORDS.values()) - FUNCTION_WORDS


def check_language(text: str, policy: str) -> list[AuditEntry]:
    """Apply a policy to a topic: "error" raises `InputError` for another language, "warn" notes it, "off" looks away."""
    if policy == "off":
        return []
    language = other_language(text)
    if not language:
        return []
    message = (
        f"The topic seems to be in {language}: {quoted(text)}. Rewrite it in English; nothing is translated silently."
    )
    if policy == "error":
        raise InputError(message + " To go on all the same, set language_policy to 'warn' or 'off'.")
    return [AuditEntry(event="language", detail=message)]


def language_hint(topic: str, texts: Sequence[str]) -> str:
    """What to say of a topic none of whose words is in the book: it may be in another language; "" where one is."""
    asked = [w.lower() for w in words(topic) if len(w) > 2 or not w.isascii()]
    if not asked or any(w in text.lower() for text in texts for w in asked):
        return ""
    language = other_language(topic) or _latin_language(topic) or _by_letters(topic)
    seems = f"it seems to be in {language}, so " if language else ""
    return f"None of its words is in the book: {seems}check its spelling, and write it in the language of the book. "


def _by_letters(text: str) -> str:
    """Words or letters that English has not; a hint where no detector is installed."""
    small = set(text.lower().split()) & _FOREIGN_WORDS
    accents = any(c.isalpha() and not c.isascii() for c in text)
    return "another language than English" if small or accents else ""


def other_language(text: str) -> str:
    """The name of the language of `text` when it is surely not English; "" otherwise.

    Scripts decide first; for Latin letters py3langid is asked when installed and the text is long enough, else the words
    that make sentences.
    """
    letters = [c for c in text if c.isalpha()]
    foreign = [c for c in letters if not unicodedata.name(c, "").startswith(("LATIN", "MICRO", "FULLWIDTH LATIN"))]
    greek_symbols = all(unicodedata.name(c, "").startswith("GREEK") for c in foreign) and len(foreign) <= 3
    if letters and len(foreign) > MAX_FOREIGN * len(letters) and not greek_symbols:
        script = Counter(unicodedata.name(c, "").split()[0] for c in foreign).most_common(1)[0][0]
        return _SCRIPTS.get(script, f"a language in {script.capitalize() or 'another'} script")
    return _latin_language(text, MIN_WORDS)


def _latin_language(text: str, least: int = 1) -> str:
    """The language of a text in Latin letters; the detector judges none of fewer than `least` words."""
    try:
        identifier = _identifier()
    except DependencyError:  # an optional extra
        return _by_sentence_words(text)
    if len(words(text)) < least:
        return ""
    code, probability = identifier.classify(text)
    return _NAMES.get(code, f"language {code!r}") if code != "en" and probability >= MIN_SURE else ""


def _by_sentence_words(text: str) -> str:
    """The language of which the text has most words that make sentences: three, or two in a sentence, and more than English ones."""
    spelt = [
        w for w in words(text) if (len(w) > 1 or not w.isascii()) and not w.isupper()
    ]  # no "x and y", no "EN standards"
    said = {w.lower() for w in spelt}
    found = {name: (said & listed) - _ENGLISH_TOO for name, listed in _SENTENCE_WORDS.items()}
    most = max(map(len, found.values()))
    if most < (2 if len(spelt) >= MIN_WORDS else 3) or most <= len(said & _ENGLISH):
        return ""
    return " or ".join(name for name, own in found.items() if len(own) == most and not own <= _IN_NAMES)


def _identifier():
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError as e:
        raise DependencyError("py3langid is not installed") from e
    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
