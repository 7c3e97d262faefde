"""Plain formulas become LaTeX that can be set; prose does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from t2v_core.diagram.maths import formula, glyphs_of, outline
from t2v_core.diagram.notation import to_latex


@pytest.mark.parametrize(
    "plain, latex",
    [
        ("w_{t+1} = w_t − η ∇L(w_t)", r"w_{t + 1} = w_{t} - \eta \, \nabla L ( w_{t} )"),
        ("σ(z) = 1/(1+e^−z)", r"\sigma ( z ) = \frac{1}{1 + e^{-z}}"),
        ("∂L/∂w", r"\frac{\partial L}{\partial w}"),
        ("√(a²+b²)", r"\sqrt{a^{2} + b^{2}}"),
        ("x₁ + x₂ ≤ 3", r"x_{1} + x_{2} \le 3"),
        ("h_θ(x^(i))", r"h_{\theta} ( x^{(i)} )"),
        ("exp(z_i) / Σ_j exp(z_j)", r"\frac{\exp ( z_{i} )}{\sum_{j} \exp ( z_{j} )}"),
        ("(a/b)^2", r"\left( \frac{a}{b} \right)^{2}"),
        ("E = (ΔQ/Q) / (ΔP/P)", r"E = \frac{\frac{\Delta Q}{Q}}{\frac{\Delta P}{P}}"),
        (r"\frac{a}{b}", r"\frac{a}{b}"),
    ],
)
def test_formulas_of_passages_are_read(plain: str, latex: str) -> None:
    assert to_latex(plain) == latex
    assert outline(latex) is not None


@pytest.mark.parametrize(
    "flat, latex",
    [
        ("E = mc2", r"E = mc^{2}"),
        ("D3=(M1+M2)P2", r"D^{3} = ( M_{1} + M_{2} ) P^{2}"),
        ("F = Gm1m2/r2", r"F = Gm_{1} \frac{m_{2}}{r^{2}}"),
        ("y = ax2 + bx + c", r"y = ax^{2} + bx + c"),
        ("f(x) = x2 + 1", r"f ( x ) = x^{2} + 1"),
        ("v2 = v02 + 2ad", r"v^{2} = v_{0}^{2} + 2 ad"),
        ("z2 = σ(W2 a1 + b2)", r"z_{2} = \sigma ( W_{2} a_{1} + b_{2} )"),
        ("h2 = W2 h1 + b2", r"h_{2} = W_{2} h_{1} + b_{2}"),
        ("x1 + x2 = 3", r"x_{1} + x_{2} = 3"),
        ("2H2 + O2 = 2H2O", r"2 H_{2} + O_{2} = 2 H_{2} O"),
        ("H0: μ = 5", r"H_{0} : \mu = 5"),
    ],
)
def test_digits_whose_place_was_lost_are_powers_or_indices_by_their_company(flat: str, latex: str) -> None:
    assert to_latex(flat) == latex


@pytest.mark.parametrize("prose", ["the loss falls with every step of descent", "", "a ) b", "( a", "x_"])
def test_what_is_not_a_formula_stays_text(prose: str) -> None:
    assert to_latex(prose) == ""


@given(st.text(alphabet="abwxyz0129+-=·/^_(){}[]∇∂ηΣ√², ", max_size=24))
@settings(max_examples=150, deadline=None)
def test_whatever_is_converted_has_balanced_brackets(text: str) -> None:
    latex = to_latex(text)
    if "\\" not in text and latex:
        assert latex.count(r"\left") == latex.count(r"\right")


def test_latex_that_cannot_be_set_is_refused_not_raised() -> None:
    assert formula(r"\frac{1", 0, 0, 20) is None


def test_a_formula_stands_on_its_baseline() -> None:
    plain, deep = formula("x", 10, 50, 20), formula("x_{t}", 10, 50, 20)
    assert plain.bounds.bottom < deep.bounds.bottom and plain.y == deep.y == 50


@pytest.mark.parametrize(
    "symbol, glyphs",
    [("w_t", {5, 6, 12, 13}), ("η", {8}), ("∇L", {9, 10}), ("L", set()), ("w", set()), ("q", set())],
)
def test_a_symbol_is_found_in_its_formula_but_not_inside_another(symbol: str, glyphs: set[int]) -> None:
    assert glyphs_of(to_latex("w_{t+1} = w_t − η ∇L(w_t)"), to_latex(symbol)) == glyphs


def test_a_script_is_found_with_and_without_braces() -> None:
    assert glyphs_of(r"E_k = \frac{1}{2} m v^2", "E_{k}") == {0, 1}
    assert glyphs_of(r"\mathrm{KL} = K", "K") == {3}


@pytest.mark.parametrize(("formula_", "symbol", "glyphs"), [("S = k ln W", "k", {2}), ("y = A sin(ωt)", "A", {2})])
def test_a_symbol_before_a_function_is_lit(formula_: str, symbol: str, glyphs: set) -> None:
    assert glyphs_of(to_latex(formula_), to_latex(symbol)) == glyphs
