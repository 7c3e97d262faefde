"""The language of a topic: what is refused by name, and what only looks foreign."""

import sys

import pytest

from t2v_core.errors import InputError
from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.language import other_language


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("обратное распространение ошибки", "Cyrillic"),
        ("勾配降下法の説明", "Japanese|Chinese"),
        ("शिक्षण दर", "Devanagari"),
    ],
)
def test_a_topic_in_another_script_is_refused_by_name(evidence, host, text, name):
    with pytest.raises(InputError, match=name):
        make_plan(PlanRequest(text), evidence, host)


SENTENCES = [
    ("Wie funktioniert die Gram-Färbung bei Bakterien", "German"),
    ("warum ist der Himmel blau", "German"),
    ("Comment fonctionne la coloration de Gram", "French"),
    ("pourquoi le ciel est bleu", "French"),
    ("¿Cómo funciona la tinción de Gram?", "Spanish"),
    ("por qué el cielo es azul", "Spanish"),
    ("Come funziona la colorazione di Gram", "Italian"),
    ("perché il cielo è blu", "Italian"),
    ("Hoe werkt de gramkleuring bij bacteriën", "Dutch"),
    ("waarom is de lucht blauw", "Dutch"),
    ("Como os enzimas aceleram as reações do corpo", "Portuguese"),
    ("por que o céu é azul", "Portuguese"),
]


@pytest.fixture
def no_detector(monkeypatch):
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)


@pytest.mark.parametrize(("text", "name"), SENTENCES)
def test_a_sentence_in_another_language_is_known_by_its_small_words(no_detector, evidence, host, text, name):
    assert other_language(text) == name
    with pytest.raises(InputError, match=f"{name}: .*language_policy"):
        make_plan(PlanRequest(text), evidence, host)


@pytest.mark.parametrize(
    "text",
    [
        "Ponce de León and Juan de la Cosa",
        "El Niño and La Niña",
        "How the die is cast: the van der Waals forces",
        "Watson et al. on de novo assembly",
        "No free lunch as a limit, par for the course",
        "big O and little o notation",
        "Leonardo da Vinci e la Gioconda",
    ],
)
def test_names_and_borrowed_words_are_no_sentence_in_another_language(no_detector, text):
    assert other_language(text) == ""


def test_a_short_english_topic_and_a_greek_symbol_pass():
    assert other_language("naive Bayes") == ""
    assert other_language("α β") == ""


def test_a_language_warning_is_in_the_plan_and_its_report(host):
    result = make_plan(
        PlanRequest("обучение", planner="manual", lines="Learning changes weights.", language_policy="warn"), None, host
    )
    assert result.plan.audit[0].event == "language"
    assert any("Cyrillic" in w for w in result.report.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "sin(x + y)",
        "sin x and sin y",
        "Elements Ne and Se",
        "Van door design",
        "Sous vide par excellence",
        "UN and EN standards",
    ],
)
def test_symbols_and_borrowed_words_are_no_other_language(text):
    assert other_language(text) == ""
