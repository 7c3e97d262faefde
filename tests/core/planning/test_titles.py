"""Titles, labels and terms read off a sentence: true to it, whole, and in its own words."""

import numpy as np
import pytest

from t2v_core.planning.candidates import Candidate, Sentence
from t2v_core.planning.counted_titles import in_steps
from t2v_core.planning.definition_titles import what_is
from t2v_core.planning.draft import Draft
from t2v_core.planning.english.grammar import main_clause
from t2v_core.planning.labels import label
from t2v_core.planning.naming import subject_of, terms
from t2v_core.planning.plan import Scene, Visual
from t2v_core.planning.section_titles import HINTED, SAID, heading_of, headings_of, tells
from t2v_core.planning.structure.model import Finding
from t2v_core.planning.titles import assertion, deed, first_doing, is_sound, named, statement
from t2v_core.planning.topic import NUMBER, read_topic
from t2v_core.planning.visuals import Steps
from t2v_core.planning.wording import Wording


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def test_a_scene_of_steps_is_not_called_after_its_first(evidence_of) -> None:
    picture = Finding("process", Steps(steps=[{"text": t, "evidence_id": "e1"} for t in ("Soak", "Dry")]), 0.9, ())

    def named(section: str) -> list[str]:
        (hit,) = evidence_of("leather", [(("Leather", section), "Soak the hides in lime.")], [0.5]).hits
        said = Candidate(Sentence(hit.chunk.text, hit, 0, False), np.ones(1), 0.0, 0.0, 0.0, 0.0)
        draft = Draft("mechanism", [said], steps=picture)
        return in_steps("Leather", hit.chunk.section, draft)

    assert [t for t in named("Tanning") if t] == ["Tanning: step by step"]
    assert named("How Hides Are Tanned")[0] == "How Hides Are Tanned"


def test_steps_under_the_topics_own_heading_are_called_by_it(evidence_of) -> None:
    picture = Finding("process", Steps(steps=[{"text": t, "evidence_id": "e1"} for t in ("Soak", "Dry")]), 0.9, ())
    (hit,) = evidence_of("hide tanning", [(("Leather", "Hide Tanning"), "Lime is rubbed in.")], [0.5]).hits
    said = Candidate(Sentence(hit.chunk.text, hit, 0, False), np.ones(1), 0.0, 0.0, 0.0, 0.0)
    draft = Draft("mechanism", [said], steps=picture)
    assert "Hide tanning: step by step" in in_steps("Hide tanning", hit.chunk.section, draft)


def test_the_first_of_several_doings_is_told() -> None:
    told = "Many millers work on small sails and share that knowledge with the guests of the mill."
    assert first_doing(told, 8) == "Many millers work on small sails"
    assert first_doing("The rebels did not take the town and left the coast.", 8) == ""
    assert first_doing("The rebels took the town.", 8) == ""


def test_a_deed_is_told_without_where_it_was_done() -> None:
    assert deed("Mills can lose a large amount of flour in their old age.") == "Mills can lose a large amount of flour"
    assert deed("Common ills of the sail include rot, frost, and worms in the beams.") == ""
    assert deed("The loom has one input, one hidden wheel and one output.") == ""
    assert deed("The miller claims that the river floods the mill, at least in spring.") == ""
    assert deed("The millers took a keen interest in the long canal.") == ""


def test_a_statement_is_whole_or_none() -> None:
    assert statement("The dam has two gates, which open inwards.", 7) == "The dam has two gates"
    assert statement("Mosses are not woody, and their stems are short.", 7) == "Mosses are not woody"
    assert (
        statement("Eels are not bound to the pond, but they drift down the river.", 7)
        == "Eels are not bound to the pond"
    )
    assert not statement("The mill was far from perfect, but its owner grew rich.", 7)
    assert statement("Milling is seen as a service because it feeds the poor.", 6) == "Milling is seen as a service"
    assert not statement("The mill did not close because of the flood alone.", 6)
    assert not statement("The mill is not old because it is worn.", 6)
    assert not statement("If the gate is shut, the lock fills.", 7)
    assert not statement(
        "if it rains for long, then the lock fills.", 7
    )  # a sentence may begin small where its opening is left off
    assert not statement("Of all the crops, wheat proved to be the most important.", 8)
    assert not statement("Mills were more numerous, but smaller, in the past than they are today.", 7)
    assert not assertion("Milling is the task of grinding dry grain into flour for the bakers of a town.")
    assert not assertion("The plan puts all the mills under the rule of one council of farmers.")


def test_a_label_adds_to_the_title_and_is_no_half_phrase() -> None:
    def labelled(sentence: str, title: str, role: str = "mechanism") -> str:
        return label(sentence, role, title, 20)

    stops = "The mill stops each winter, because the river freezes."
    assert labelled(stops, "Why the mill stops") == "The river freezes"
    lock = "A sluice is a basin that lifts boats by letting water in through its gates at one end."
    assert labelled(lock, "What is a sluice?", "definition") == "Basin that lifts boats"
    weir = "A weir is a wall of stones that people of the town built across the whole width of a river."
    assert labelled(weir, "What is a weir?", "definition") == ""
    gates = "The gates hold back the water of the upper river while the boats are waiting."
    assert labelled(gates, "The gates hold back the water of the upper river") == ""
    thrift = "Thrift is a virtue of old millers and therefore enjoys respect."
    assert labelled(thrift, "What is thrift?", "definition") == "Virtue of old millers"
    built = "In the next spring, the town will build a high wall of stones for the weir."
    assert labelled(built, "The weir") == ""  # "high wall of stones for the weir": who does what with it?
    assert labelled("Milling pays in large towns and small villages just as it does in seaports.", "Mills") == ""
    held = (
        "While the farmer asked for rain, the miller knew floods and held that without any rain, no wheel could turn."
    )
    assert labelled(held, "The miller") == ""


@pytest.fixture
def titles_of(evidence_of):
    """The titles of scenes of one sentence each, in a book that says no more than they."""

    def of(topic: str, *sentences: str) -> list[str]:
        hits = evidence_of(topic, [(("Mills",), s) for s in sentences], [0.5] * len(sentences)).hits
        wording = Wording(read_topic(topic), sentences)
        said = [Candidate(Sentence(h.chunk.text, h, 0, False), np.ones(1), 0.0, 0.0, 0.0, 0.0) for h in hits]
        return [wording.title(Draft("key_idea", [c]), Visual(template="statement")) for c in said]

    return of


def test_a_topic_stands_beside_no_place_and_no_plural(titles_of) -> None:
    rain = "It was in the Mill War that it rained on the coast."
    assert " and " not in titles_of("Mill War", rain, "The coast was rich.", "The coast is wide.")[0]
    assert titles_of("damping", "It slows with damping, by friction.", "It is friction.")[0] == "Damping and friction"


def test_a_scene_about_one_kind_of_the_topic_is_called_by_it(titles_of) -> None:
    titles = titles_of(
        "mill", "In post mills, the whole house turns into the wind.", "In wet years, mills stand still."
    )
    assert titles[0] == "Post mills" and "years" not in titles[1]


def test_a_few_of_many_give_no_title(titles_of) -> None:
    assert not titles_of("mill", "A few old mills of the fen have a roof that turns.")[0].startswith(("Few", "A few"))


def test_a_name_is_not_parted_from_what_it_is_of(titles_of) -> None:
    said = "According to the guild, to know the legal status of the river is needed to keep a rich land."
    assert titles_of("milling", said)[0] == "Legal status of the river"


def test_scenes_that_say_the_same_are_called_by_what_else_they_name(titles_of) -> None:
    titles = titles_of("damping", *["It slows with damping, by the brakes of the mill and its wheels and gears."] * 6)
    assert len(set(titles)) == 6 and not any(", part " in t for t in titles)


@pytest.mark.parametrize(
    "title",
    [
        "“” wheels turn",
        "” wheels turn",
        "The “slow wheel",
        "v⃗ is always small",
        'A "wheel',
        "What trade. The king taxed",
    ],
)
def test_half_a_quotation_and_a_letter_with_a_mark_are_no_title(title: str) -> None:
    assert not is_sound(title)
    assert is_sound("The “slow” wheel") and is_sound("Café owners’ wheels")


def test_a_scene_is_not_called_by_what_it_is_compared_with_nor_by_a_word_for_anything(titles_of) -> None:
    than = "It was damping in a wheel that (once) had a lower pitch than the copper brake."
    assert titles_of("damping", than)[0] != "Copper brake"
    role = "If damping takes a role in the mill, it is a role for its gears."
    assert " role" not in titles_of("damping", role)[0]


def test_a_place_is_no_title_nor_what_a_chart_shows(titles_of) -> None:
    place = "As damping set in, it was heard in the copper hall."
    assert "opper hall" not in titles_of("damping", place, "A copper hall.", "The copper hall.")[0]
    text = "Charts showing that old stars are the likely end of suns were first drawn by a clerk."
    assert subject_of(text, main_clause(text)) == ""


def test_a_word_of_another_thing_does_not_stand_beside_the_topic(titles_of) -> None:
    told = "It adds damping to the output of each hidden spring."
    assert " and spring" not in titles_of("damping", told, "A spring bends.", "The spring is long, a spring.")[0]
    assert terms("Gravel makes the mountain road smoother.")[-1] == "mountain road"


def test_what_stands_in_brackets_is_no_title(titles_of) -> None:
    aside = "It was damping at the end of it all (following the copper brake)."
    assert "opper brake" not in titles_of("damping", aside, "A copper brake.", "The copper brake.")[0]


def test_a_thing_named_at_the_end_keeps_its_article_before_its_short_form() -> None:
    named = "A mill that stands on a raft in a river is called a boat mill (BM)."
    assert what_is(named, main_clause(named), "", _small)[0] == "What is a boat mill?"


def test_a_heading_is_a_title_only_where_the_scene_says_what_it_names() -> None:
    topic = {"mill"}
    pressing = ["The chest is pressed at the mill's gate until help arrives."]
    assert not tells("Location of the Mill", topic, pressing, HINTED)
    assert not tells("Floods and Storms", topic, ["A flood may carry the mill away."], SAID)
    assert tells("Floods and Storms", topic, ["A flood or a storm may carry the mill away."], SAID)
    assert not tells("The Mill", topic, ["The mill grinds grain."], SAID)  # names no more than the topic
    assert heading_of(("Part 2", "3.1 Choosing the stones")) == "Choosing the stones"
    assert heading_of(("Part 2", "Key Terms")) == ""
    assert heading_of(("Part 2", "1.2.1Choosing the stones")) == "Choosing the stones"
    assert headings_of(("The mill", "The stones", "Summary and discussion")) == ["The stones", "The mill"]


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("1712 Floods of the valley", "1712 Floods of the valley"),
        ("Part a of the mill", "Part a of the mill"),
        ("I beams", "I beams"),
        ("V belts of mills", "V belts of mills"),
        ("T. aestivum and barley", "T. aestivum and barley"),
        ("6 Back-propagation nets", "Back-propagation nets"),
        ("10 Mills of the valley", "Mills of the valley"),
        ("Chapter 101 Mills of the valley", "Mills of the valley"),
        ("Part IV Mills of the valley", "Mills of the valley"),
        ("IV. Mills of the valley", "Mills of the valley"),
        ("A.2 Mills of the valley", "Mills of the valley"),
        ("1712. Floods of the valley", "Floods of the valley"),
    ],
)
def test_a_heading_loses_its_number_and_no_word(heading: str, bare: str) -> None:
    assert heading_of((heading,)) == bare
    assert NUMBER.sub("", heading) == bare


def test_where_no_scene_names_the_topic_the_first_title_does():
    scenes = [
        Scene(id=f"s{n}", title=title, role="key_idea", seconds=5.0, claims=[], narration=said)
        for n, (title, said) in enumerate(
            (("Form of the density", "The form varies."), ("Costs", "It costs little.")), 1
        )
    ]
    titles = [s.title for s in named(scenes, read_topic("naive Bayes"), str.lower)]
    assert titles == ["Naive Bayes: form of the density", "Costs"]
    assert named(scenes, read_topic("density"), str.lower) == scenes
