"""A film goes through the sections on its topic as the book does, and leaves aside what stands beside them."""

from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.plan import as_sentence
from t2v_core.planning.titles import of_list

PAGES = (
    (
        ("Respiration", "Breathing"),
        "Breathing is the movement of air into and out of the lungs. Breathing has two phases that follow each other all day.",
    ),
    (
        ("Respiration", "Breathing", "Breathing in"),
        "Breathing in begins when the diaphragm contracts and moves down (Figure 3). The chest grows wider and air enters the lungs.",
    ),
    (
        ("Respiration", "Breathing", "Breathing out"),
        "Breathing out follows once the muscles relax and let the ribs sink. The chest becomes narrower and pushes air out of the lungs.",
    ),
    (
        ("Respiration", "Breathing", "Disorders of breathing"),
        "Asthma is a disorder that makes breathing difficult because it narrows the airways. A spray widens the airways of patients within minutes.",
    ),
    (
        ("Respiration", "Breathing", "Chapter review"),
        "Breathing moves air by changing the volume of the chest. The diaphragm drives breathing by moving down and up.",
    ),
)


def _plan(evidence_of, host, seconds=45):
    evidence = evidence_of("breathing", PAGES, scores=(0.8, 0.7, 0.7, 0.6, 0.6))
    return make_plan(PlanRequest("breathing", seconds=seconds), evidence, host).plan


def test_the_sections_of_a_topic_are_told_in_their_order(evidence_of, host):
    said = " ".join(s.narration for s in _plan(evidence_of, host, 60).scenes)
    assert (
        said.index("is the movement of air") < said.index("Breathing in begins") < said.index("Breathing out follows")
    )


def test_what_goes_wrong_with_a_thing_is_no_scene_of_how_it_works(evidence_of, host):
    assert "Asthma" not in " ".join(s.narration for s in _plan(evidence_of, host).scenes)


def test_a_claim_cut_before_a_pointer_is_spoken_with_a_stop(evidence_of, host):
    plan = _plan(evidence_of, host)
    cut = next(c.text for s in plan.scenes for c in s.claims if c.text.startswith("Breathing in begins"))
    assert cut.endswith("moves down") and as_sentence(cut).endswith("moves down.")
    assert all(s.narration.endswith(".") for s in plan.scenes)


def test_titles_are_headings_questions_or_statements_of_the_book(evidence_of, host):
    titles = [s.title for s in _plan(evidence_of, host).scenes]
    assert titles[0] == "What is breathing?"
    assert of_list("The five signs of a fever are heat, thirst, pain, and sleep.") == "five signs of a fever"
    assert not of_list("A fever keeps the vessels wide, flooding tissues with fluid and heat.")
    assert not [t for t in titles if ": " in t and t not in ("Breathing: two phases",)]
