"""What a sentence is worth to a film is learned from readers; what is hardly worth saying opens no scene."""

from dataclasses import replace

import pytest

from devtools.ratings import FLOW, WORTH, by_fact, chosen, unseen
from t2v_core.planning import PlanRequest, flow, make_plan, worth
from t2v_core.planning.candidates import LEAST_WORTH
from t2v_core.planning.choose import choose_leads
from t2v_core.planning.english.sentences import clean_sentences
from t2v_core.planning.extractive import rated_sentences
from t2v_core.planning.gather import Passages
from t2v_core.planning.rating import rate
from t2v_core.planning.topic import read_topic

PAGES = (
    (
        ("Cells", "Osmosis"),
        "Osmosis is the movement of water through a membrane towards the side with more dissolved matter. "
        "A membrane lets water pass and holds back larger molecules. "
        "Many learners believe that osmosis needs a pump in 40 of her cells. "
        "There are several kinds of osmosis.",
    ),
    (
        ("Cells", "Osmosis", "Pressure"),
        "Osmosis lets water press against the wall of a cell from inside. "
        "This pressure against the wall is called turgor, and it keeps a leaf stiff during osmosis. "
        "A cell in salty water loses water by osmosis and shrinks.",
    ),
)


@pytest.fixture
def worths(evidence_of, host) -> dict[str, float]:
    """Worth by the first words of the sentences on osmosis."""
    evidence = evidence_of("osmosis", PAGES, scores=(0.8, 0.7))
    return {c.sentence.text[:12]: c.worth for c in rated_sentences(PlanRequest("osmosis"), evidence, host)}


@pytest.mark.parametrize(("model", "used"), [(WORTH, worth), (FLOW, flow)], ids=["worth", "flow"])
def test_the_weights_are_those_that_the_ratings_give(model, used):
    data = model.data()
    weights, average = model.fit(data["facts"], data["ratings"], data["names"])
    assert dict(zip(data["names"], weights, strict=True)) == pytest.approx(used.WEIGHTS, abs=0.011)
    assert average == pytest.approx(used.AVERAGE, abs=0.011)


@pytest.mark.parametrize(("model", "nearest"), [(WORTH, "relevance"), (FLOW, "near")], ids=["worth", "flow"])
def test_in_books_that_the_fit_has_not_seen_it_chooses_better_than_the_nearest_meaning(model, nearest):
    data = model.data()
    assert chosen(model, unseen(model, data)).good > chosen(model, by_fact(nearest, data)).good + 0.05


def test_a_definition_is_worth_most_and_an_anecdote_or_an_announcement_little(worths):
    assert worths["Osmosis is t"] == max(worths.values())
    assert worths["A cell in sa"] > worths["There are se"] + 0.5
    assert worths["Many learner"] < worths["A membrane l"] - 0.3


def test_what_is_hardly_worth_saying_opens_no_scene(evidence_of, host):
    evidence = evidence_of("osmosis", PAGES, scores=(0.8, 0.7))
    leading = [c for c in rated_sentences(PlanRequest("osmosis"), evidence, host) if c.leads]
    assert len(leading) > 3
    assert not any(replace(c, worth=LEAST_WORTH - 0.01).leads for c in leading)
    assert all(replace(c, worth=LEAST_WORTH - 0.01, wanting=True).leads for c in leading)


NAMED_BEHIND = (
    (
        ("Cells", "Osmosis"),
        "Many people meet the movement of water in 30 raisins that swell. "
        "This is called osmosis, and it is the movement of water through a membrane to salt.",
    ),
)


@pytest.fixture
def named_behind(evidence_of):
    return evidence_of("osmosis", NAMED_BEHIND, scores=(0.8,))


def test_a_definition_that_leans_on_the_sentence_before_is_told_with_it(named_behind, host):
    sentences = rated_sentences(PlanRequest("osmosis"), named_behind, host)
    draft = choose_leads(sentences, 1, 60)[0]
    assert [c.sentence.text[:12] for c in draft.sentences] == ["Many people ", "This is call"]
    assert [len(d.sentences) for d in choose_leads(sentences, 1, 60, pairs=False)] in ([1], [])


def test_a_very_short_film_has_no_sentence_that_needs_another(evidence_of, host):
    evidence = evidence_of("osmosis", NAMED_BEHIND + PAGES, scores=(0.8, 0.7, 0.6))
    plan = make_plan(PlanRequest("osmosis", seconds=10, scenes=1), evidence, host).plan
    assert [len(s.claims) for s in plan.scenes] == [1]


def test_what_a_section_says_of_its_own_heading_is_worth_as_much_in_a_long_film(evidence_of, host):
    evidence = evidence_of("osmosis", PAGES, scores=(0.8, 0.7))
    topic = read_topic("osmosis", "")
    passages = Passages(evidence, host)
    sentences = clean_sentences(passages.hits)
    alone = rate(sentences, topic, passages.encode, focus={s.hit.chunk.id: 1.0 for s in sentences})
    short = {c.sentence.text: c.worth for c in rated_sentences(PlanRequest("osmosis"), evidence, host)}
    told = [(c.worth, short[c.sentence.text]) for c in alone if c.sentence.text in short]
    assert told and max(b - a for a, b in told) < 0.25
