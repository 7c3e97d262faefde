"""A sentence read in its own order: statements, and each doing of one subject with its denial and its object."""

import pytest

from t2v_core.planning.english.grammar import Clause, main_clause
from t2v_core.planning.structure import Source, extract
from t2v_core.planning.structure.predicates import predicates
from t2v_core.planning.structure.subjects import subject_of
from tests.core.planning.test_structure import found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Small teams rarely have formal leaders.", ("Small teams", "rarely have", "formal leaders")),
        ("Nerve cells almost never divide in adults.", ("Nerve cells", "almost never divide in", "adults")),
        ("The test has been found useful for sorting rocks.", ("The test", "has been found useful for", "sorting rocks")),
        ("Several glands play a role in regulating growth.", ("Several glands", "play a role in", "regulating growth")),
        ("A number of small towns have long been a home to painters.", ("A number of small towns", "have long been", "a home to painters")),
        ("Some layers contain learned weights.", ("Some layers", "contain", "learned weights")),
        (
            "In cold water, the crab warms its gills by moving its legs in slow circles.",
            ("The crab", "warms", "its gills", ("In", "cold water", "verb"), ("by", "moving its legs in slow circles", "verb")),
        ),
        ("The fund lends money to firms that plant trees.", ("The fund", "lends", "money to firms", ("that", "plant trees", "object"))),
        ("The gaps in prices are mostly close to transport costs.", ("The gaps in prices", "are mostly close to", "transport costs")),
        ("Oil flows slowly and evenly at low pressure.", ("Oil", "flows slowly and evenly at", "low pressure")),
        ("The filter samples the volume evenly.", ("The filter", "samples", "the volume", ("", "evenly", "verb"))),
        ("Wages rose by 20 percent and prices rose by 60 percent.", ("Wages", "rose by", "20 percent")),
        ("The length of the rope has to be chosen in advance.", ("The length of the rope", "has to be", "chosen", ("", "in advance", "object"))),
        ("The gate is open to guests only during the fair.", ("The gate", "is open to", "guests", ("only during", "the fair", "verb"))),
        ("The dye is cheap, but it fades in the sun.", ("The dye", "is", "cheap", ("but", "it fades in the sun", "verb"))),
        ("The fee depends on the seat: ten crowns upstairs and twenty below.", ("The fee", "depends on", "the seat", ("", "ten crowns upstairs and twenty below", "object"))),
        ("The chart shows how quickly paint for boats dries.", ("The chart", "shows", "how quickly paint for boats dries")),
        ("Lamps are used daily when nights are long.", ("Lamps", "are", "used", ("daily when", "nights are long", "object"))),
        ("Salt is as dear to a cook as coal is to a smith.", ("Salt", "is", "as dear to a cook as coal is to a smith")),
        ("The owner does not sell the boat, but lends it.", ("The owner", "does not sell", "the boat", ("but", "lends it", "verb"))),
        ("Storms hit on average once every 25 to 100 years.", ("Storms", "hit", "on average once every 25 to 100 years")),
        ("A bulb lasts 900 to 1,200 hours in a cellar.", ("A bulb", "lasts", "900 to 1,200 hours", ("in", "a cellar", "verb"))),
        ("The engine was highly praised.", ("The engine", "", "was highly praised")),
        ("Farmers were especially pleased when they saw the first barn.", ("Farmers", "", "were especially pleased", ("when", "they saw the first barn", "verb"))),
        ("Firs are highly resistant to frost.", ("Firs", "are", "highly resistant to frost")),
        ("The tank is half full when two marks are lit.", ("The tank", "is", "half full", ("when", "two marks are lit", "object"))),
        ("The oak is by far the oldest tree of the park.", ("The oak", "is", "by far the oldest tree of the park")),
        ("The quarrel had become not only a feud.", ("The quarrel", "had become", "not only a feud")),
        ("The high fees charged by the ferry firms made it costly to ship cattle to town.",
         ("The high fees charged by the ferry firms", "made", "it costly", ("to", "ship cattle to town", "verb"))),
        ("The archive keeps 2,400 letters, of which almost 90% belong to the first volume.",
         ("The archive", "keeps", "2,400 letters", ("of which", "almost 90% belong to the first volume", "object"))),
        ("The court decided the matter based solely on the letters of two witnesses.",
         ("The court", "decided", "the matter", ("based solely on", "the letters of two witnesses", "object"))),
        ("The bulbs often bloom in advance.", ("The bulbs", "", "often bloom", ("", "in advance", "verb"))),
        ("The lamp gives off a faint glow.", ("The lamp", "gives off", "a faint glow")),
        ("The iron is so hot that it glows in the dark.", ("The iron", "is", "so hot", ("that", "it glows in the dark", "object"))),
        ("Wages, particularly in small and old mills, have been on the rise since peaking.", ("Wages", "have been on", "the rise", ("since", "peaking", "verb"))),
        (
            "Several chains form subunits, a structure that is referred to as quaternary.",
            ("Several chains", "form", "subunits", ("", "a structure that is referred to as quaternary", "object")),
        ),
        ("A plan of the coast must take into account the wind and the tides.", ("A plan of the coast", "must take into account", "the wind and the tides")),
        ("Beams and posts are joined to serve as the frame of the roof.", ("Beams and posts", "are joined to serve as", "the frame of the roof")),
        ("Many firms work on small repairs and share that knowledge with the towns where they trade.",
         ("Many firms", "work on", "small repairs and share that knowledge with the towns where they trade")),
        ("The point is that rather than closing the gate each night, it is often better for the guard to look at every cart.",
         ("The point", "is that", "rather than closing the gate each night, it is often better for the guard to look at every cart")),
        ("A closed (or sealed) jar is defined to be one for which the mass stays the same, and the outer force is zero.",
         ("A closed jar", "is defined to be", "one", ("for which", "the mass stays the same, and the outer force is zero", "object"))),
        ("The chart shows that prices rose by ten crowns and wages fell.", ("The chart", "shows that", "prices rose by ten crowns and wages fell")),
        ("Lye is the basis for dye works, the making of soaps, and the plating of spoons.",
         ("Lye", "is", "the basis for dye works, the making of soaps, and the plating of spoons")),
        ("Two movements further strengthened the rule of the crown.", ("Two movements", "further strengthened", "the rule of the crown")),
        ("The mill clears the road in summer with a plough.", ("The mill", "clears", "the road", ("in", "summer with a plough", "verb"))),
        ("Glue behaves differently in dry air than in damp air.", ("Glue", "behaves", "differently in dry air than in damp air")),
        ("Despite its fame, lime is less useful than clay in northern kilns, where the air is damp.",
         ("Lime", "is", "less useful than clay in northern kilns", ("Despite", "its fame", "verb"), ("where", "the air is damp", "object"))),
        ("We find which rule is met by looking at the current stone.", ("We", "find", "which rule is met", ("by", "looking at the current stone", "verb"))),
        ("The test tells the guild whether a smith moves on to the next stage.", ("The test", "tells", "the guild whether a smith moves on to the next stage")),
        ("The sketch shows two pairs and three lone pairs of gloves.", ("The sketch", "shows", "two pairs and three lone pairs of gloves")),
        ("Once we have the distances, we use a wide scale to shorten the list.",
         ("We", "use", "a wide scale", ("Once", "we have the distances", "verb"), ("to", "shorten the list", "verb"))),
        ("Stem cells give rise to most of the elements.", ("Stem cells", "give rise to", "most of the elements")),
        ("Enzymes take part in most reactions.", ("Enzymes", "take part in", "most reactions")),
        ("Possibly, mice live in cold rooms.", ("Mice", "live in", "cold rooms", ("", "Possibly", "verb"))),
        ("However, mice live in cold rooms.", ("Mice", "live in", "cold rooms")),
        ("Though the mayor agreed, members of the council disagreed.", ("Members of the council", "", "disagreed", ("Though", "the mayor agreed", "verb"))),
    ],
)  # fmt: skip
def test_a_statement_is_read_in_the_order_of_its_sentence(text, said):
    slots = found(text, "statement").slots
    added = tuple((a.word, a.text, a.of) for a in slots.additions)
    assert (slots.subject.text, slots.verb, slots.object.text, *added) == said


@pytest.mark.parametrize(
    "text",
    [
        "Sugar dissolves in water but oil does not.",
        "The theory has much in common with Marxism.",
        "The novel has at its centre a love affair.",
    ],
)
def test_a_statement_whose_object_is_torn_is_not_drawn(text):
    assert "statement" not in {f.template for f in extract([Source(text, "E1")])}


@pytest.mark.parametrize(
    "text",
    [
        "Both the old and the new bridge have four piers, but two of the new ones rest on rock.",
        "The roofs are not damaged by rain but by the salt in it.",
        "The roofs are damaged not by rain but by the salt in it.",
        "The pump beats steadily and never rests.",
        "The walk takes 5 to 10 minutes and the ride takes 3 minutes.",
        "The river brings mud to and takes salt from the delta.",
        "White cells include monocytes, which mature in tissue, and lymphocytes, which fight viruses.",
        "The challenge is keeping the two gases—which will react with each other—hot enough.",
        "The two chambers are at rest, the first valves are open, and the outer valves remain closed.",
        "The trick keeps the fuel — a hot gas — away from the walls.",
        "Starting with the first map, sailors and traders have been looking for the strait.",
        "Examples of red mills include Molen alta, which grinds wheat; Parva, which grinds rye; and Corina, which grinds oats.",
        "At age three, a small girl named Oxana Malaya suffered severe neglect.",
        "For years, Black and White indentured servants worked long hours.",
        "Where painters see the sky as playing a useful role, sculptors view it more coldly.",
        "Charts showing that old stars are the likely end of small suns were first drawn by a clerk.",
        "The walls include high ramparts, moving gates that crush ladders, and the moat, which slows the foe.",
    ],
)
def test_a_sentence_that_cannot_be_cut_into_subject_verb_and_object_is_no_statement(text):
    assert "statement" not in {f.template for f in extract([Source(text, "E1")])}


def test_each_doing_of_one_subject_has_an_arrow():
    links = found("Tides follow a fixed rule and have deep effects on the life of a coast.", "concept_map").slots.links
    assert [(x.source, x.label, x.target) for x in links] == [
        ("Tides", "follow", "a fixed rule"),
        ("Tides", "have deep effects on", "the life of a coast"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Judges interpret the law and rarely overturn a ruling.", [("interpret", "the law"), ("rarely overturn", "a ruling")]),
        ("Bats navigate by sound and do not see well.", [("navigate", "by sound"), ("do not see", "well")]),
        ("The liver makes bile, stores sugar, and clears toxins.", [("makes", "bile"), ("stores", "sugar"), ("clears", "toxins")]),
        ("Taxes can raise costs and push wages up.", [("can raise", "costs"), ("can push", "wages up")]),
        ("A mixing wave is a motion that mixes and softens the food.", [("is", "a motion that mixes and softens the food")]),
        ("The task is to break the walls, release the air, and close the door.", [("is to break", "the walls"), ("is to release", "the air"), ("is to close", "the door")]),
        ("The fats are mixed with water and surrounded with a coat.", [("are mixed", "with water"), ("are surrounded", "with a coat")]),
        ("Energy is reported in a unit, known as the Calorie.", [("is reported", "in a unit, known as the Calorie")]),
        ("Care may include rest, changes to diet, or a change of air.", [("may include", "rest, changes to diet, or a change of air")]),
        ("Fines are ways to openly punish and deter theft.", [("are", "ways to openly punish and deter theft")]),
        ("The nurse holds the arm while the device takes a reading and stores it.", [("holds", "the arm while the device takes a reading and stores it")]),
        ("A rule yields a pile for that grain and hands it to the miller.", [("yields", "a pile for that grain"), ("hands", "it to the miller")]),
        ("Cells attach to walls and cause clotting.", [("attach", "to walls"), ("cause", "clotting")]),
        ("Glands serve to release oils, prevent infection, and cool skin.", [("serve", "to release oils, prevent infection, and cool skin")]),
    ],
)  # fmt: skip
def test_each_predicate_keeps_its_denial_and_its_adverb(text, told):
    clause = main_clause(text)
    assert predicates(clause.verb, clause.rest) == told


def test_what_somebody_serves_as_is_a_doing():
    links = found(
        "The captives were forced to build coastal walls and serve as enslaved rowers.", "concept_map"
    ).slots.links
    assert [x.target for x in links] == ["coastal walls", "enslaved rowers"]


def test_each_thing_that_is_done_has_an_arrow():
    text = "The gills serve mainly to supply oxygen to the blood, remove waste, and help to keep a balance."
    links = found(text, "concept_map").slots.links
    assert {(x.source, x.label) for x in links} == {("The gills", "serve mainly to")}
    assert [x.target for x in links] == ["supply oxygen to the blood", "remove waste", "help to keep a balance"]


def test_what_acts_on_a_thing_that_acts_is_a_chain():
    links = found("Lightning triggers fires that destroy old forests.", "cause_effect").slots.links
    assert [(x.source, x.label, x.target) for x in links] == [
        ("Lightning", "triggers", "fires"),
        ("fires", "destroy", "old forests"),
    ]


def test_neither_is_not_left_out():
    assert not extract([Source("Neither gold nor silver is found near the coast.", "E1")])


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Rain raises the level of the lakes that feed the town.", ("Rain", "the level of the lakes that feed the town")),
        ("A pump can increase in size as the town grows.", None),
        ("The report tells of the harm done when dams break.", None),
        ("When the guard came back, the thieves were leaving the house.", None),
    ],
)  # fmt: skip
def test_an_arrow_of_a_cause_ends_with_the_whole_of_what_is_caused_or_is_not_drawn(text, ends):
    links = [x for f in extract([Source(text, "E1")]) if f.template == "cause_effect" for x in f.slots.links]
    assert [(x.source, x.target) for x in links] == ([ends] if ends else [])


def test_a_subject_has_no_word_that_ties_it_to_a_case():
    assert (
        subject_of(main_clause("If the ends are alike, then the load on the beam must be shared."))
        == "the load on the beam"
    )


def test_a_subject_that_says_something_itself_is_refused():
    subject = "The high fees charged by the ferry firms made it costly to ship"
    assert subject_of(Clause(subject, "cattle", "to town", negated=False)) == ""


def test_an_adjective_is_no_verb_of_the_noun_that_is_one():
    said = "The frame suits round pictures of small size, whereas long pictures bend."
    slots = found(said, "comparison").slots
    assert [c.text for c in slots.columns] == ["Frame", "Long pictures"]
    assert slots.rows[0].cells[0] == "suits round pictures of small size"


def test_what_is_only_conceded_is_not_set_side_by_side():
    said = "While a miller can ask any price, nonetheless the town limits the price."
    assert [f for f in extract([Source(said, "E1")]) if f.template == "comparison"] == []
