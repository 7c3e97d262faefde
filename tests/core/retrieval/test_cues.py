import pytest

from t2v_core.retrieval.cues import find_cues, is_definition
from t2v_core.retrieval.formulas import formulas_in
from t2v_core.retrieval.model import Hit
from t2v_core.retrieval.phrases import key_phrases, phrase_runs


def hits_of(book):
    return [Hit(f"E{i}", chunk, book.title, 0.5, 0.0, 0.1) for i, chunk in enumerate(book.chunks, start=1)]


def test_every_cue_quotes_a_passage(book):
    cues = find_cues("gradient descent and decision trees", hits_of(book))
    text = " ".join(" ".join((c.text, *c.section)) for c in book.chunks).casefold()
    found = [e for kind in vars(cues).values() for e in kind]
    assert len(found) > 15
    assert [e for e in found if e.casefold() not in text] == []


def test_cues_of_a_known_book(book):
    cues = find_cues("gradient descent and decision trees", hits_of(book))
    assert {"decision trees", "learning rate"} <= {c.casefold() for c in cues.concepts}
    assert "w = w − η∇L(w)" in cues.formulas
    assert {"5 %", "20 iterations"} <= set(cues.numbers)
    assert any(d.startswith("A decision tree is a flowchart") for d in cues.definitions)
    assert any("must not be too large" in c for c in cues.constraints)
    assert any("rolls through small bumps" in m for m in cues.motion)
    assert any("error surface" in v for v in cues.visual)


def test_concepts_are_phrases_of_two_to_four_words_without_repeats(book):
    concepts = find_cues("gradient descent", hits_of(book)).concepts
    assert all(2 <= len(c.split()) <= 4 for c in concepts)
    assert len({c.casefold() for c in concepts}) == len(concepts)


def test_garbled_passages_give_no_formula_and_no_number(book):
    from dataclasses import replace

    garbled = [replace(h, chunk=replace(h.chunk, trusted_formulas=False)) for h in hits_of(book)]
    cues = find_cues("gradient descent", garbled)
    assert cues.formulas == cues.numbers == ()
    assert cues.definitions


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("The update is w = w − η∇L(w), where η is small.", ["w = w − η∇L(w)"]),
        ("Here σ² = E[(x − μ)²] holds.", ["σ² = E[(x − μ)²]"]),
        ("p(y = 1|x,θ) = sigm(wᵀx) (8.1)", ["p(y = 1|x,θ) = sigm(wᵀx)"]),
        ("so that E = mc^2. And a ≤ b follows", ["E = mc^2", "a ≤ b"]),
        ("f(x) = 1/(1 + exp(-x))", ["f(x) = 1/(1 + exp(-x))"]),
        ("we set k=2. 3. Then", []),
        ("so e.g., n → ∞ ∝ it", []),
        ("The precision is = not given", []),
        ("1 = 2", []),
        ("(a = b", []),
        ("a = ", []),
    ],
)
def test_formulas_are_whole_relations(text, formulas):
    assert list(formulas_in(text)) == formulas


@pytest.mark.parametrize(
    "sentence",
    [
        "Gradient descent refers to an iterative method of minimisation.",
        "The gap between the two classes is called the margin.",
        "Overfitting means that the model fits the noise in its data.",
    ],
)
def test_definitions_are_recognised(sentence):
    assert is_definition(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is a good idea to scale the features first.",
        "This is a tree that grows in every round.",
        "The problem is the size of it all.",
        "We trained the model on a large data set.",
        "x = 1 is the y = 2 of z = 3",
    ],
)
def test_what_defines_nothing_is_not_a_definition(sentence):
    assert not is_definition(sentence)


def test_phrases_end_at_verbs_function_words_and_punctuation():
    runs = phrase_runs("Gradient descent minimises the loss function; neural networks, clearly, learn features.")
    assert runs[0] == "Gradient descent"
    assert "loss function" in runs
    assert "neural networks" in runs


def test_a_phrase_inside_a_longer_one_gives_way():
    texts = ["hidden markov model and hidden markov model", "a hidden markov model"]
    assert key_phrases(texts, 5) == ["hidden markov model"]
