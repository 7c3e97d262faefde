"""The gate on planted corruptions and true paraphrases of many subjects."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from t2v_core.book.sentences import split_sentences
from t2v_core.planning.gate import remembering
from t2v_core.planning.gate.grounding import check_sentence
from t2v_core.planning.gate.remembering import RememberingEncoder

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("gate_*.json"))


def load(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))


def measure(path: Path, encoder) -> tuple[list[bool], list[bool]]:
    """For every corrupted sentence of a set whether it was caught, and for every paraphrase whether it was kept."""
    cases = load(path)
    encoder = RememberingEncoder(encoder)
    for c in cases:  # one batch a passage
        encoder.encode([*(text for _, text in c["corrupted"]), *c["paraphrases"], *split_sentences(c["source"])])
    caught = [not check_sentence(text, [c["source"]], encoder).ok for c in cases for _, text in c["corrupted"]]
    kept = [check_sentence(text, [c["source"]], encoder).ok for c in cases for text in c["paraphrases"]]
    return caught, kept


def test_the_words_asked_for_last_are_those_remembered(monkeypatch):
    asked = []

    class Counting:
        def encode_words(self, texts):
            asked.extend(texts)
            return [([text], np.ones((1, 2))) for text in texts]

    monkeypatch.setattr(remembering, "_KEPT_WORDS", 2)
    encoder = RememberingEncoder(Counting())
    for text in "abacab":
        encoder.encode_words([text])
    assert "".join(asked) == "abcb"


def share(verdicts: list[bool]) -> float:
    return sum(verdicts) / len(verdicts)


def test_corruptions_are_caught_and_paraphrases_kept(encoder):
    caught, kept = measure(HERE / "gate_heldout.json", encoder)
    assert share(caught) >= 0.95 and share(kept) >= 0.85


# Freely worded sets have floors of their own until the gate catches 95 and keeps 85 of a hundred on them too. The failures of
# all sets but `gate_readers_held` have been read by now: it alone, from which nobody has read a sentence while rules were made,
# tells what to expect of a book that nobody here has read.
FLOORS = {
    "gate_manuals": (0.90, 0.92),
    "gate_fields": (0.94, 0.88),
    "gate_books": (0.90, 0.88),
    "gate_books_held": (0.88, 0.83),
    "gate_heart_held": (0.95, 0.84),
    "gate_fresh": (0.94, 0.80),
    "gate_fresh_held": (0.85, 0.64),
    "gate_rivals": (0.93, 0.83),
    "gate_fresh_second": (0.90, 0.75),
    "gate_readers": (0.56, 0.81),
    "gate_readers_held": (0.59, 0.75),
}
# Sets worded without a look at the gate, in which every third sentence is a swap or says of one what is said of its rival:
# they have floors of their own here, and the sum, which was set before they were written, is that of the others; the bench
# holds all sets together to the goal.
FRESH = frozenset(
    {"gate_fresh", "gate_fresh_held", "gate_rivals", "gate_fresh_second", "gate_readers", "gate_readers_held"}
)
ALL_TOGETHER = (0.95, 0.90)
STRICT = (0.97, 0.93)  # the sets without a floor of their own, together
NEAR = (0.94, 0.89)  # one set of fifty sentences may lie a few of them below


@pytest.mark.slow
def test_no_set_falls_behind_and_all_together_reach_the_goal(encoder):
    verdicts = {path.stem: measure(path, encoder) for path in FILES}
    for name, (caught, kept) in verdicts.items():
        floor = FLOORS.get(name, NEAR)
        assert (share(caught) >= floor[0]) and (share(kept) >= floor[1]), (name, share(caught), share(kept))
    strict = [v for name, v in verdicts.items() if name not in FLOORS]
    earlier = [v for name, v in verdicts.items() if name not in FRESH]
    for sets, (caught, kept) in ((strict, STRICT), (earlier, ALL_TOGETHER)):
        assert share([ok for verdict, _ in sets for ok in verdict]) >= caught
        assert share([ok for _, verdict in sets for ok in verdict]) >= kept


def test_there_are_enough_cases_of_each_kind():
    cases = [c for path in FILES for c in load(path)]
    assert sum(len(c["corrupted"]) for c in cases) >= 100
    assert sum(len(c["paraphrases"]) for c in cases) >= 60
    kinds = {kind for c in cases for kind, _ in c["corrupted"]}
    assert {"negation", "number", "unit", "invention", "roles", "scope", "opposite", "name", "condition"} <= kinds


SOURCE = "Red blood cells carry oxygen from the lungs to the tissues. They live for about 120 days."


@pytest.mark.parametrize(
    "reason, text",
    [
        ("unsupported", "The stock market fell sharply in autumn."),
        ("number", "Red blood cells live for about 210 days."),
        ("unit", "Red blood cells live for about 120 hours."),
        ("name", "Red blood cells carry oxygen from the lungs to the tissues, as Harvey showed."),
        ("negation", "Red blood cells do not carry oxygen from the lungs to the tissues."),
        ("roles", "Red blood cells carry oxygen from the tissues to the lungs."),
        ("invention", "Red blood cells carry oxygen and microplastics from the lungs to the tissues."),
        ("quantity", "All red blood cells always carry oxygen from the lungs to the tissues."),
        ("cause", "Because red blood cells carry oxygen from the lungs to the tissues, they live for about 120 days."),
        ("empty", "..."),
    ],
)  # fmt: skip
def test_a_refusal_names_its_reason(reason, text, encoder):
    verdict = check_sentence(text, [SOURCE], encoder)
    assert (verdict.ok, verdict.reason) == (False, reason)
    assert verdict.detail


RULES = "The E.U. council, in turn, appoints judges, who review almost no national laws. The previous council had a little over thirty members."


@pytest.mark.parametrize(
    "ok, text",
    [
        (True, "The E.U. council appoints judges."),
        (True, "The judges review hardly any national laws."),
        (True, "The previous council had slightly more than thirty members."),
        (False, "The judges appoint the E.U. council."),
        (False, "The next council had a little over thirty members."),
        (False, "The previous council had a little under thirty members."),
    ],
)
def test_initials_asides_and_bounds_in_words_are_read(ok, text, encoder):
    assert check_sentence(text, [RULES], encoder).ok is ok


HISTORY = (
    "In the 14th century a Tunisian historian provided a theory of conflict. Radio waves are reflected by metal plates. "
    "Hydrogen forms at the cathode, oxygen at the anode. Each clerk signs all the forms."
)


@pytest.mark.parametrize(
    "ok, text",
    [
        (True, "A historian from Tunisia provided a theory of conflict in the 14th century."),
        (True, "Metal plates reflect radio waves."),
        (True, "Every clerk has to sign all the forms."),
        (False, "In the 16th century a Tunisian historian provided a theory of conflict."),
        (False, "Radio waves reflect metal plates."),
        (False, "Oxygen forms at the cathode."),
    ],
)
def test_centuries_places_arguments_and_parts_without_a_verb_are_read(ok, text, encoder):
    assert check_sentence(text, [HISTORY], encoder).ok is ok


DWARF = "The mass of a white dwarf cannot exceed 1.4 solar masses."
CEILING = "A price ceiling keeps a price from rising above a certain level: it is a legal maximum price."
PRIMARY = "Citizens are allowed to choose the party for which they vote in the primary."
EXTINCTION = (
    "Spontaneous recovery is the return of a previously extinguished conditioned response following a rest period. "
    "An extinguished response may return after a pause."
)


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, DWARF, "No white dwarf can be heavier than 1.4 solar masses."),
        (False, DWARF, "A white dwarf has a mass of at least 1.4 solar masses."),
        (False, CEILING, "A price ceiling sets the lowest price that the law accepts."),
        (False, PRIMARY, "Voters are forbidden to pick the party whose primary they take part in."),
        (False, EXTINCTION, "Spontaneous recovery means that an extinguished response never comes back."),
    ],
)
def test_bounds_permissions_and_denials_count_in_any_wording(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


KILNS = "Due to new kilns and cheap coal, families moved to the potteries."
VALVE = "Note that if the valve never opens, then the tank never fills. In that case the pump runs dry."
OIL = "The frost of 1709 killed most olive trees of the valley. Within two years, the shortage of oil drove prices up."
STEEL = "Cheaper steel brought about the growth of the railways."
GLAND = "Too much iodine is responsible for the swelling of the gland."
WEIR = "The new weir had gradually raised the level of the lake for the boats of the village."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, KILNS, "Families moved to the potteries because of new kilns and cheap coal."),
        (False, KILNS, "New kilns were made because families had moved to the potteries."),
        (True, VALVE, "If the valve never opens, the tank never fills."),
        (False, VALVE, "The valve never opens because the tank has not filled."),
        (True, OIL, "Prices went up because oil had become scarce."),
        (False, OIL, "Oil grew short because its prices had been driven up."),
        (True, STEEL, "Cheaper steel led to the growth of the railways."),
        (True, STEEL, "The growth of the railways was brought about by cheaper steel."),
        (False, STEEL, "Cheaper steel was brought about by the growth of the railways."),
        (True, GLAND, "The gland swells because of too much iodine."),
        (False, GLAND, "The swelling of the gland leads to too much iodine."),
        (False, WEIR, "The raised level of the lake brought about the new weir."),
    ],
)  # fmt: skip
def test_cause_and_effect_are_told_apart_however_they_are_linked(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


@pytest.mark.parametrize(
    "ok, text",
    [
        (True, "The erne is especially common near river mouths."),
        (False, "The erne is hardly common near river mouths."),
    ],
)
def test_what_a_thing_is_also_called_is_said_of_it(ok, text, encoder):
    source = "The sea eagle, sometimes called the erne, is particularly common near river mouths."
    assert check_sentence(text, [source], encoder).ok is ok


def test_a_comparison_may_be_drawn_between_two_statements_but_not_turned_round(encoder):
    source = "Copper pipes tend to have a higher price, while plastic pipes tend to have a lower price."
    assert not check_sentence("Plastic pipes tend to have a higher price than copper pipes.", [source], encoder).ok


def test_a_verbatim_sentence_always_passes(encoder):
    for sentence in ("Red blood cells carry oxygen from the lungs to the tissues.", "They live for about 120 days."):
        assert check_sentence(sentence, [SOURCE], encoder).ok


@pytest.mark.parametrize(
    "ok, text",
    [
        (True, "The southern mills have sold at a loss."),
        (False, "The northern mills have sold at a loss."),
        (False, "The weirs will fail."),
    ],
)
def test_a_clause_of_the_passage_passes_unless_its_sentence_only_supposes_it(ok, text, encoder):
    source = (
        "While the northern mills have earned a profit, the southern mills have sold at a loss. "
        "If the ice is thick, the weirs will fail."
    )
    assert check_sentence(text, [source], encoder).ok is ok


def test_a_clause_without_what_it_holds_for_is_left_to_the_other_judges(encoder):
    asked: list[str] = []

    def never(passages, sentence):
        asked.append(sentence)
        return "no"

    for source, text in (
        ("In wet years, the southern mills have sold at a loss.", "The southern mills have sold at a loss."),
        ("The southern mills have sold at a loss, in wet years.", "The southern mills have sold at a loss."),
        (
            "The north has gained, and the southern mills have sold at a loss.",
            "The southern mills have sold at a loss.",
        ),
    ):
        assert check_sentence(text, [source], encoder, never).reason in ("not_entailed", "condition", "invention")
    assert asked


@pytest.mark.parametrize(
    "ok, text",
    [
        (True, "One in five barges has suffered some kind of bow wave erosion."),
        (True, "One in five barges has suffered BWE."),
        (False, "One in nine barges has suffered some kind of bow wave erosion."),
    ],
)
def test_a_short_name_is_read_as_what_the_passage_introduces_it_for(ok, text, encoder):
    source = "Builders speak of bow wave erosion (BWE). Hulls are the first to show it. One in five barges has suffered some form of BWE."
    assert check_sentence(text, [source], encoder).ok is ok


def test_without_a_passage_nothing_passes(encoder):
    assert check_sentence("Red blood cells carry oxygen.", [], encoder).reason == "empty"
