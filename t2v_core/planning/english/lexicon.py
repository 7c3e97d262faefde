"""Closed lists of general English that the gate compares sentences with: negation, quantity, opposites, units.

Only words that belong to the language and not to a subject. A word pair listed here decides meaning where
embeddings cannot: "increase" and "decrease" are as near to each other as true synonyms are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..text import stem
from . import related
from .thesaurus import CONVERSES, EXCLUSIVE, OPPOSITES, SYNONYMS

# One each turns the meaning of its clause. "not only" and "rather than" are handled by the gate.
NEGATIONS = frozenset("not no never none nothing nobody neither nor cannot lack lacks lacking lacked n't fail fails failed "
                      "absent absence unable incapable vain".split())  # fmt: skip

# How much of the subject a statement covers. A plain statement stands between "most" and "all".
RARE, SOME, MANY, PLAIN, ALL = 1, 2, 3, 4, 5
LEVELS: dict[str, int] = {
    **dict.fromkeys("rarely seldom hardly few little scarcely barely".split(), RARE),
    **dict.fromkeys("some sometimes certain may might could possibly perhaps occasionally several partly partially".split(), SOME),
    **dict.fromkeys("many most mostly often usually generally typically frequently commonly normally nearly almost tend tends".split(), MANY),
    **dict.fromkeys("each every any".split(), PLAIN),  # "each word", "any word" for "words"
    **dict.fromkeys("all always must whole full entire entirely completely invariably necessarily".split(), ALL),
}  # fmt: skip
ONLY = frozenset("only solely exclusively".split())
CONDITIONS = frozenset("if unless except provided until".split())

# Infinitive first, then the forms a stemmer cannot bring back to it.
_IRREGULAR: tuple[str, ...] = (
    "arise arose arisen", "begin began begun", "bend bent", "bind bound", "blow blew blown", "break broke broken", "bring brought",
    "build built rebuilt", "burn burnt", "buy bought", "catch caught", "choose chose chosen", "come came", "deal dealt", "dig dug",
    "draw drew drawn", "drink drank drunk", "drive drove driven", "eat ate eaten", "fall fell fallen", "feed fed", "feel felt",
    "fight fought", "find found", "flow flown", "fly flew", "freeze froze frozen", "give gave given", "go went gone", "grow grew grown",
    "hang hung", "hear heard", "hide hid hidden", "hold held", "keep kept", "know knew known", "lay laid", "lead led", "learn learnt",
    "leave left", "lend lent", "lie lay lain", "lose lost", "make made", "mean meant", "meet met", "pay paid", "ride rode ridden",
    "ring rang rung", "rise rose risen", "run ran", "say said", "see saw seen", "seek sought", "sell sold", "send sent", "shake shook shaken",
    "shine shone", "shoot shot", "show shown", "shrink shrank shrunk", "sink sank sunk", "sit sat", "speak spoke spoken", "speed sped",
    "spend spent", "spin spun", "stand stood", "steal stole stolen", "stick stuck", "strike struck", "swim swam swum", "swing swung",
    "take took taken", "teach taught", "tear tore torn", "tell told", "think thought", "throw threw thrown", "understand understood",
    "wear wore worn", "win won", "wind wound", "write wrote written", "become became", "hold held", "arise arose", "weave wove woven",
    "awake awoke awoken", "beat beaten", "bid bade bidden", "bite bit bitten", "bleed bled", "breed bred", "cling clung", "creep crept",
    "do did done", "dream dreamt", "dwell dwelt", "flee fled", "fling flung", "forbid forbade forbidden", "forget forgot forgotten",
    "forgive forgave forgiven", "get got gotten", "kneel knelt", "leap leapt", "light lit", "plead pled", "prove proven", "sew sewn", "sing sang sung",
    "slay slew slain", "sleep slept", "slide slid", "sling slung", "sow sown", "spill spilt", "spit spat", "spoil spoilt", "spring sprang sprung",
    "sting stung", "stink stank stunk", "stride strode", "string strung", "strive strove striven", "swear swore sworn", "sweep swept",
    "thrive throve", "tread trod trodden", "wake woke woken", "weep wept", "wring wrung",
    # Plurals that the stemmer cannot bring back either.
    "man men", "woman women", "child children", "foot feet", "tooth teeth", "mouse mice", "goose geese", "ox oxen", "person people", "wolf wolves", "half halves",
    "knife knives", "shelf shelves", "thief thieves", "criterion criteria", "phenomenon phenomena", "bacterium bacteria", "nucleus nuclei", "stimulus stimuli",
    "lens lenses", "vertex vertices", "matrix matrices", "index indices", "axis axes", "hypothesis hypotheses", "analysis analyses", "larva larvae", "alga algae",
    "crisis crises", "thesis theses", "synthesis syntheses", "diagnosis diagnoses", "radius radii", "fungus fungi", "locus loci", "wife wives",
    "spectrum spectra", "stratum strata", "mitochondrion mitochondria", "antenna antennae", "formula formulae", "vertebra vertebrae", "louse lice",
    "bear bore borne born", "swell swollen", "withdraw withdrew withdrawn", "overcome overcame", "undergo underwent undergone",
)  # fmt: skip

# Verbs and stand-ins that carry no matter by themselves: a sentence may bring them along.
LIGHT = frozenset(
    "become becomes became come comes go goes get gets make makes do have let lets allow allows enable enables cause causes help helps "
    "keep keeps take takes turn turns call called mean means known tell tells show shows have has had stay stays appear appears thank thanks bearer bearers force forced lie lies far much occur occurs happen happens exist exists work works way thing ones "
    "because due via role means fact case order cause reason result thereby called being one also together certain amount quantity level degree extent".split()
)

_OWNER = re.compile(r"(?<=\w)['’]s$|(?<=s)['’]$")  # "women's"
# Nouns of action whose verb a stemmer does not find, by their endings ("reduction": "reduce").
_FROM_NOUN = {
    "duction": "duce", "sumption": "sume", "sorption": "sorb", "scription": "scribe", "ception": "ceive", "mission": "mit",
    "pansion": "pand", "tension": "tend", "pension": "pend", "clusion": "clude", "fusion": "fuse", "version": "vert", "vision": "vide",
    "rosion": "rode", "cession": "cede", "olution": "olve", "quisition": "quire", "truction": "truct", "plosion": "plode",
}  # fmt: skip
_LATIN = re.compile(rf"^(\w{{1,6}})({'|'.join(_FROM_NOUN)})s?$")

_UNITS: tuple[str, ...] = (
    "m metre metres meter meters", "km kilometre kilometres kilometer kilometers", "cm centimetre centimetres centimeter centimeters",
    "mm millimetre millimetres millimeter millimeters", "nm nanometre nanometres nanometer nanometers", "mile miles mi", "foot feet ft", "inch inches",
    "g gram grams", "kg kilogram kilograms kilo kilos", "mg milligram milligrams", "tonne tonnes ton tons", "pound pounds lb lbs", "ounce ounces oz",
    "s sec second seconds", "ms millisecond milliseconds", "minute minutes min", "hour hours h hr", "day days", "week weeks", "month months",
    "year years yr", "decade decades", "century centuries", "l litre litres liter liters", "ml millilitre millilitres milliliter milliliters",
    "% percent percentage", "celsius °c", "fahrenheit °f", "kelvin kelvins k", "degree degrees °", "v volt volts", "kv kilovolt kilovolts", "a amp amps ampere amperes",
    "w watt watts", "kw kilowatt kilowatts", "mw megawatt megawatts", "j joule joules", "kj kilojoule kilojoules", "hz hertz", "khz kilohertz", "mhz megahertz", "ghz gigahertz",
    "bit bits", "byte bytes b", "kb kilobyte kilobytes", "mb megabyte megabytes", "gb gigabyte gigabytes", "tb terabyte terabytes",
    "pa pascal pascals", "kpa kilopascal kilopascals", "bar bars", "atm atmosphere atmospheres", "n newton newtons", "mol mole moles", "calorie calories", "kilocalorie kilocalories",
    "dollar dollars $", "euro euros €", "hundred hundreds", "thousand thousands", "million millions", "billion billions", "trillion trillions",
)  # fmt: skip
UNITS: dict[str, str] = {alias: group.split()[0] for group in _UNITS for alias in group.split()}

PREFIX_NEGATIONS = ("non-", "non", "un", "in", "im", "ir", "il", "dis", "mis", "de", "anti-", "anti", "sans-", "a")
PREFIX_OPPOSITES = (
    ("over", "under"), ("pre", "post"), ("inter", "intra"), ("hyper", "hypo"), ("macro", "micro"), ("im", "ex"), ("in", "ex"), ("in", "out"),
    ("up", "down"), ("en", "de"), ("endo", "exo"), ("anti", "pro"), ("maxi", "mini"), ("homo", "hetero"), ("mono", "poly"), ("sub", "super"),
    ("multi", "uni"), ("eu", "pro"), ("ab", "ad"), ("anti", "co"),
)  # fmt: skip


def has_direction(word: str) -> bool:
    """Whether a stem belongs to a pair of opposites."""
    return _base(word) in _opposite_groups()


@lru_cache(maxsize=20000)
def root(word: str) -> str:
    """Stem of a word, irregular verb forms brought to their infinitive first ("sent" → "send")."""
    low = _OWNER.sub("", word.lower())
    if low.startswith("non-"):
        return f"non-{root(low[4:])}"
    forms = _irregular()
    for prefix in ("", "over", "under", "re", "out", "up", "fore", "mis", "un"):
        if low.startswith(prefix) and low[len(prefix) :] in forms:
            return stem(prefix + forms[low[len(prefix) :]])
    low = _LATIN.sub(lambda m: m[1] + _FROM_NOUN[m[2]], low)
    if low.endswith(("lled", "ssed", "ffed", "zzed")):  # Snowball turns "killed" into "kile"
        low = low[:-2]
    elif low.endswith("lling"):  # and "falling" into "fale"
        low = low[:-3]
    return stem(low)


@lru_cache(maxsize=65536)
def opposed(a: str, b: str) -> int | None:
    """The number of the pair of opposites on whose two sides the stems stand; None when they are no opposites.

    Converse pairs have negative numbers; a negative prefix or the ending -less counts as pair 0.
    """
    groups = _opposite_groups()
    for p, x in groups.get(_base(a), ()):
        for q, y in groups.get(_base(b), ()):
            if p == q and x != y:
                return p
    if negates(a, b) or negates(b, a):
        return 0
    return 0 if related.opposite(a, b) and not {a, b} & _light_stems() else None


@lru_cache(maxsize=1)
def _light_stems() -> frozenset[str]:
    return frozenset(root(w) for w in LIGHT)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    return {form: forms.split()[0] for forms in _IRREGULAR for form in forms.split()[1:]}


@lru_cache(maxsize=1)
def _opposite_groups() -> dict[str, tuple[tuple[int, int], ...]]:
    """stem → the (pair, side) entries it belongs to; a stem on both sides of a pair is left out."""
    found: dict[str, set[tuple[int, int]]] = {}
    for i, sides in [(-1 - k, x) for k, x in enumerate(CONVERSES)] + list(enumerate(OPPOSITES, start=1)):
        left, right = ({stem(w) for w in side.split()} for side in sides)
        for side, stems in ((0, left - right), (1, right - left)):
            for s in stems:
                found.setdefault(s, set()).add((i, side))
    return {s: tuple(sorted(v)) for s, v in found.items()}


@lru_cache(maxsize=20000)
def _base(word: str) -> str:
    """The plain form that the lists know of a comparative, superlative or adverb: "slower", "slowli" → "slow"."""
    known = synonym_groups()
    if word in known:
        return word
    if word == "farther":
        return "far"
    for ending in ("est", "er", "li"):
        if word.endswith(ending):
            root = word[: -len(ending)]
            for form in (root, root + "e", root[:-1], root[:-1] + "y"):
                if stem(form) in known and len(form) > 2:
                    return stem(form)
    return word


@lru_cache(maxsize=1)
def synonym_groups() -> dict[str, frozenset[int]]:
    """stem → the numbers of its groups of synonyms; both sides of the opposites count as groups too."""
    groups = [*SYNONYMS, *(side for pair in (*CONVERSES, *OPPOSITES) for side in pair)]
    found: dict[str, set[int]] = {}
    for i, group in enumerate(groups):
        for w in group.split():
            found.setdefault(stem(w), set()).add(i)
    return {s: frozenset(v) for s, v in found.items()}


@lru_cache(maxsize=1)
def exclusive_groups() -> dict[str, frozenset[int]]:
    """stem → the numbers of the groups of which it is one member."""
    found: dict[str, set[int]] = {}
    for i, group in enumerate(EXCLUSIVE):
        for w in group.split():
            found.setdefault(stem(w), set()).add(i)
    return {s: frozenset(v) for s, v in found.items()}


@lru_cache(maxsize=65536)
def are_synonyms(a: str, b: str) -> bool:
    """Whether two stems are the same word, one word's forms, or share a group."""
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    common = next((i for i, (x, y) in enumerate(zip(shorter, longer, strict=False)) if x != y), len(shorter))
    if common >= 4 and common >= 0.8 * len(longer):
        return not are_exclusive(a, b)
    groups = synonym_groups()
    a, b = _base(a), _base(b)
    return a == b or bool(groups.get(a, frozenset()) & groups.get(b, frozenset()))


def are_exclusive(a: str, b: str) -> bool:
    """Whether two different stems name two members of one group (red and blue), or differ by opposite prefixes."""
    groups = exclusive_groups()
    if a != b and groups.get(a, frozenset()) & groups.get(b, frozenset()):
        return True
    for p, q in PREFIX_OPPOSITES:
        for x, y in ((a, b), (b, a)):
            if x.startswith(p) and y.startswith(q) and len(x) - len(p) >= 3 and x[len(p) :] == y[len(q) :]:
                return True
    return False


def negates(word: str, base: str) -> bool:
    """Whether stem `word` is `base` with a negative prefix or the ending -less."""
    if word in {base + "less", base + "-free"} or (word.endswith("less") and word[:-4] == base):
        return True
    return any(word == p + base for p in PREFIX_NEGATIONS if len(base) >= 4 or p in ("non", "non-", "un"))
