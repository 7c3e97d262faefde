"""Subject and verb of textbook sentences, where the tagger's lexicon alone goes wrong."""

import pytest

from t2v_core.planning.english.grammar import main_clause


@pytest.mark.parametrize(
    ("sentence", "subject", "verb"),
    [
        ("Cells store energy in glucose.", "Cells", "store"),
        ("Price floors and price ceilings often lead to shortages.", "Price floors and price ceilings", "lead"),
        ("The quantity demanded does not equal the quantity supplied.", "The quantity demanded", "does not equal"),
        ("The purpose of price supports is to prevent swings.", "The purpose of price supports", "is to prevent"),
        ("The law of demand states that a higher price lowers demand.", "The law of demand", "states"),
        ("The centrosomes begin to move to the poles of the cell.", "The centrosomes", "begin to move"),
        ("The causes can be summed up in one word.", "The causes", "can be summed"),
        ("Active transport mechanisms move small materials.", "Active transport mechanisms", "move"),
        ("Active transport moves ions and creates a difference in charge.", "Active transport", "moves"),
        ("Each time the heart beats, blood is pushed out.", "blood", "is pushed"),
        ("Short for binary digit, a bit is zero or one.", "a bit", "is"),
        ("Taxes on trade used to be common.", "Taxes on trade", "used to be"),
        ("To find the root, the method halves the interval.", "the method", "halves"),
        ("As the gas cools, its pressure falls.", "its pressure", "falls"),
        ("Compared to the first method, the second is a compromise.", "the second", "is"),
        ("Following the war, trade grew again.", "trade", "grew"),
        ("Rather than growing as we want, plants die.", "plants", "die"),
        ("Just as cells take in food, plants use light.", "plants", "use"),
        ("Even though the war ended, prices rose for years.", "prices", "rose"),
        ("The energy lost from the system must be replaced.", "The energy lost from the system", "must be replaced"),
        (
            "Darwin’s pioneering work with finches contributed greatly.",
            "Darwin’s pioneering work with finches",
            "contributed",
        ),
        ("Brain waves during deep sleep appear slow.", "Brain waves during deep sleep", "appear"),
        ("The oldest tool of the trade—open kilns—works by slow heat.", "The oldest tool of the trade", "works"),
        ("The guild – it had few members – closed the mill.", "The guild", "closed"),
        ("When the sluice is low, the wheel will turn slower, or stop, to spare its teeth.", "the wheel", "will turn"),
        ("This acts as a store of heat.", "This", "acts"),
        (
            "The volume of filtrate left in the pan is termed the residue.",
            "The volume of filtrate left in the pan",
            "is termed",
        ),
        ("The method works in practice.", "The method", "works"),
        ("Some stars fall in the lower left; they are dim.", "Some stars", "fall"),
        ("We measure the depth of the river.", "We", "measure"),
        ("If a raft is heavy, it floats deep in the water.", "it", "floats"),
        ("Millers also built dams and canals.", "Millers", "built"),
        ("In 1859, the council established a harbour for the fishermen.", "the council", "established"),
        ("After the flood, the council opened a second canal.", "the council", "opened"),
        ("Dredging led to deeper rivers in the valley.", "Dredging", "led"),
        ("With a pole she pushed the raft into the reeds.", "she", "pushed"),
        ("Across a narrow valley the banks point in opposite directions.", "the banks", "point"),
        ("Members of each guild decide who may fish.", "Members of each guild", "decide"),
    ],
)
def test_the_main_verb_is_found(sentence, subject, verb):
    clause = main_clause(sentence)
    assert (clause.subject, clause.verb) == (subject, verb)


def test_a_verb_with_an_apostrophe_and_a_subject_of_none_are_negated():
    assert main_clause("Critics don’t see a conflict in this.").negated
    assert main_clause("None of the rules will slow the program.").negated


@pytest.mark.parametrize(
    "sentence",
    [
        "Every time a function is called a new frame is created.",
        "Whereas the work with dogs involved reflexes, Watson studied the emotions.",
        "Central to every language are the notions of class and method.",
    ],
)
def test_what_opens_a_sentence_is_not_taken_for_its_subject(sentence):
    assert main_clause(sentence) is None


def test_what_stands_between_commas_behind_the_verb_is_no_part_of_what_is_said():
    clause = main_clause("Milling is, among other things, a craft and a trade.")
    assert clause is not None and clause.rest == "a craft and a trade"
    clause = main_clause("Milling is, in wet years, profitable, and the mills are many.")
    assert clause is not None and clause.rest.startswith(", in wet years")


def test_a_comma_without_a_blank_parts_no_clauses():
    assert main_clause("Common to acids,bases and salts are two facts.") is None


def test_a_sentence_is_read_alike_when_its_own_opening_was_left_out():
    told = "hen millers, bakers, and farmers are paid in coin, then people can worry less about the weight of a loaf."
    whole, cut = main_clause(f"W{told}"), main_clause(f"w{told}")
    assert whole and cut and whole == cut and whole.verb == "can worry"
