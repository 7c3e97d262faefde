"""Names of things in a sentence that may be titles."""

import pytest

from t2v_core.planning.english.grammar import main_clause
from t2v_core.planning.naming import is_cut, names_thing, object_of, says_little, subject_of, terms, things_of
from t2v_core.planning.spelt import Spelling
from t2v_core.planning.titles import statement


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("The number of rooms has to be known in advance.", "number of rooms"),
        ("The best cheese is found in the valley.", "cheese"),
        ("Mountain lakes formed in the northern provinces of the old kingdom are deep.", "Mountain lakes"),
    ],
)
def test_the_subject_of_a_sentence_is_named(sentence: str, subject: str) -> None:
    assert subject_of(sentence, main_clause(sentence)) == subject


def test_the_object_is_named_only_where_the_sentence_affirms_it() -> None:
    def named(sentence: str) -> str:
        return object_of(main_clause(sentence))

    assert named("Many farmers know the price of wheat: it is high.") == "price of wheat"
    assert named("It is necessary to understand river locks and canals.") == "river locks and canals"
    assert not named("Not all mills have equal water rights.")
    assert not named("The mill does not use a steam engine.")
    assert not named("Milling became a central part of political and social life.")


def test_a_name_of_no_thing_is_no_title() -> None:
    assert (
        names_thing("lack of sleep")
        and names_thing("idea behind milling")
        and names_thing("securely fixed ladders")
        and names_thing("costs of moving grain over land")
    )
    assert not names_thing("first step") and not names_thing("quickly")
    assert says_little("different type of bread") and not says_little("number of loaves")
    assert says_little("significant portion") and says_little("rural problems") and not says_little("flour trade")
    assert says_little("roofs of many mills") and says_little("clear contrast between barley")
    assert not any(map(says_little, ("economic development", "physical change", "electrical activity", "legal entity")))
    assert not any(map(says_little, ("initial condition", "bond between atoms", "competition between species")))
    assert says_little("change") and says_little("development")
    assert says_little("couple of moving parts") and not names_thing("Anna Miller’s")


def test_what_a_thing_is_made_and_what_a_name_stands_beside_are_no_object() -> None:
    def named(sentence: str) -> str:
        return object_of(main_clause(sentence))

    assert not named("Gravel makes the mountain road smoother.")
    assert not named("Stones are worn remains from the mills that burnt.")
    assert not named("Milling grew out of the work of a Dutch miller, Jan Molen, who built sails.")


def test_things_are_named_with_what_they_are_of() -> None:
    assert things_of("The pump sends streams of cold water to the mill.") == ["streams of cold water"]
    assert things_of("She bought a lot of apples.") == []


def test_a_name_is_not_cut_at_an_initial() -> None:
    assert things_of("The mills of Anna B. Miller burnt down.") == ["mills of Anna B. Miller"]
    assert "T. aestivum grains" in terms("Barley and T. aestivum grains are ground in the mill.")


def test_terms_have_no_words_that_rate_and_no_verbs() -> None:
    assert terms("A much higher water level follows.") == ["water level"]
    assert "record cold winters" not in terms("The maps help them to record cold winters.")


def test_a_name_of_two_words_keeps_its_capitals_in_a_heading_though_its_words_are_common() -> None:
    texts = [
        "It ended in the Mill War.",
        "Before the Mill War it rained.",
        "Towns lost the Mill War.",
        "A war of mills.",
    ]
    assert Spelling(texts).heading("THE CAUSES OF THE MILL WAR") == "The causes of the Mill War"
    assert Spelling([*texts, "Two mill wars came."]).heading("THE MILL WAR") == "The Mill War"
    assert Spelling(["The mill war was a war on mills."]).heading("THE MILL WAR") == "The mill war"


def test_a_doing_is_no_name_without_what_is_done() -> None:
    text = "A careful examination of the composition of hard and of soft northern rocks shows two layers."
    assert subject_of(text, main_clause(text)) == ""


def test_names_keep_their_capitals_inside_a_title() -> None:
    spelling = Spelling(
        ["After the Civil War the town grew.", "Its civil servants and the Long Bridge, a long bridge, stayed."]
    )
    assert spelling.inside("Civil War") == "Civil War"
    assert spelling.inside("Civil servants") == "civil servants"
    assert Spelling(["A Long War and a long war."]).inside("Long War") == "long war"  # never "long War"
    assert Spelling(["The Anglo-Norman mills."]).heading("THE ANGLO-NORMAN MILLS") == "The Anglo-Norman mills"
    assert spelling.heading("LONG BRIDGE") == "Long Bridge"


def test_a_subject_keeps_no_adverb_and_a_figure_is_none() -> None:
    def named(sentence: str) -> str:
        return subject_of(sentence, main_clause(sentence))

    assert named("The main canal first divides into narrow ditches.") == "canal"
    assert named("Figure 3 shows the price of wheat.") == ""
    assert not statement("Table 2 lists the price of wheat.", 7)
    assert not statement("Steam engines are stronger than that.", 7)


def test_a_heading_in_capitals_keeps_names_only() -> None:
    spelling = Spelling(["For most Americans the crisis was new, and few had savings."])
    assert spelling.heading("THE NEW REALITY FOR AMERICANS") == "The new reality for Americans"
    assert Spelling(["DNA is a double helix."]).heading("THE STRUCTURE OF DNA") == "The structure of DNA"


@pytest.mark.parametrize(
    ("name", "text", "cut"),
    [
        ("Relief at the ending", "Relief at the ending of the flood was short.", True),
        ("Efforts to offer", "Efforts to offer the millers a rest have failed.", True),
        ("Daily strain from trying", "Daily strain from trying to lift the stone bends the arm.", True),
        ("Rate of milling", "The rate of milling depends on the river.", False),
        ("—", "The mill — old — stands.", False),
        ("Draining of the fen", "The draining of the fen took years.", False),
    ],
)
def test_a_name_that_ends_too_early_is_known(name: str, text: str, cut: bool) -> None:
    assert is_cut(name, text) is cut


def test_a_name_may_open_with_a_word_that_is_also_a_verb_and_ends_before_what_is_aimed_at() -> None:
    assert names_thing("mean squared error")
    assert things_of("The toll is a measure of a town’s wealth.") == []
    clause = main_clause("Decoys are wooden birds with the aim to lure ducks.")
    assert clause is not None and "aim" not in object_of(clause)
