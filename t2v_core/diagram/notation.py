"""Plain formulas, as text extraction leaves them in passages, to LaTeX: "w_{t+1} = w_t − η ∇L(w_t)", "σ(z) = 1/(1+e^−z)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_SYMBOLS = {
    "−": "-", "–": "-", "·": r"\cdot", "⋅": r"\cdot", "×": r"\times", "*": r"\cdot", "÷": r"\div", "±": r"\pm", "∓": r"\mp",
    "≤": r"\le", "≥": r"\ge", "≠": r"\neq", "≈": r"\approx", "≡": r"\equiv", "∝": r"\propto", "∼": r"\sim", "~": r"\sim",
    "→": r"\to", "←": r"\leftarrow", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "↦": r"\mapsto", "∈": r"\in", "∉": r"\notin",
    "⊂": r"\subset", "⊆": r"\subseteq", "∪": r"\cup", "∩": r"\cap", "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists",
    "∇": r"\nabla", "∂": r"\partial", "∞": r"\infty", "∫": r"\int", "∑": r"\sum", "Σ": r"\Sigma", "∏": r"\prod", "′": "'",
    "…": r"\dots", "⊙": r"\odot", "⊗": r"\otimes", "⊕": r"\oplus", "∘": r"\circ", "ᵀ": r"^{\top}", "ℝ": r"\mathbb{R}",
    "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}", "𝔼": r"\mathbb{E}", "%": r"\%", "∥": r"\|", "‖": r"\|", "ℓ": r"\ell",
}  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωϵϕΓΔΘΛΞΠΦΨΩ",
        r"\alpha \beta \gamma \delta \varepsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi \pi \rho \sigma \tau "
        r"\upsilon \varphi \chi \psi \omega \epsilon \phi \Gamma \Delta \Theta \Lambda \Xi \Pi \Phi \Psi \Omega".split(),
        strict=True,
    )
)
_GREEK_NAMES = frozenset(v[1:] for v in _GREEK.values()) | {"Sigma"}
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₙₜₓ", "0123456789+-ijkntx", strict=True))
FUNCTIONS = frozenset("exp log ln sin cos tan sinh cosh tanh max min lim det dim arg sup inf Pr gcd".split())
_TOKEN = re.compile(r"\s+|\d+(?:[.,]\d+)*|[A-Za-z]+|[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]+|[₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₙₜₓ]+|<=|>=|!=|->|:=|.")
_ASCII = {"<=": r"\le", ">=": r"\ge", "!=": r"\neq", "->": r"\to", ":=": ":="}
_CLOSE = {"(": ")", "[": "]", "{": "}"}
_BRACKETS = {"(": ("(", ")"), "[": ("[", "]"), "{": (r"\{", r"\}")}
_MAX_WORDS = 5  # more different words than this in an equation (one without a sign of equality), and it is a sentence


class _NotMaths(Exception):
    """The text holds something that this reader has no notation for."""


@lru_cache(maxsize=1024)
def to_latex(text: str) -> str:
    """LaTeX of a plain formula; "" when it reads as prose or holds what cannot be converted (then draw it as text)."""
    if "\\" in text:
        return text.strip().strip("$")
    words = {
        w
        for w in re.findall(r"[A-Za-z]{3,}", text)
        if w not in FUNCTIONS and w not in _GREEK_NAMES and w not in ("sqrt", "argmin", "argmax", "softmax")
    }
    if not text.strip() or len(words) > (_MAX_WORDS if "=" in text else 1):
        return ""
    tokens = [t if t.strip() else " " for t in _TOKEN.findall(text.strip().strip("$").rstrip(".,;"))]
    reader = _Reader(tokens, _digits(text))
    try:
        return re.sub(r"(?<=[\w}]) (?=\\nabla)", r" \\, ", _small_brackets(reader.sequence("")))  # η ∇L, not η∇ L
    except _NotMaths:
        return ""


_NUMBERED = re.compile(r"([A-Za-zα-ωΑ-Ω])(\d+)(?![\d.,]*\d)")
_BARE_LETTER = r"(?<![A-Za-z\\])(?:[a-z])?%s(?![A-Za-z0-9_^²³])"
_CALLED = re.compile(r"[A-Za-zα-ωΑ-Ω]\s?\(")
_CHEMICAL = re.compile(r"(?:Na|Mg|Al|Si|Cl|Ca|Fe|Cu|Zn|Ag|[HCNOPSKFI])+")


@dataclass(frozen=True)
class _Digits:
    """What the digits right behind a letter are, where the text lost their place: letters with powers, letters with indices."""

    powers: frozenset[str] = frozenset()
    indices: frozenset[str] = frozenset()


def _digits(text: str) -> _Digits:
    """ "E = mc2", "F = Gm1m2/r2" and "y = ax2 + bx" hold powers.

    A letter with several numbers ("m1", "m2") carries indices. So does every letter of a formula in which one has a
    single other number, the left side has an index or a function is called ("z2 = σ(W2 a1)"), unless it also occurs without any
    number. "v02" is the square of v with the index 0. Chemical formulas have no powers.
    """
    if "=" not in text or all(_CHEMICAL.fullmatch(w) for w in re.findall(r"[^\W\d_]+", text)):
        return _Digits()
    numbers: dict[str, set[str]] = {}
    for letter, number in _NUMBERED.findall(text):
        numbers.setdefault(letter, set()).update({number} - {"02", "03"})
    indices = frozenset(k for k, v in numbers.items() if len(v) > 1)
    left = {letter for letter, _ in _NUMBERED.findall(text.split("=")[0])}
    others = any(len(v) == 1 and not v <= {"2", "3"} for v in numbers.values())
    indexed = others or bool(left & indices) or _CALLED.search(text) is not None
    may_be = (k for k, v in numbers.items() if v in ({"2"}, {"3"}))
    powers = frozenset(k for k in may_be if not indexed or re.search(_BARE_LETTER % re.escape(k), text))
    return _Digits(powers, indices)


_TALL = re.compile(r"\\(frac|sum|prod|int|sqrt|left)\b")
_GROUP = re.compile(r"\\left(\(|\[|\\\{) ((?:(?!\\left|\\right).)*) \\right(\)|\]|\\\})")


def _small_brackets(latex: str) -> str:
    """Brackets of their own size around what is no taller than a letter and its scripts, as books set them."""
    while True:
        small = _GROUP.sub(lambda m: m[0] if _TALL.search(m[2]) else f"{m[1]} {m[2]} {m[3]}", latex)
        if small == latex:
            return latex
        latex = small


class _Reader:
    """Recursive descent over the tokens; fractions take the atoms beside their slash."""

    def __init__(self, tokens: list[str], digits: _Digits) -> None:
        self.tokens, self.digits, self.at = tokens, digits, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def space(self) -> None:
        while self.peek() == " ":
            self.at += 1

    def sequence(self, close: str) -> str:
        """Atoms up to the closing bracket (taken), or to the end."""
        atoms: list[str] = []
        while True:
            self.space()
            token = self.peek()
            if token == "":
                if close:
                    raise _NotMaths("a bracket is not closed")
                return " ".join(atoms)
            if token == close:
                self.at += 1
                return " ".join(atoms)
            if token in (")", "]", "}"):
                raise _NotMaths("a bracket closes nothing")
            if token == "/" and atoms:
                self.at += 1
                self.space()
                atoms[-1] = rf"\frac{{{_bare(atoms[-1])}}}{{{_bare(self.atom())}}}"
                continue
            atoms.append(self.atom())

    def atom(self) -> str:
        """One thing with its scripts, and its argument when it is a function."""
        token = self.take()
        if token == "":
            raise _NotMaths("something is missing at the end")
        if token in _CLOSE:
            inner = self.sequence(_CLOSE[token])
            left, right = _BRACKETS[token]
            base = rf"\left{left} {inner} \right{right}"
        elif token == "√" or (token == "sqrt" and self.peek() == "("):
            self.space()
            base = rf"\sqrt{{{_bare(self.atom())}}}"
        else:
            base = self.name(token)
        if token[-1].isalpha() and self.peek()[:1].isdecimal():
            if len(token) == 2 and token[-1] in self.digits.powers | self.digits.indices:
                base = token  # a product: "mc2", "Gm1"
            if len(base) <= 2 or len(token) == 1:
                base += self.number(token[-1], self.take())
        base = self.scripts(base)
        if token in ("∂", "∇", "Δ") and self.peek() not in ("", " ", "/", ")", "=", "+", "-", "−"):
            return f"{base} {self.atom()}"
        if (token.isalpha() or token in _GREEK) and self.peek() == "(":
            return f"{base} {self.atom()}"
        if token in ("∑", "Σ", "∏") and self.peek() == " ":
            self.space()
            return f"{base} {self.atom()}"
        return base

    def number(self, letter: str, digits: str) -> str:
        """The digits behind a letter, as its power or index; "v02" is the square of v with the index 0."""
        if digits in ("02", "03"):
            return f"_{{0}}^{{{digits[1]}}}"
        return f"{'^' if letter in self.digits.powers else '_'}{{{digits}}}"

    def name(self, token: str) -> str:
        """A number, symbol or name without its scripts."""
        if token in FUNCTIONS:
            return "\\" + token
        if token == "Σ" and self.peek() in ("_", "^"):
            return r"\sum"
        if token in _GREEK:
            return _GREEK[token]
        if token in _GREEK_NAMES:
            return "\\" + ("varepsilon" if token == "epsilon" else token)
        if token in _SYMBOLS:
            return _SYMBOLS[token]
        if token in _ASCII:
            return _ASCII[token]
        if token[0].isdecimal():
            return token.replace(",", "{,}")
        if token.isascii() and token.isalpha():
            product = len(token) == 1 or (len(token) == 2 and token.islower())
            return token if product else rf"\mathrm{{{token}}}"
        if token in "+-=<>|!:;,.'/&" or token == "?":
            return token if token != "&" else r"\&"
        if set(token) <= set(_RAISED):
            return "{}^{" + "".join(_RAISED[c] for c in token) + "}"
        raise _NotMaths(f"{token!r} has no notation")

    def scripts(self, base: str) -> str:
        """Subscripts and superscripts, marked or as Unicode letters."""
        while (token := self.peek()) and (token in ("^", "_", "ᵀ") or token[0] in _RAISED or token[0] in _LOWERED):
            self.at += 1
            if token in ("^", "_"):
                base += f"{token}{{{self.script()}}}"
            elif token == "ᵀ":
                base += r"^{\top}"
            elif token[0] in _RAISED:
                base += "^{" + "".join(_RAISED[c] for c in token) + "}"
            else:
                base += "_{" + "".join(_LOWERED[c] for c in token) + "}"
        return base

    def script(self) -> str:
        """What is raised or lowered: a group, or one atom with its sign."""
        token = self.peek()
        if token in ("{", "("):
            self.at += 1
            inner = self.sequence(_CLOSE[token])
            return f"({inner})" if token == "(" and len(inner) == 1 and inner.isalpha() else inner  # x^(i): example i
        sign = ""
        if token in ("-", "−", "+"):
            self.at += 1
            sign = "+" if token == "+" else "-"
        token = self.take()
        if token in ("", " "):
            raise _NotMaths("a script is missing")
        return sign + self.name(token)


def _bare(latex: str) -> str:
    """Without the brackets around the whole of it: a fraction needs none."""
    inner = re.fullmatch(r"\\left\( (.*) \\right\)", latex)
    return inner.group(1) if inner and _balanced(inner.group(1)) else latex


def _balanced(latex: str) -> bool:
    depth = 0
    for side in re.findall(r"\\(left|right)[(\[\\]", latex):
        depth += 1 if side == "left" else -1
        if depth < 0:
            return False
    return depth == 0
