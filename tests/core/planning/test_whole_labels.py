"""Labels made whole: what a phrase begins is carried on to its end, or not drawn."""

from __future__ import annotations

import pytest

from t2v_core.planning.english.phrases import joins_pair, label_of
from t2v_core.planning.structure import Source, extract
from t2v_core.planning.structure.backwards import told_backwards
from t2v_core.planning.structure.lists import list_items
from t2v_core.planning.structure.predicates import predicates
from t2v_core.planning.structure.whole import completed


@pytest.mark.parametrize(
    ("label", "sentence", "whole"),
    [
        ("proteins that are shorter", "It makes proteins that are shorter than the wild type and often useless", "proteins that are shorter than the wild type"),
        ("the rate will be lower", "the rate will be lower than that for a free market, but it may rise", "the rate will be lower than that for a free market"),
        ("fluid", "The pressure forces fluid out of the vessel, and the wall holds", "fluid out of the vessel"),
        ("fluid", "The pressure draws fluid back in", "fluid back in"),
        ("firms", "A clash makes both firms worse off", "firms worse off"),
        ("goods", "The maker must deliver goods free from any flaw of which the buyer was unaware", "goods"),
        ("goods that are free", "The maker must deliver goods that are free from any flaw of which the buyer was unaware", "goods that are free from any flaw of which the buyer was unaware"),
        ("increase knowledge, skills", "Courses increase knowledge, skills, and confidence in order to raise output", "increase knowledge, skills, and confidence"),
        ("the processes of growth", "It rests on the processes of growth, repair, and decay", "the processes of growth, repair, and decay"),
        ("both the form", "It changes both the form and the colour of a leaf", "both the form and the colour of a leaf"),
        ("bakers, millers", "The founders were bakers, millers, and young masons eager to build larger ovens", "bakers, millers, and young masons eager to build larger ovens"),
        ("the vote", "Nobody was paid until the vote and all counts had ended", "the vote and all counts had ended"),
        ("enable a whole crew", "Ropes enable a whole crew to climb up or down the side of the ship", "enable a whole crew to climb up or down the side of the ship"),
        ("the sowing", "Farmers live by the sowing and harvesting of small, round seeds", "the sowing and harvesting of small, round seeds"),
        ("between 3,000", "Estimates are that between 3,000 and 5,000 people came", "between 3,000 and 5,000 people came"),
    ],
)  # fmt: skip
def test_a_label_that_was_cut_short_is_carried_on(label: str, sentence: str, whole: str) -> None:
    assert completed(label, sentence) == whole


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("oxygen", "Plants release oxygen, which animals breathe"),
        ("oxygen", "Plants release oxygen, and animals breathe it"),
        ("the market", "The law opened the market, a step that few had asked for"),
        ("a disturbance that moves and carries energy", "A wave is a disturbance that moves and carries energy"),
        ("meet and vote", "Members had the right to meet and vote on taxes"),
    ],
)
def test_a_label_that_lacks_nothing_stays(label: str, sentence: str) -> None:
    assert completed(label, sentence) == label


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("the past years but earlier were warmer", "Winters have been cold for the past years but earlier were warmer"),
        ("a vacuum, nor did it end the war", "The crash did not occur in a vacuum, nor did it end the war"),
        ("rain, or frost", "When strong winds, rain, or frost damage a roof, the owner mends it"),
        ("explosions and excavate craters", "Impacts produce explosions and excavate craters of every size"),
    ],
)
def test_a_second_statement_inside_the_name_of_a_thing_is_not_drawn(label: str, sentence: str) -> None:
    assert completed(label, sentence) == ""


def test_a_list_that_goes_on_with_a_neighbour_in_the_picture_lacks_nothing() -> None:
    assert completed("iron", "The ore holds iron, nickel, and copper", ("nickel", "copper")) == "iron"


def test_one_thing_of_a_list_too_long_for_a_card_stands_alone() -> None:
    many = ", ".join(f"the {w} of the northern valley" for w in ("roads", "mills", "mines", "farms"))
    assert completed("the schools", f"The tax paid for the schools, {many}, and the harbours") == "the schools"


@pytest.mark.parametrize(
    ("sentence", "template", "shown", "hidden"),
    [
        ("Even with its many faults, the old model explains most of the data.", "statement", "The old model", "faults, the"),
        ("Natural growth depends on the basic processes of division, feeding, and rest.", "statement", "division, feeding, and rest", ""),
        ("Plate motion is a notion as basic to geology as descent is to biology or force is to physics.", "statement", "a notion", "features"),
        ("Decay is the loss of strength that occurs as the result of disease, steady wear, or great age.", "definition", "disease, steady wear, or great age", ""),
        ("The grader is a plain tool: The tool weighs all stones and gives a statement about the mean weight of a stone with the known volume.", "definition", "of a stone with the known volume", ""),
        ("The gauge is a tool that takes a flat beam and uses the loop function as the link function.", "definition", "the loop function as the link function", "'as the"),
        ("Hormones are small messengers that must bind to a gate in order to send their signal.", "definition", "in order to send", ""),
        ("The cart's first place is the start (or, equally, the head) of the road.", "definition", "the start", "'the head)"),
        ("The gauge tells the vast increase in the weight of the mill after the flood.", "statement", "the vast increase in the weight of the mill", ""),
        ("The mayor pushed the council to pass new laws for the harbour.", "concept_map", "'source': 'council', 'target': 'new laws'", ""),
        ("The score is a group of plain marks that can act as a first defence while also serving to connect old and young members.", "definition", "serving to connect old and young members", ""),
        ("The proteins are made in the liver and secreted into the blood in response to signals from the skin.", "concept_map", "in response to signals", "[response]"),
    ],
)  # fmt: skip
def test_a_picture_keeps_together_what_its_sentence_holds_together(
    sentence: str, template: str, shown: str, hidden: str
) -> None:
    found = extract([Source(sentence, "E1")])
    assert found[0].template == template
    assert shown in str(found[0].data)
    assert not hidden or hidden not in str(found[0].data)


def test_a_pointer_defines_nothing() -> None:
    for said in ("They are tools that cut wood.", "These are the tools that cut wood.", "It is a tool that cuts wood."):
        assert not [f for f in extract([Source(said, "E1")]) if f.template == "definition"]


def test_what_points_back_defines_nothing_and_a_permission_causes_nothing() -> None:
    for said, template in (
        ("This opposing pressure is called the back pressure.", "definition"),
        ("The regulator, the court, or other agencies can allow the merger.", "cause_effect"),
        ("Prices follow the cycle, falling after a crash, and then rising again.", "process"),
    ):
        assert all(f.template != template for f in extract([Source(said, "E1")]))


@pytest.mark.parametrize(
    ("sentence", "template", "forbidden"),
    [
        ("The goals of the mission include studies of climate and geology, and proof of past and present lakes.", "hierarchy", "'geology'"),
        ("Sugars are large bodies made up of carbon, hydrogen, and oxygen.", "hierarchy", "hydrogen"),
        ("Three of the outer nerves also contain fine fibres, and a fourth is almost empty.", "hierarchy", "fourth"),
        ("The upper and lower nerves are both responsible for conveying taste as well as controlling the tongue.", "hierarchy", "taste"),
        ("The grating produces sharp lines that fade slowly on either side.", "cause_effect", "produces slowly"),
        ("Religion has been found in all human groups since such groups first appeared.", "cause_effect", "appeared"),
        ("Our history is full of firms printing maps that were wrong due to poor surveys.", "cause_effect", "poor surveys"),
        ("While people love to mock the parties, the reality is that the parties rule.", "comparison", "Reality"),
        ("The cord is a single body, whereas the brain is described in four parts.", "definition", "single body"),
        ("Helium is won from natural gas by cooling the other parts.", "concept_map", "by cooling"),
        ("A mirror has a smooth surface and reflects light at certain angles.", "hierarchy", "reflects"),
        ("In periods of time like the seventies or the first war, the return can be small.", "hierarchy", "return"),
        ("Nations are ruled by different systems, including monarchies, unions, and leagues.", "concept_map", "including"),
        ("The marrow also gives rise to mast cells, which look like others.", "concept_map", "'rise'"),
        ("Mars is a smaller planet, and its gravity is low.", "definition", "smaller"),
        ("While sleep may help in storing a skill, such gains are very modest.", "comparison", "gains"),
        ("The rise in prices has been associated with looser laws, as well as the shift in wages due to new workers.", "cause_effect", "new workers"),
        ("Some rocks contain both volcanic and river stones.", "hierarchy", "'volcanic'"),
        ("Some salts contain both covalent and ionic bonds.", "hierarchy", "'covalent'"),
        ("Two movements further strengthened the colony's ties to the crown: the Great Walk and the Long Watch.", "hierarchy", "strengthened"),
        ("The index compares the wealth, rank, power, and crop yield of towns across the valley.", "concept_map", "'wealth'"),
        ("The walls include ramparts, gates, and the moat, which slows the foe.", "cause_effect", "walls"),
        ("The score measures the weight of a stone as an increase in loss when the stone is moved.", "cause_effect", "measures"),
        ("Charts showing that old stars are the likely end of small suns were first drawn by a clerk.", "definition", "likely end"),
        ("When pans are heated, the crust may hold either kind of salt (white, red) or other kinds of sand.", "cause_effect", "either"),
        ("Once the mail is in town, it has to be sorted at both the long bench, which takes hours, and in the halls.", "cause_effect", "both"),
        ("Millers have greater duty for the home, including meal care, child care, and care for old parents, yet smiths share it.", "hierarchy", "including"),
        ("Whereas the reed is a stiff, hollow stem, a fern leaf is more like a loose whip.", "comparison", "'is a stiff'"),
        ("Whereas the reed is a stiff, hollow stem, a fern leaf is more like a loose whip.", "comparison", "Hollow"),
        ("Coin refers to an object that a town agrees to assign a value to so it can be traded for bread.", "definition", "'to so"),
        ("The law backs the fact that the water drops: If the first gate is wide, then the second must be narrow.", "process", "gate"),
        ("The curve of the dye shifts to the right and flattens as the heat increases.", "concept_map", "heat increases"),
        ("The Guild for Stone Weights, or GSW, is an independent body for weights.", "definition", "GSW,'"),
        ("Traders from the coast expanded rail lines and invested in herds.", "statement", "expanded'"),
        ("Five years later, a neighbor called the guards and reported seeing a boy who ran off.", "statement", "Five years later'"),
        ("The guild said drivers must stand the same tests as cart or mule drivers, such as fees, courses, and checks.", "hierarchy", "fees"),
        ("The guild can be seen in two parts: the first holding mostly of salt and sand mines and the second made of old mills.", "hierarchy", "sand"),
        ("The guild allows masters to compare newly found or unknown sorts of stones in the old hall of the town with the list.", "cause_effect", "newly found'"),
        ("The symptoms were signs of a cold, but the frost likely worsened the fever of the old smith, resulting in his death.", "cause_effect", "signs of a cold"),
        ("The old plots only show us the last flood.", "statement", "'plots"),
        ("The Norse not only knew Earth was round, but also they were able to measure its size.", "statement", "not only"),
        ("Reports show that mills can drive the rapid growth of towns—small, dust-grain-size bits moving in the wheel collide and stick together.", "statement", "'dust-grain-size'"),
        ("Praising teams by treating people fairly and hearing their needs is an important duty of a guild.", "definition", "fairly'"),
        ("Each time a stone is lost, the weight of the wall, and thus the strain that the roof can produce, change.", "cause_effect", "change"),
        ("Aid to the poor of the coast is represented by the Harbour Committee for Famine Relief.", "statement", "Harbour Committee'"),
        ("The fight against the grain acts gave a shared tale to smiths, while the partial repeal convinced many of the law.", "comparison", "repeal"),
        ("Milling causes the overuse of fresh water, spills toxic dust into the ground, and increases the risk of floods.", "concept_map", "water, spills"),
        ("Trading goods fairly is a wise plan that wins the trust of the town.", "definition", "'Trading goods'"),
        ("States have a duty to enforce the law and the rules.", "hierarchy", "rules"),
        ("The metal will react with the water, forming salts, and acids.", "concept_map", "forming"),
        ("The reign came to an end as a new king, beginning with the third, was able to rebuild the walls.", "concept_map", "rebuild"),
    ],
)  # fmt: skip
def test_what_a_sentence_does_not_say_is_in_no_picture(sentence: str, template: str, forbidden: str) -> None:
    assert not [f for f in extract([Source(sentence, "E1")]) if f.template == template and forbidden in str(f.data)]


@pytest.mark.parametrize(
    ("sentence", "subject", "shown"),
    [
        ("A small country with a long coast and a language of its own, Belize was ruled by a governor.", "Belize", "a governor"),
        ("Taking another way to explain sleep, the new theory sees the dreams as noise.", "The new theory", "the dreams as noise"),
        ("Field work has revealed that a great deal of trade was carried by boats.", "Field work", "a great deal of trade was carried by boats"),
        ("While Jews, Christians, and Muslims share many old stories, their beliefs are far apart.", "", ""),
        ("The oldest faith in the world, Hinduism was born in a valley.", "Hinduism", "a valley"),
        ("Goals of a firm are set by its owners, and in seeking votes, the managers often ignore them.", "", ""),
    ],
)  # fmt: skip
def test_a_statement_is_of_the_subject_its_sentence_names(sentence: str, subject: str, shown: str) -> None:
    found = [f.slots for f in extract([Source(sentence, "E1")]) if f.template == "statement"]
    assert [(x.subject.text, x.object.text) for x in found] == ([(subject, shown)] if subject else [])


def test_two_past_doings_are_two() -> None:
    assert predicates("disrupted", "the old political system and invited large-scale harm") == [
        ("disrupted", "the old political system"),
        ("invited", "large-scale harm"),
    ]
    assert len(predicates("contained", "the salted and dried fish")) == 1


def test_a_counted_list_has_as_many_things_as_it_says() -> None:
    found = extract([Source("Two forms of shared blame are assumption of risk and misuse.", "E1")])
    assert found[0].template == "hierarchy"
    assert {x.source for x in found[0].slots.links} == {"assumption of risk", "misuse"}


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("The basic structure of the movement consists of three parts: local unions, national and foreign unions, and federations.", 3),
        ("The hiring process consists of three tasks: finding people, testing the best ones, and keeping the good ones.", 3),
    ],
)  # fmt: skip
def test_a_list_that_is_announced_is_drawn(sentence: str, things: int) -> None:
    found = [f for f in extract([Source(sentence, "E1")]) if f.template in {"hierarchy", "process"}]
    assert found
    assert len(next(iter(found[0].data.values()))) == things


def test_near_a_thing_is_no_term_and_a_product_no_effect() -> None:
    assert not [
        f
        for f in extract([Source("Near the top of the sky is a layer of ozone, a form of oxygen.", "E1")])
        if f.template == "definition"
    ]
    assert told_backwards("The total size is the product of the single sizes") == []
    grown = extract([Source("A number of policies can increase the will to build, including: grants and loans.", "E1")])
    assert grown
    assert not any("including'" in str(f.data) for f in grown)


def test_a_cause_that_no_word_names_is_none() -> None:
    assert told_backwards("The pathway is triggered by and binds to the surface of a cell") == []


@pytest.mark.parametrize(
    ("sentence", "template", "shown"),
    [
        ("The chart shows whether the gap between the price and a wage is narrow, wide, or closing.", "statement", "the gap between the price and a wage is narrow, wide, or closing"),
        ("The chart shows that the gap between the price and the wage is narrow.", "statement", "the gap between the price and the wage is narrow"),
        ("The valve controls the flow between the tank and the boiler and the pump starts.", "cause_effect", "the flow between the tank and the boiler'"),
        ("The flood is caused by the gap between demand and supply in the valley.", "cause_effect", "gap between demand and supply in the valley"),
        ("A strong current through the cell causes the copper ions to move to the plate, turning the ions to metal.", "cause_effect", "the copper ions to move"),
        ("The long canal allows the boats of the northern guild to move the grain of the valley to town.", "cause_effect", "guild to move the grain"),
        ("Rocks show a progression from dark inner reefs, through those made of sand, out to cliffs with chalky layers.", "statement", "dark inner reefs, through those made of sand, out to cliffs with chalky layers"),
        ("The plate shows the price one or two buyers pay for the best grain of the old mill that was closed in spring.", "statement", "the price one or two buyers pay"),
    ],
)  # fmt: skip
def test_two_things_that_are_said_in_one_breath_are_not_parted(sentence: str, template: str, shown: str) -> None:
    found = extract([Source(sentence, "E1")])
    assert found[0].template == template
    assert shown in str(found[0].data)


def test_an_and_belongs_to_the_word_before_it_that_announces_two_things() -> None:
    def told(text: str) -> bool:
        return joins_pair(text, text.find(" and ") + 1)

    assert told("a bond between the zinc and the copper")
    assert told("the gap between the zinc, a metal, and the salt")
    assert told("both the old and the new")
    assert not told("a bond between atoms, and the spring holds")
    assert not told("the gap between them grows and the wall cracks")
    assert not told("the price and the wage")
    assert not list_items("exchange between towns and villages")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The gap between the price of grain in the north and the wage of a miller grows", "The gap"),
        ("The current flows from the first cell to the second cell of the pile", "The current flows"),
        ("The guild takes grain from the farm to feed its mules all winter", "The guild takes grain from the farm"),
    ],
)
def test_a_label_ends_before_no_second_half(text: str, cut: str) -> None:
    assert label_of(text, 8) == cut
