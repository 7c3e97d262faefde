"""What is drawn says no more, and no less, than its sentence."""

import pytest

from t2v_core.planning.structure import Finding, Source, extract, numbered_lists, steps_of, told_lists, told_members
from t2v_core.planning.structure.formulas import formula
from t2v_core.planning.structure.legible import legible
from t2v_core.planning.visuals import Datum, Steps
from tests.core.planning.test_structure import found


def _templates(text: str) -> set[str]:
    return {f.template for f in extract([Source(text, "E1")]) if f.strength > 0.2}


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Tools such as hammers help carpenters and masons.", "hierarchy"),  # the list ends before the verb
        ("Devices such as pumps, paper filters can clog their outlets, and heaters age.", "hierarchy"),
        ("Birds appear in many countries, such as France and Spain.", "hierarchy"),  # either may be meant
        ("Most languages have a set of rules, allowing the same name to be used twice.", "hierarchy"),
        ("Examples are some organ pipes, flutes, and oboes.", "hierarchy"),
        ("Several types of rewards are used to shape behavior or to keep it.", "hierarchy"),
        ("Long-term memory has a large capacity and is divided into two stores.", "hierarchy"),
        ("Fever is known as chronic when it lasts for weeks.", "cause_effect"),
        ("Nobody believes that demand falls as price rises.", "cause_effect"),
        ("It is false that demand falls when price rises.", "cause_effect"),
        ("The theory denies that prices rise as money grows.", "cause_effect"),
        ("The empire did not fall because of the plague.", "cause_effect"),
        ("As far as light is concerned, the glass is a mirror.", "cause_effect"),
        ("When the first maps were drawn, sailors found that they were wrong.", "cause_effect"),
        ("The price of grain doubled while the ban was in effect.", "comparison"),
        ("Although implicit memories are learned, implicit memory is shown by skills.", "comparison"),
        ("As a star burns its fuel, its source of energy changes.", "concept_map"),
        ("Many people confuse a virus with a germ in the blood.", "concept_map"),
        ("Ions play two roles in the growth of a cell.", "concept_map"),
        ("The old gate closes the long canal.", "concept_map"),  # one arrow
        ("Water enters a cell, and the cell swells.", "concept_map"),  # two clauses
        ("Many types of moss, fern, and grass can cover the ground.", "hierarchy"),
        ("The membrane allows ions to enter and leave a cell.", "process"),
        ("Most animals and plants are diploid, holding two sets of genes.", "hierarchy"),
        ("Breaking a rule can open the eyes of a town to injustice in the system.", "concept_map"),
        ("Platelets are key players in clotting, in wounds of all kinds.", "concept_map"),
        ("The tests the founder did, with the tools then at hand, were slow.", "process"),
        ("While people like to scold the press, the truth is that a state needs it.", "comparison"),
        ("Although forces are weak, the pull of many hairs is large enough to hold the animal.", "comparison"),
        ("A long drought has often caused the farms and towns to fail.", "hierarchy"),
        ("The meeting point of three curves marks a state—the heat and the pressure at which ice melts.", "hierarchy"),
        ("Soils have less than half of the carbon and nitrogen of peat.", "hierarchy"),
        ("Weeds are cut by hand and burned by night.", "process"),
        ("While the leaves are growing, the buds begin to open.", "comparison"),
        ("The cat, or house cat, is an animal or pet.", "hierarchy"),
        ("All echoes in a hall are due to hard walls and smooth floors.", "hierarchy"),
        ("Judges interpret the law and rarely overturn it.", "process"),
        ("Lack of sleep impairs attention and slows reactions.", "process"),
        ("Bats navigate by sound and do not see well.", "process"),
        ("A three-step process takes sugar and fuses it with oxygen.", "process"),
        ("The skin glands serve to release oils, prevent infection, and cool the body.", "process"),
        ("The antibodies attach to antigens on the surfaces of cells and cause clotting.", "statement"),
        ("Unemployment was reduced by half within a decade.", "cause_effect"),
        ("The city was damaged by 1945.", "cause_effect"),
        ("The bridge was raised by Monday.", "cause_effect"),
        ("The flow was increased by 20 percent by the pump.", "cause_effect"),
        ("The crust was formed by the end of the year.", "cause_effect"),
        ("Prices were raised by three degrees.", "cause_effect"),
        ("The walls were destroyed by the early nineteenth century.", "cause_effect"),
        ("Frost damage increases slowly in winter.", "cause_effect"),
        ("Each small vein arises from a large vein.", "cause_effect"),
        ("Blood flows first into small ducts and then into large ducts.", "process"),
        ("Digestion starts in the stomach, where acids make chains, which then travel to the gut.", "process"),
        ("The delay comes from Paris.", "cause_effect"),
        ("Traits are caused by neither genes nor upbringing.", "cause_effect"),
        ("No single gene determines height.", "cause_effect"),
        ("During baking, dough first swells, which then hardens, forming a crust.", "cause_effect"),
        ("The press serves to teach us, helping us pass on norms to the next generation.", "process"),
        ("Rates usually increase when the amount of salt rises, as a rule, in water.", "concept_map"),
        ("The gauge is half full when two of its marks are lit.", "cause_effect"),  # what that is
        ("A common complaint of tenants is that rent is paid by the week.", "definition"),
        ("The most common bridge is a beam of oak with two piers.", "definition"),  # which one
        ("Cells mostly look alike, but some form spores, shells that protect them when food is short.", "cause_effect"),
    ],
)
def test_a_structure_that_the_sentence_does_not_state_is_not_drawn(text, template):
    assert template not in _templates(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Less than 5 percent of the light is reflected by the leaf.", [("Less than 5 percent", "most")]),
        ("Up to 90 percent of the energy is lost as heat.", [("Up to 90 percent", "most")]),
        ("At least 40 percent of the voters support the law.", [("At least 40 percent", "least")]),
        ("About 12 percent of the energy is lost as heat.", [("About 12 percent", "")]),
        (
            "A lamp uses up to 60 watts and a heater uses at least 1500 watts.",
            [("up to 60 watts", "most"), ("at least 1500 watts", "least")],
        ),
    ],
)
def test_a_number_that_is_only_bounded_is_drawn_as_a_bound(text, said):
    assert [(v.text, v.bound) for v in found(text, "numbers").slots.values] == said


def test_a_number_stands_beside_the_subject_of_its_own_clause():
    slots = found("A lamp uses 60 watts and a heater uses 1500 watts.", "numbers").slots
    assert [v.label for v in slots.values] == ["lamp", "heater"]


def test_a_share_is_drawn_of_its_whole():
    slots = found("About 90% of all stars obey one simple relation.", "numbers").slots
    assert (slots.unit, slots.values[0].text, slots.values[0].label) == (
        "of all stars",
        "About 90%",
        "obey one simple relation",
    )


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Floods can be caused by heavy rain.", [("heavy rain", "can cause", "Floods")]),
        ("Heat loss is due to poor walls.", [("poor walls", "", "Heat loss")]),
        (
            "A shortage may result from a price ceiling or from a lost harvest.",
            [("price ceiling", "may lead to", "shortage"), ("lost harvest", "may lead to", "shortage")],
        ),
        (
            "The output is determined by temperature, pressure, and concentration.",
            [(x, "determines", "output") for x in ("temperature", "pressure", "concentration")],
        ),
        ("Smoke is the main cause of coughing.", [("Smoke", "", "coughing")]),
        ("Ulcers are usually caused by bacteria.", [("bacteria", "usually cause", "Ulcers")]),
        ("Ulcers may be caused mainly by bacteria.", [("mainly bacteria", "may cause", "Ulcers")]),
        ("Heat loss is usually due to poor walls.", [("poor walls", "usually lead to", "Heat loss")]),
        (
            "Most earthquakes result from movement along faults.",
            [("movement along faults", "leads to", "Most earthquakes")],
        ),
        ("The crust was formed by two plates.", [("two plates", "formed", "crust")]),
        (
            "The court was created by Congress in 1789 and reads appeals.",
            [("Congress", "created", "court")],
        ),
        (
            "The rate is affected by the type, amount, and position of charges.",
            [("type, amount, and position of charges", "affect", "rate")],
        ),
        (
            "Soil loss results primarily from deforestation.",
            [("primarily deforestation", "leads to", "Soil loss")],
        ),
        (
            "Group membership is determined by the presence or absence of markers.",
            [("presence or absence of markers", "determines", "Group membership")],
        ),
    ],
)
def test_a_cause_told_behind_its_effect_stands_before_it(text, links):
    assert [(x.source, x.label, x.target) for x in found(text, "cause_effect").slots.links] == links


def test_one_thing_is_divided_into_parts_and_many_into_kinds():
    for text, label in (
        ("The eye can be divided into a front part and a back part.", "part of"),
        ("Lizards can be divided into day lizards and night lizards.", "is a"),
    ):
        assert {x.label for x in found(text, "hierarchy").slots.links} == {label}


def test_a_formula_is_not_cut_at_an_operator():
    passage = Source("The law of the weir says that the sum is constant:\n\np₁+1/2ρv₁²+ρgh₁ = p₂+1/2ρv₂²+ρgh₂", "E1")
    assert formula([passage], "The law of the weir says that the sum of pressure and height is constant.") is None


def test_a_formula_is_drawn_only_where_a_relation_or_one_of_its_quantities_is_spoken_of():
    passage = Source("The force is F = m a, where m is the mass of the body and a is its acceleration.", "E1")
    assert formula([passage], "The mass of a cart was measured.") and not formula(
        [passage], "Carts came into use late."
    )


def test_a_formula_of_other_quantities_is_not_drawn_for_the_place_where_they_are_measured():
    passage = Source("The tone of the shortest whistle is w = c/4h, where c is the speed of sound in air.", "E1")
    assert not formula([passage], "Ducks fly through the air above the lake.")
    assert not formula([passage], "A law on ducks was made in spring.")
    assert formula([passage], "The tone of a whistle is given by its length.")


def test_what_follows_on_another_thing_is_a_step():
    assert [s.text for s in found("The larval stage is followed by the pupal stage.", "process").slots.steps] == [
        "Larval stage",
        "Pupal stage",
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("The valve closes, preventing backflow of blood.", ["The valve closes", "backflow of blood"]),
        (
            "A pinhole forms an image only if the box is dark.",
            ["only if the box is dark", "A pinhole forms an image"],
        ),
        ("Insulation reduces losses from heating.", ["Insulation", "losses from heating"]),
        ("Brackets prevent a shelf from tilting forward.", ["Brackets", "tilting forward"]),
        ("Mosses, ferns, and grasses can cause allergy.", ["Mosses, ferns, and grasses", "allergy"]),
        ("Ions enter the cell, so the voltage rises quickly.", ["Ions enter the cell", "the voltage rises quickly"]),
        (
            "When pressure drops, the muscles relax, allowing an even flow of blood.",
            ["when pressure drops", "the muscles relax", "an even flow of blood"],
        ),
        (
            "The less damping a swing has, the higher its peak near resonance.",
            ["the less damping a swing has", "the higher its peak near resonance"],
        ),
    ],
)
def test_what_a_clause_leads_to_is_its_effect(text, ends):
    links = found(text, "cause_effect").slots.links
    assert [links[0].source, *(x.target for x in links)] == ends


def test_members_named_in_the_next_sentence_stand_below_what_was_counted():
    sources = [
        Source("A cell has three types of fibres.", "E1"),
        Source("From thin to thick, they are actin, keratin, and tubulin.", "E2"),
    ]
    (tree,) = [f for f in extract(sources) if f.template == "hierarchy"]
    assert {(x.source, x.target, x.evidence_id) for x in tree.slots.links} >= {("actin", "fibres", "E2")}


def test_what_are_examples_of_a_thing_stand_below_it():
    links = found("Sports teams, unions and clubs are examples of social groups.", "hierarchy").slots.links
    assert {(x.source, x.target) for x in links} >= {("Sports teams", "social groups"), ("unions", "social groups")}


def test_announced_steps_end_where_a_relative_clause_begins():
    found = extract(
        [Source("Clotting has three basic steps: spasm, a plug, and coagulation, in which threads form.", "E1")]
    )
    steps = next(f for f in found if f.template == "process").data["steps"]
    assert [s["text"] for s in steps] == ["Spasm", "Plug", "Coagulation"]


def test_two_phases_are_kinds_and_not_steps():
    assert "process" not in _templates("Sleep has two phases: light sleep and deep sleep.")


def test_what_a_thing_stands_for_and_describes_are_no_steps():
    found = extract([Source("IQ stands for intelligence quotient and describes a score earned on a test.", "E1")])
    assert not any(f.template in {"process", "cycle"} for f in found)


def test_a_list_with_a_comma_before_its_and_is_cut_at_its_commas():
    slots = found("Common strategies include trial and error, using rules, and a mental set.", "hierarchy").slots
    assert [x.source for x in slots.links] == ["trial and error", "using rules", "mental set"]


def test_ways_that_are_counted_and_told_first_and_second_hang_together():
    text = "Towns have two ways to change a by-law. First, if most voters agree, it is amended. Second, the council may repeal it."
    (members,) = told_members([Source(text, "E1")])
    assert [x.label for x in members.items] == [
        "Ways to change a by-law",
        "most voters agree",
        "the council may repeal it",
    ]
    reasons = "First, rivers carry goods. Second, rivers give water. Third, rivers keep enemies out."
    assert not told_lists([Source(f"There are good sites for towns. {reasons}", "E1")])
    assert told_lists([Source(f"A dam is built in steps. {reasons}", "E1")])


def test_what_puzzles_without_the_narration_is_drawn_weakly_or_not_at_all():
    def steps(*labels):
        return Finding("process", Steps(steps=[Datum(text=x) for x in labels]), 0.9, ())

    assert legible(steps("Read the word", "Write the word")).strength == 0.9
    assert legible(steps("Can read the word and optionally", "Write the word", "Close the book")).strength < 0.9
    assert legible(steps("It is", "and then the", "Write the word")) is None


def test_a_numbered_list_of_states_is_a_list_and_no_process():
    states = "1. The field is zero inside. 2. The charge is on the surface. 3. The field is normal to the surface."
    doings = "1. Rub the rod with wool. 2. Touch the ball with the rod. 3. Take the rod away."
    pictures = [steps_of(numbered_lists([Source(text, "E1")])[0]).template for text in (states, doings)]
    assert pictures == ["enumeration", "process"]


def test_nothing_but_a_mark_behind_the_last_verb_is_not_drawn():
    text = "Higher interest rates make borrowing more expensive and reduce into —"
    assert all("—" not in f.slots.model_dump_json(exclude={"whole"}) for f in extract([Source(text, "E1")]))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("The bridge remained the longest until 1897, when a miller persuaded the town to build another.", False),
        ("Oil stayed cheap until 1973, when the exporting states cut their sales.", False),
        ("Oil stayed cheap until 1973 when the exporting states cut their sales.", False),
        ("The valve closes when the pressure rises.", True),
        ("The valve closes, because the pressure rises.", True),
    ],
)
def test_what_tells_more_of_a_year_is_no_cause(text, drawn):
    assert ("cause_effect" in _templates(text)) is drawn
