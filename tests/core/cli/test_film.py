import json

import av
import pytest

LINES = """Gradient descent step: The parameters move a small step against the gradient of the loss.
Too large a step: A step that is too large overshoots the minimum and the loss grows again.
"""
SMALL = ("--size", "320x180", "--fps", "8")


@pytest.fixture
def lines(tmp_path):
    file = tmp_path / "lines.txt"
    file.write_text(LINES, encoding="utf-8")
    return file


@pytest.fixture
def plan_file(run, lines, tmp_path):
    file = tmp_path / "plan.json"
    assert run("plan", "--topic", "gradient descent", "--lines", lines, "--seconds", 4, "--out", file).code == 0
    return file


def frames_of(file):
    with av.open(str(file)) as film:
        return sum(1 for _ in film.decode(video=0))


def test_hand_written_lines_become_a_plan_without_a_source(run, lines, plan_file):
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    assert plan["planner"]["kind"] == "manual"
    assert plan["evidence"] == []
    printed = run("plan", "--topic", "gradient descent", "--lines", lines, "--seconds", 4, "--json").json
    assert printed["plan"] == plan
    assert "no source" in " ".join(printed["report"]["warnings"])


def test_check_reports_and_refuses_a_broken_plan(run, plan_file):
    assert run("check", plan_file, "--json").json["scenes"] == 2
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    plan["scenes"][0]["seconds"] = "long"
    plan_file.write_text(json.dumps(plan), encoding="utf-8")
    answer = run("check", plan_file)
    assert answer.code == 1
    assert "scenes.0.seconds" in answer.err


def test_check_fails_on_a_claim_that_its_passage_does_not_hold(run, plan_file):
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    text = "The parameters move a small step against the gradient of the loss."
    plan["evidence"] = [{"id": "E1", "book": "B", "text": text, "page": 1}]
    for scene in plan["scenes"]:
        scene["claims"] = [{"text": text, "evidence_ids": ["E1"], "source": "extract"}]
        scene["narration"] = text
        scene["visual"] = {"template": None}
    plan_file.write_text(json.dumps(plan), encoding="utf-8")
    assert run("check", plan_file).code == 0
    plan["scenes"][1]["claims"][0]["text"] = "The parameters move a small step along the gradient of the loss."
    plan_file.write_text(json.dumps(plan), encoding="utf-8")
    assert run("check", plan_file).code == 1


def test_a_plan_is_drawn_and_replaced(run, plan_file, tmp_path):
    film, sheet = tmp_path / "film.mp4", tmp_path / "sheet.png"
    made = run("render", plan_file, "--out", film, "--storyboard", sheet, *SMALL, "--json")
    assert made.code == 0, made.err
    assert made.json["film"] == str(film)
    assert frames_of(film) == 32
    assert sheet.read_bytes().startswith(b"\x89PNG")
    again = run("render", plan_file, "--out", film, *SMALL, "--json")
    assert again.code == 0, again.err
    assert again.json["report"]["encoded"] == 0
    uncached = run("render", plan_file, "--out", film, *SMALL, "--no-cache", "--json")
    assert uncached.json["report"]["encoded"] == made.json["report"]["encoded"] > 0


def test_explain_without_a_book_draws_and_prints_prompts(run, lines, tmp_path):
    film = tmp_path / "film.mp4"
    answer = run(
        *("explain", "--topic", "gradient descent", "--lines", lines, "--frames", 24, "--out", film, *SMALL),
        *("--print-prompt", "--negative", "no text at all", "--prompts-out", tmp_path / "p.json"),
    )
    assert answer.code == 0, answer.err
    assert frames_of(film) == 24
    assert "no text at all" in answer.out
    prompts = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["prompts"]
    assert {p["negative"] for p in prompts} == {"no text at all"}


def test_a_film_name_that_tells_no_format_is_refused(run, plan_file, tmp_path):
    answer = run("render", plan_file, "--out", tmp_path / "film.txt", *SMALL)
    assert answer.code == 1
    assert ".mp4" in answer.err
    assert not (tmp_path / "film.txt").exists()


@pytest.mark.slow
def test_explain_goes_from_the_sample_book_to_a_cited_film(run, tmp_path):
    film, plan = tmp_path / "film.mp4", tmp_path / "plan.json"
    answer = run(
        *("explain", "sample: machine_learning_primer.pdf", "--topic", "gradient descent", "--seconds", 16),
        *("--out", film, "--plan-out", plan, *SMALL, "--json"),
    )
    assert answer.code == 0, answer.err
    assert answer.json["plan_report"]["grounding"] == 1.0
    assert frames_of(film) == 16 * 8
    assert run("check", plan).code == 0


@pytest.mark.slow
def test_a_narrated_film_is_as_long_as_its_speech(run, lines, plan_file, tmp_path):
    film, kept = tmp_path / "film.mp4", tmp_path / "spoken.json"
    made = run("render", plan_file, "--out", film, *SMALL, "--narrate", "--json")
    assert made.code == 0, made.err
    assert made.json["report"]["sound_seconds"] > 6 and frames_of(film) > 48
    spoken = ("--narrate", "--narration-length", "speech", "--plan-out", kept)
    made = run("explain", "--lines", lines, "--topic", "descent", "--seconds", 60, *spoken, "--out", film, *SMALL)
    assert made.code == 0, made.err
    assert "voice joe" in made.out
    lasts = sum(s["seconds"] for s in json.loads(kept.read_text(encoding="utf-8"))["scenes"])
    assert 6 < lasts < 30 and frames_of(film) == pytest.approx(8 * lasts, abs=1)


def test_what_is_wrong_with_the_narration_is_told_before_the_work_begins(run, plan_file, tmp_path):
    film = tmp_path / "film.mp4"
    for flags, said in {
        ("--voice", "nobody"): "There is no voice 'nobody'",
        ("--voice", tmp_path / "alba.onnx"): "There is no voice 'alba'",
        ("--speed", "9"): "speed is 9",
        ("--audio", tmp_path / "a.wav"): "either --narrate or --audio",
    }.items():
        answer = run("render", plan_file, "--out", film, "--narrate", *flags)
        assert answer.code == 1 and said in answer.err, answer.err
    assert not film.exists()


def test_subtitles_are_drawn_into_a_film_without_captions(run, plan_file, tmp_path):
    film, flags = tmp_path / "film.mp4", (*SMALL, "--no-cache", "--no-captions", "--json")
    plain = run("render", plan_file, "--out", film, *flags).json["report"]["bytes"]
    burned = run("render", plan_file, "--out", film, *flags, "--burn-subtitles").json["report"]
    assert burned["bytes"] > plain and burned["notes"] == []
    twice = run("render", plan_file, "--out", film, *SMALL, "--no-cache", "--json", "--burn-subtitles").json["report"]
    assert "show what is said already" in twice["notes"][-1]


def test_the_prompts_of_a_plan_file_and_of_a_topic_alone(run, plan_file, tmp_path):
    answer = run("explain", "--plan", plan_file, "--print-prompt", "--no-diagram-lock", "--fps", 12, "--json")
    assert answer.code == 0, answer.err
    made = answer.json["prompts"]
    assert [p["scene"] for p in made["prompts"]]
    assert made["report"]["fps"] == 12
    assert not any("One single 2D diagram" in p["positive"] for p in made["prompts"])
    alone = run(
        "explain", "--topic", "A* search", "--print-prompt", "--diagram-lock", "--quality", "academic_stable", "--json"
    )
    assert alone.code == 0, alone.err
    (prompt,) = alone.json["prompts"]["prompts"]
    assert "A* search" in prompt["positive"] and "One single 2D diagram" in prompt["positive"]
    assert alone.json["prompts"]["report"]["fps"] == 12  # the preset's
    for wrong in (("--plan", plan_file, "sample: machine_learning_primer.pdf"), ()):
        answer = run("explain", *wrong, "--print-prompt")
        assert answer.code == 1
        assert "--plan" in answer.err
    drawn = run("explain", "--topic", "A* search", "--out", tmp_path / "f.mp4")
    assert drawn.code == 1
    assert "BOOK" in drawn.err and "--lines" in drawn.err


def test_flags_of_a_video_model_shape_a_drawn_film_or_are_named(run, lines, tmp_path):
    film = tmp_path / "film.mp4"
    common = ("explain", "--topic", "gradient descent", "--lines", lines, "--seconds", 6, "--out", film, "--fps", 8)
    answer = run(*common, "--engine", "local", "--width", 320, "--height", 180, "--steps", 4, T2V_SCENE_FRAMES="16")
    assert answer.code == 0, answer.err
    with av.open(str(film)) as made:
        assert (made.streams.video[0].width, made.streams.video[0].height) == (320, 180)
    assert "--steps" in answer.err and "--width" not in answer.err
    assert "16 frames" in answer.err
