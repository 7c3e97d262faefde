"""Mathematics of HTML and Markdown books in one line of plain text: MathML and TeX become v = √(T/μ), x², wₙ₊₁.

Plain text is what search, quotes and the formulas found in a passage work on. TeX with commands not in the table
stays as it is written.
"""

import re

_SUPER = str.maketrans("0123456789+-−()nijkmtx′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱʲᵏᵐᵗˣ′")
_SUB = str.maketrans("0123456789+-−()/aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎/ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SPACED = set("=<>≤≥≠≈≡∼∝∈∉⊂⊆→←⇒⇔↦≪≫±×÷")
_LETTERS = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
        "phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar partial nabla infty "
        "emptyset varnothing prime".split(),
        "αβγδϵεζηθϑικλμνξπρστυϕφχψωΓΔΘΛΞΠΣΥΦΨΩℓℏ∂∇∞∅∅′",
        strict=True,
    )
)
_OPERATORS = dict(
    zip(
        "le leq ge geq ne neq approx equiv sim simeq propto in notin subset subseteq cup cap setminus to rightarrow leftarrow "
        "Rightarrow Leftrightarrow mapsto ll gg pm mp times div cdot ast circ odot oplus otimes sum prod int oint forall exists "
        "neg land lor mid vert Vert langle rangle lfloor rfloor lceil rceil ldots cdots dots perp parallel star".split(),
        "≤≤≥≥≠≠≈≡∼≃∝∈∉⊂⊆∪∩∖→→←⇒⇔↦≪≫±∓×÷·∗∘⊙⊕⊗∑∏∫∮∀∃¬∧∨||‖⟨⟩⌊⌋⌈⌉………⊥∥⋆",
        strict=True,
    )
)
_FUNCTIONS = set(
    "sin cos tan log ln exp max min lim sup inf det dim arg tanh sinh cosh arctan arcsin arccos Pr deg gcd".split()
)
_PLAIN = set(
    "text textrm textbf textit mathrm mathbf mathit mathsf mathtt mathcal mathbb boldsymbol bm operatorname mbox".split()
)
_NOTHING = set("left right big Big bigg Bigg displaystyle textstyle limits nolimits nonumber quad qquad".split())
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307"}
_OVER = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "¯": "\u0304",
    "ˉ": "\u0304",
    "‾": "\u0304",
    "~": "\u0303",
    "→": "\u20d7",
    "˙": "\u0307",
}
_TOKEN = re.compile(r"\\([A-Za-z]+)\*?\s*|\\(.)|([{}^_])|([^\\{}^_])", re.S)
_DELIMITERS = re.compile(r"^(?:\$\$?|\\{1,2}[\[(])|(?:\$\$?|\\{1,2}[\])])$")
_SIMPLE = re.compile(r"[^\s+\-−=<>,/·×]+")  # needs no brackets above or below a line
_STOPS = set(",;:|")
_JOINS = _SPACED | _STOPS | set("+-−")  # what stands between two cells of one equation
_DEEPEST = 40
_CELL, _ROW = "\x1f", "\x1e"  # ends of cells and rows, until their table is whole
_FENCE = "mfenced"


def raised(text: str) -> str:
    """A superscript: ² where there are such characters, else ^(…)."""
    return _script(text, _SUPER, "^")


def lowered(text: str) -> str:
    """A subscript: ₂ where there are such characters, else _(…)."""
    return _script(text, _SUB, "_")


def _script(text: str, table: dict[int, int], mark: str) -> str:
    text = text.replace(" ", "")
    if all(ord(c) in table for c in text):
        return text.translate(table)
    return mark + _group(text)


def _group(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def tex(source: str) -> str:
    """One formula of TeX as plain text; `source`, its delimiters included, where a command is not known."""
    inner = _DELIMITERS.sub("", source.strip())
    inner = re.sub(
        r"\\(?:begin|end)\{(?:equation|align|gather|multline|displaymath|aligned|split)\*?\}|&",
        "",
        inner,
    )
    tokens = [m.groups() for m in _TOKEN.finditer(inner)]
    try:
        text = _sequence(tokens[::-1], 0)
    except (KeyError, IndexError, RecursionError):
        return source
    return " ".join(text.split())


def _sequence(left: list, depth: int) -> str:
    """The text of tokens up to the brace that closes them; `left` holds what is to come, the next token last."""
    if depth > _DEEPEST:
        raise RecursionError
    text = ""
    while left:
        if left[-1][2] == "}":
            left.pop()
            break
        if left[-1][2] in ("^", "_"):
            script = raised if left.pop()[2] == "^" else lowered
            text = text.rstrip() + script(_argument(left, depth).strip())
        else:
            text += _one(left, depth)
    return text


def _argument(left: list, depth: int) -> str:
    while left[-1][3] and left[-1][3].isspace():
        left.pop()
    return _one(left, depth)


def _one(left: list, depth: int) -> str:
    """The text of the next token and its arguments. Raises `KeyError` for a command that is not known."""
    command, escaped, brace, character = left.pop()
    if brace == "{":
        return _sequence(left, depth + 1)
    if character:
        return f" {character} " if character in _SPACED else character
    if escaped:
        return {"\\": "; ", ",": " ", ";": " ", ":": " ", " ": " ", "!": "", "|": "‖"}.get(escaped, escaped)
    if command in ("frac", "dfrac", "tfrac"):
        above = _group(_argument(left, depth).strip())
        return f"{above}/{_group(_argument(left, depth).strip())}"
    if command == "sqrt":
        return "√" + _group(_argument(left, depth).strip())
    if command in ("hspace", "vspace", "label", "tag"):
        _argument(left, depth)
        return " "
    if command in _PLAIN:
        return _argument(left, depth)
    if command in _ACCENTS:
        base = _argument(left, depth).strip()
        return base + _ACCENTS[command] if len(base) == 1 else base
    if command in _FUNCTIONS:
        return f" {command} "
    if command in _NOTHING:
        return " "
    if command in _LETTERS:
        return _LETTERS[command]
    sign = _OPERATORS[command]
    return f" {sign} " if sign in _SPACED else sign


class MathML:
    """The text of one formula, fed by an event parser with what stands inside `<math>`."""

    def __init__(self, display: bool) -> None:
        self.display = display
        self._open: list[tuple[str, list[str]]] = [("math", [])]
        self._fences: list[
            tuple[str, str, str]
        ] = []  # of open `mfenced`: their brackets and what stands between the parts

    def start(self, tag: str, attrs: dict[str, str | None]) -> None:
        if len(self._open) < _DEEPEST:
            self._open.append((tag, []))
            if tag == _FENCE:
                separators = "".join((attrs.get("separators", ",") or "").split())
                self._fences.append((attrs.get("open", "(") or "", attrs.get("close", ")") or "", separators))

    def data(self, text: str) -> None:
        text = text.replace("\u2061", " ").replace("\u2062", "").strip()
        if text:
            self._open[-1][1].append(f" {text} " if text in _SPACED else text)

    def end(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open[1:]):
            closed = ""
            while closed != tag:
                closed, parts = self._open.pop()
                if closed == _FENCE:
                    left, right, between = self._fences.pop()
                    parts = [left, between[:1].join(parts), right]
                self._open[-1][1].append(_combined(closed, parts))

    def text(self) -> str:
        while len(self._open) > 1:
            self.end(self._open[-1][0])
        return " ".join(_table("".join(self._open[0][1])).split())


def _combined(tag: str, parts: list[str]) -> str:
    """One element of MathML from the texts of its children."""
    if tag.startswith("annotation"):
        return ""
    if len(parts) == 2:
        base, other = parts[0], parts[1].strip()
        if tag == "msup" or (tag == "mover" and other not in _OVER):
            return base.rstrip() + raised(other)
        if tag in ("msub", "munder"):
            return base.rstrip() + lowered(other)
        if tag == "mover":
            return base + _OVER[other] if len(base) == 1 else base
        if tag == "mfrac":
            return f"{_group(base.strip())}/{_group(other)}"
    if len(parts) == 3 and tag in ("msubsup", "munderover"):
        return parts[0].rstrip() + lowered(parts[1].strip()) + raised(parts[2].strip())
    joined = "".join(parts)
    if tag == "msqrt":
        return "√" + _group(joined.strip())
    if tag in ("mtd", "mtr", "mlabeledtr"):
        return joined + (_CELL if tag == "mtd" else _ROW)
    if tag == "mtable":
        return _table(joined)
    return f" {joined} " if tag == "mi" and len(joined) > 1 else joined


def _table(text: str) -> str:
    """Rows divided by "; ", cells by ", "; those of an aligned equation, which holds a relation, follow each other."""
    rows = []
    for row in text.split(_ROW):
        line = ""
        joins = _JOINS if any(map(_SPACED.__contains__, row)) else _STOPS
        for cell in filter(None, map(str.strip, row.split(_CELL))):
            plain = not line or cell[0] in joins or line[-1] in joins
            line += f" {cell}" if plain else f", {cell}"
        rows.append(line.strip())
    return "; ".join(filter(None, rows)) if len(rows) > 1 or _CELL in text else text
