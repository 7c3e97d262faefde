"""What can be drawn of a sentence: every phrase quoted, cut at a phrase border, in the right slots."""

import pytest

from t2v_core.planning.english.phrases import cut_phrase, label_of
from t2v_core.planning.scene_roles import defines
from t2v_core.planning.structure import Finding, Source, extract, numbered_lists, steps_of
from t2v_core.planning.structure.comparisons import comparison
from t2v_core.planning.structure.definitions import definition
from t2v_core.planning.structure.formulas import formula
from t2v_core.planning.structure.quantities import numbers, timeline
from t2v_core.planning.structure.relations import triples
from t2v_core.planning.text import squash
from t2v_core.planning.visuals import slots_model

SENTENCES = (
    "Osmosis is the movement of water through a membrane that lets only small molecules pass.",
    "The build process reads the source, checks its types and writes machine code.",
    "If the load exceeds the limit, the fuse melts and the circuit opens.",
    "While mitosis produces two identical cells, meiosis produces four different ones.",
    "Sedimentary rocks include limestone, sandstone and shale.",
    "Enzymes such as amylase, lipase and pepsin speed up digestion.",
    "Friction reduces the speed of the sledge.",
    "The lower the temperature, the slower the reaction.",
    "The kidney filters the blood and returns clean water to the body.",
    "One half of the cake is eaten today and the other half is kept for tomorrow.",
)


def found(text: str, template: str) -> Finding:
    source = Source(text, "E1")
    matches = [f for f in extract([source], [source]) if f.template == template]
    assert matches, [f.template for f in extract([source], [source])]
    return matches[0]


def strings(data) -> list[str]:
    """Every phrase of a visual's data that is shown as text of the book."""
    if isinstance(data, dict):
        return [s for k, v in data.items() if k not in {"evidence_id", "kind", "unit"} for s in strings(v)]
    if isinstance(data, list):
        return [s for v in data for s in strings(v)]
    return [data] if isinstance(data, str) and data not in {"is a", "part of"} else []


@pytest.mark.parametrize("text", SENTENCES)
def test_every_phrase_is_quoted_from_the_sentence(text):
    findings = extract([Source(text, "E1")], [Source(text, "E1")])
    assert findings
    for finding in findings:
        assert all(squash(s).lower() in text.lower() for s in strings(finding.data)), finding
        slots_model(finding.template).model_validate(finding.data)


def test_a_definition_has_its_term_as_subject():
    slots = found(SENTENCES[0], "definition").slots
    assert slots.term.text == "Osmosis"
    assert slots.meaning.text.startswith("the movement of water")


def test_serial_verbs_are_steps():
    slots = found(SENTENCES[1], "process").slots
    assert [s.text for s in slots.steps] == ["Reads the source", "Checks its types", "Writes machine code"]


def test_a_condition_leads_to_its_consequence():
    link = found(SENTENCES[2], "cause_effect").slots.links[0]
    assert (link.source, link.target) == ("if the load exceeds the limit", "the fuse melts and the circuit opens")


def test_what_is_shown_is_told_without_who_shows_it():
    (link,) = found("Experiments show that pressure rises as volume falls.", "cause_effect").slots.links
    assert (link.source, link.target) == ("as volume falls", "pressure rises")
    link = found("If tests show that the water is foul, the city closes the well.", "cause_effect").slots.links[0]
    assert link.source == "if tests show that the water is foul"


def test_a_cause_keeps_the_clause_that_limits_it():
    link = found("A learning rate that is too large causes divergence.", "cause_effect").slots.links[0]
    assert link.source == "learning rate that is too large"


def test_an_effect_is_not_drawn_without_its_exception():
    text = "When the variable goes out of scope, the value is freed at once by the program unless it has been moved to another variable."
    assert "cause_effect" not in {f.template for f in extract([Source(text, "E1")])}


def test_two_clauses_are_two_columns():
    slots = found(SENTENCES[3], "comparison").slots
    assert [c.text for c in slots.columns] == ["Mitosis", "Meiosis"]
    assert slots.rows[0].cells == ["produces two identical cells", "produces four different ones"]


def test_a_list_of_kinds_is_a_tree():
    links = found(SENTENCES[5], "hierarchy").slots.links
    assert {x.target for x in links} == {"Enzymes"}
    assert [x.source for x in links][:2] == ["amylase", "lipase"]


def test_a_statement_is_shown_whole_rather_than_cut_where_it_means_something_else():
    text = "The checker ensures that any references to contents of a vector are only used while the vector itself is valid."
    assert found(text, "statement").slots.object.text.endswith("while the vector itself is valid")


def test_what_a_thing_includes_is_no_kind_of_it_unless_the_words_say_so():
    links = found("Animal cells include a nucleus, a membrane, and cytoplasm.", "hierarchy").slots.links
    assert {(x.source, x.label) for x in links} == {("Animal cells", "includes")}


@pytest.mark.parametrize("text", ["Paris is good value for tourists.", "The house is oak timber for the most part."])
def test_what_a_thing_is_like_does_not_define_it(text):
    assert not defines(text)


def test_a_negated_sentence_is_no_definition_and_no_cause():
    findings = extract([Source("Friction does not cause heat here.", "E1")])
    assert not [f for f in findings if f.template == "cause_effect"]
    assert not [
        f for f in extract([Source("A whale is not a fish.", "E1")]) if f.template == "definition" and f.strength > 0.5
    ]


def test_a_numbered_list_runs_on_into_the_next_passage():
    first = Source("The procedure has four steps. 1. Weigh the flask. 2. Add the acid.", "E1")
    second = Source("3. Heat the mixture. 4. Weigh the flask again.", "E2")
    (items,) = numbered_lists([first, second])
    slots = steps_of(items).slots
    assert [s.text for s in slots.steps] == [
        "Weigh the flask",
        "Add the acid",
        "Heat the mixture",
        "Weigh the flask again",
    ]
    assert not slots.cyclic
    assert [s.evidence_id for s in slots.steps] == ["E1", "E1", "E2", "E2"]


def test_a_formula_brings_the_meaning_of_its_symbols():
    text = "The force is F = m a, where m is the mass of the body and a is its acceleration."
    slots = formula([Source(text, "E1")]).slots
    assert slots.text == "F = m a"
    assert {s.symbol: s.meaning for s in slots.symbols} == {"m": "mass of the body", "a": "its acceleration"}


def test_a_garbled_passage_gives_no_formula():
    text = "The force is F = m a, where m is the mass."
    assert formula([Source(text, "E1", trusted_formulas=False)]) is None


def test_numbers_of_one_unit_are_bars_with_their_labels():
    slots = numbers(
        [Source("Charging takes 30 minutes for the small battery and 90 minutes for the large battery.", "E1")]
    ).slots
    assert slots.unit == "minutes"
    assert [(q.label, q.value) for q in slots.values] == [("small battery", 30.0), ("large battery", 90.0)]


def test_dates_are_put_in_order():
    sources = [
        Source("In 1953, Watson and Crick described the double helix.", "E2"),
        Source("In 1869, Friedrich Miescher isolated nucleic acid.", "E1"),
    ]
    assert [(e.year, e.evidence_id) for e in timeline(sources).slots.events] == [(1869, "E1"), (1953, "E2")]


def test_a_comparison_may_be_completed_by_another_sentence():
    spoken = [Source("Hard water leaves scale in kettles.", "E1")]
    around = [Source("Soft water leaves no scale at all.", "E2")]
    slots = comparison(spoken, around).slots
    assert [(c.text, c.evidence_id) for c in slots.columns] == [("Hard water", "E1"), ("Soft water", "E2")]


def test_a_definition_turned_round_has_the_named_thing_as_its_term():
    slots = found("The division of the nucleus of a cell is called mitosis.", "definition").slots
    assert (slots.term.text, slots.meaning.text) == ("Mitosis", "The division of the nucleus of a cell")


def test_a_named_thing_is_what_is_said_of_it_between_commas():
    slots = found(
        "This sort of fire, characterized by heat without a flame, is called a slow fire.", "definition"
    ).slots
    assert (slots.term.text, slots.meaning.text) == ("Slow fire", "fire, characterized by heat without a flame")
    assert not [
        f for f in extract([Source("This sort of fire is called a slow fire.", "E1")]) if f.template == "definition"
    ]


def test_a_sentence_is_followed_from_thing_to_thing():
    said = triples(
        "A leaf absorbs light energy to build sugars in its cells, and respiration releases energy by using oxygen."
    )
    assert [(t.subject, t.verb, t.object) for t in said] == [
        ("leaf", "absorbs", "light energy"),
        ("leaf", "to build", "sugars"),
        ("respiration", "releases", "energy"),
        ("respiration", "by using", "oxygen"),
    ]


def test_each_thing_of_a_list_is_linked():
    said = triples("A plant needs water, carbon dioxide and light.")
    assert [t.object for t in said] == ["water", "carbon dioxide and light"]


def test_an_adverb_or_a_bare_verb_is_no_concept():
    assert triples("The effect grew quickly.") == []


def test_announced_stages_are_steps():
    slots = found("The cycle has three stages: fixation, reduction, and regeneration.", "cycle").slots
    assert [s.text for s in slots.steps] == ["Fixation", "Reduction", "Regeneration"]


def test_unrelated_statements_about_things_of_one_kind_are_no_comparison():
    spoken = [Source("A consumer demand depends on income.", "E1")]
    around = [Source("An excess demand will exist.", "E2")]
    assert comparison(spoken, around) is None


def test_because_of_names_a_thing_as_the_cause():
    link = found("Because of the lack of competition, monopolies earn high profits.", "cause_effect").slots.links[0]
    assert (link.source, link.label, link.target) == (
        "because of the lack of competition",
        "",
        "monopolies earn high profits",
    )


def test_a_turn_of_thought_is_no_member_of_a_list():
    turned = Source("Glaciers are slow rivers of ice, but their mass and speed increase with the slope.", "E1")
    assert all(f.template != "hierarchy" for f in extract([turned]))
    assert "but" not in str([f.data for f in extract([turned])])


def test_what_something_is_or_has_is_no_step():
    states = Source("Clay and silt are similar soils, but accept different loads and have different grains.", "E1")
    assert all(f.template != "process" for f in extract([states]))


def test_the_more_the_more_is_cause_and_effect_and_no_definition():
    found = extract([Source("The higher the price, the smaller is the quantity of the good that is sold.", "E1")])
    assert found[0].template == "cause_effect"
    assert all(f.template != "definition" for f in found)


def test_a_cut_step_keeps_the_phrase_it_is_short_for() -> None:
    text = (
        "1. Run the forward pass. 2. Compute the derivative of the loss with respect to the output of the whole network. "
        "3. Update all the weights."
    )
    steps = steps_of(numbered_lists([Source(text, "E1")])[0]).slots.steps
    assert [bool(s.whole) for s in steps] == [False, True, False]
    assert steps[1].whole == "Compute the derivative of the loss with respect to the output of the whole network"
    assert steps[1].whole.startswith(steps[1].text)


def test_a_feature_says_enough_alone() -> None:
    text = "Gradient descent is an iterative method that minimises a function by moving, again and again, a small step against its gradient."
    found = definition(Source(text, "E1"))
    assert [f.text for f in found.slots.features] == [text[len("Gradient descent is an iterative method that ") : -1]]


def test_a_relative_clause_is_shown_whole_or_not_at_all():
    text = (
        "Habituation is a form of learning in which the response to a signal fades after the signal is repeated often."
    )
    slots = definition(Source(text, "E1")).slots
    assert slots.meaning.text == "a form of learning"
    assert slots.meaning.whole == text.removeprefix("Habituation is ").rstrip(".")
    assert not slots.features
    assert (
        cut_phrase("a device in which the current flows through a coil of wire", 8) != "a device in which the current"
    )
    assert label_of("Habituation is a form of learning in which the response fades", 8) == ""


@pytest.mark.parametrize(
    "text", ["The speed of light is c=3.00×108 m/s; in water it is slower.", "Near the ground g = 9.81 m/s² holds."]
)
def test_the_value_of_a_constant_is_no_formula(text):
    assert formula([Source(text, "E1")]) is None


def test_a_formula_ends_before_a_semicolon():
    assert formula([Source("Newton found F = m a; it holds for all bodies.", "E1")]).slots.text == "F = m a"


def test_what_a_thing_does_is_no_kind_of_it():
    told = "Bells are the voices of a village, carrying news of weddings and fires."
    assert all(f.template != "hierarchy" for f in extract([Source(told, "E1")]))
    listed = "The senses of a bat are sight, hearing, touch, taste and smell."
    assert any(f.template == "hierarchy" for f in extract([Source(listed, "E1")]))
