"""A topic with a section of its own is told from that section: the heading is its name, or means it."""

from dataclasses import replace

import pytest

from t2v_core.book.embed import load_encoder
from t2v_core.book.model import Book
from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.english.sentences import clean_sentences
from t2v_core.planning.gather import Passages
from t2v_core.planning.own_sections import own_sections
from t2v_core.planning.shortlist import MAX_RATED, shortlist
from t2v_core.planning.topic import read_topic
from t2v_core.retrieval.model import SearchSettings

PAGES = (
    (
        ("Volcanoes",),
        "A volcano is an opening in the crust through which molten rock reaches the surface. "
        "Most of them stand where two plates meet.",
    ),
    (
        ("Volcanoes", "Magma chambers"),
        "Molten rock gathers in a chamber below the mountain before a volcanic eruption. The pressure in the chamber rises while gas leaves the melt.",
    ),
    (
        ("Volcanoes", "Eruptions"),
        "A volcanic eruption begins when the pressure breaks the rock above the chamber. "
        "Thick lava explodes into ash, whereas thin lava flows down the slope.",
    ),
    (
        ("Volcanoes", "Warning signs"),
        "Small earthquakes and a swelling slope announce a volcanic eruption. Instruments on the slope measure the tilt of the ground.",
    ),
    (
        ("Rivers", "Deltas"),
        "A river that reaches the sea drops its sand. Volcanoes along the coast add ash to the delta.",
    ),
)


@pytest.fixture(scope="module")
def encoder(module_host):
    return load_encoder("", module_host)


@pytest.fixture(scope="module")
def module_host():
    from t2v_core.host import LocalHost

    return LocalHost()


@pytest.fixture
def book(evidence_of, encoder):
    """Evidence with the book it came from, embedded by the real encoder."""
    evidence = evidence_of("volcanoes", PAGES, scores=(0.8, 0.6, 0.6, 0.5, 0.4))
    chunks = tuple(h.chunk for h in evidence.hits)
    vectors = encoder.encode([c.text for c in chunks])
    book = Book("book", "A Short Course", (), "course.pdf", 5, chunks, (), vectors, encoder.name)
    return replace(evidence, books=(book,), settings=SearchSettings(min_chunk_words=5))


def _headings(evidence, topic, encoder):
    own = own_sections(evidence, read_topic(topic), encoder.encode)
    return {h.chunk.section[own[h.chunk.id] - 1] for h in evidence.hits if h.chunk.id in own}


def test_a_heading_that_is_the_topics_name_makes_its_parts_the_topics_own(book, encoder):
    assert _headings(book, "volcanoes", encoder) == {"Volcanoes"}
    assert len(own_sections(book, read_topic("volcanoes"), encoder.encode)) == 4


def test_a_heading_that_means_the_topic_is_its_own_and_a_part_of_few_passages_is_not(book, encoder):
    assert _headings(book, "volcanic eruptions", encoder) == {"Volcanoes"}


def test_a_heading_near_in_meaning_whose_passages_lack_the_topics_words_is_not_its_own(book, encoder):
    assert _headings(book, "eruptions of Vesuvius", encoder) == set()


def test_a_heading_with_little_of_a_long_name_is_not_its_own(book, encoder):
    assert _headings(book, "volcanic eruption warning instruments", encoder) == set()
    assert _headings(book, "volcanic eruptions", encoder) == {"Volcanoes"}


def test_a_topic_that_no_heading_means_has_no_section_of_its_own(book, encoder):
    assert _headings(book, "photosynthesis", encoder) == set()


def test_every_part_of_the_topics_own_section_is_heard_though_others_name_the_topic_more_often(evidence_of, host):
    naming = " ".join(f"The volcano of island {n} has a volcano beside it of {n} thousand years." for n in range(150))
    parts = tuple((("Volcanoes", f"Part {n}"), f"Deep rock of layer {n} melts and slowly rises.") for n in range(12))
    evidence = evidence_of("volcanoes", ((("Volcanoes", "Islands"), naming), *parts), scores=(0.8, *[0.5] * 12))
    topic, passages = read_topic("volcanoes"), Passages(evidence, host)
    passages.find_focus(topic)
    found = shortlist(clean_sentences(evidence.hits), topic, passages)
    assert len(found) == MAX_RATED
    assert {s.hit.chunk.section[-1] for s in found} == {"Islands", *(f"Part {n}" for n in range(12))}


def test_the_own_section_is_the_widest_whose_heading_has_the_whole_name(evidence_of, encoder):
    inner = "Collecting scrap metal"
    for outer, own in (("Modern scrap metal collection", 2), ("Scrap metal collection and glass", 1), ("Recycling", 1)):
        pages = (
            ((outer, "Yards"), "Cranes lift iron onto ships that carry it away."),
            ((outer, inner), "Scrap metal is collected by small firms that sell it on."),
        )
        evidence = evidence_of("scrap metal collection", pages, scores=(0.7, 0.6))
        assert len(own_sections(evidence, read_topic("scrap metal collection"), encoder.encode)) == own


def test_a_heading_that_says_what_a_question_asks_is_its_own_with_all_its_parts(evidence_of, encoder):
    pages = (
        (("Conflict resolution",), "Two ways are known to end a quarrel."),
        (("Conflict resolution", "Lots"), "A straw is drawn by each side, and the longer one wins."),
        (("Conflict reports",), "A conflict is reported at night."),
    )
    evidence = evidence_of("conflicts", pages, scores=(0.7, 0.6, 0.5))
    own = own_sections(evidence, read_topic("how does a village council resolve conflicts"), encoder.encode)
    assert set(own) == {h.chunk.id for h in evidence.hits[:2]}


def test_a_film_of_a_chapter_tells_its_parts_in_the_books_order(book, module_host):
    plan = make_plan(PlanRequest("volcanoes", seconds=45), book, module_host).plan
    by_id = {e.id: e.section for e in plan.evidence}
    told = [by_id[s.claims[0].evidence_ids[0]] for s in plan.scenes]
    assert told[0] == ["Volcanoes"]
    assert {tuple(s) for s in told} >= {("Volcanoes", "Eruptions"), ("Volcanoes", "Warning signs")}
    assert ["Rivers", "Deltas"] not in told


def test_sentences_of_the_chapter_lead_scenes_though_they_do_not_name_the_topic(book, module_host):
    plan = make_plan(PlanRequest("volcanoes", seconds=45), book, module_host).plan
    unnamed = [s for s in plan.scenes if "volcano" not in s.narration.lower()]
    assert unnamed


def test_a_filter_on_a_section_holds_for_what_is_read_beside_the_hits(book, module_host):
    asked = replace(book, hits=book.hits[2:3], settings=SearchSettings(min_chunk_words=5, section="Eruptions"))
    plan = make_plan(PlanRequest("volcanoes", seconds=20), asked, module_host).plan
    assert {tuple(e.section) for e in plan.evidence} == {("Volcanoes", "Eruptions")}


def test_no_sentence_is_said_twice(book, module_host):
    for seconds in (30, 45, 60):
        claims = [
            c.text
            for s in make_plan(PlanRequest("volcanoes", seconds=seconds), book, module_host).plan.scenes
            for c in s.claims
        ]
        assert len(claims) == len(set(claims))


SORTING = (
    (
        ("Insertion sort",),
        "Insertion sort is an algorithm that puts a list in order by moving one item at a time. The method is quick on short lists.",
    ),
    (
        ("Insertion sort", "The steps"),
        "The algorithm works as follows:\n\n1. Take the next item of the list.\n\n2. Compare the item with those before it.\n\n"
        "3. Move every larger item one place to the right.\n\n4. Put the item into the gap that is left.",
    ),
    (
        ("Insertion sort", "Cost"),
        "The number of comparisons grows with the square of the length. On a list that is nearly in order the cost is low. "
        "Long lists are better split into halves first, because each half is cheap to sort.",
    ),
)


def test_the_steps_of_the_topics_own_algorithm_are_shown_as_it_runs(evidence_of, module_host):
    evidence = evidence_of("insertion sort", SORTING, scores=(0.8, 0.7, 0.6))
    scenes = make_plan(PlanRequest("insertion sort", seconds=40), evidence, module_host).plan.scenes
    [steps] = [s for s in scenes if len(s.claims) == 4]
    assert steps.visual.template == "sorting"
    folding = [
        (tuple(h.replace("Insertion sort", "Paper folding") for h in s), t.replace("Insertion sort", "Paper folding"))
        for s, t in SORTING
    ]
    evidence = evidence_of("paper folding", folding, scores=(0.8, 0.7, 0.6))
    scenes = make_plan(PlanRequest("paper folding", seconds=40), evidence, module_host).plan.scenes
    [steps] = [s for s in scenes if len(s.claims) == 4]
    assert steps.visual.template == "process"
