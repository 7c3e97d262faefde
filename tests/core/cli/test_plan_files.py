"""Files that `plan` and `check` read: hand-written lines and plans, in the encodings that editors save."""

import json

import pytest

LINES = (
    "Light reactions: Light splits water into oxygen and hydrogen — within the leaf.\r\nThe Calvin cycle makes sugar."
)


def planned(run, file):
    return run("plan", "--topic", "photosynthesis", "--seconds", 8, "--lines", file, "--json")


def test_a_byte_order_mark_gets_into_no_title(run, tmp_path):
    file = tmp_path / "lines.txt"
    file.write_bytes(LINES.encode("utf-8-sig"))
    assert planned(run, file).json["plan"]["scenes"][0]["title"] == "Light reactions"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252"])
def test_a_file_in_another_encoding_is_to_be_saved_as_utf_8(run, tmp_path, encoding):
    lines, plan = tmp_path / "lines.txt", tmp_path / "plan.json"
    lines.write_bytes(LINES.encode(encoding))
    plan.write_bytes('{"title": "Water — and light"}'.encode(encoding))
    drawn = run("render", plan, "--out", tmp_path / "film.mp4")
    for answer, file in ((planned(run, lines), lines), (run("check", plan), plan), (drawn, plan)):
        assert answer.code == 1
        assert f"{file} is not in UTF-8. Save it as UTF-8" in answer.err


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    answer = run("check", tmp_path / "none.json")
    assert answer.code == 1 and "No such file" in answer.err and "plan --out" in answer.err


def test_a_plan_file_given_as_lines_is_named(run, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text('{"schema_version": 1}', encoding="utf-8")
    answer = planned(run, file)
    assert answer.code == 1 and "plan file" in answer.err and "`render`" in answer.err


def test_a_plan_whose_pinned_picture_cannot_be_drawn_does_not_pass_its_check(run, tmp_path):
    lines, plan = tmp_path / "lines.txt", tmp_path / "plan.json"
    lines.write_text(LINES, encoding="utf-8")
    made = planned(run, lines).json["plan"]
    for pinned, code in ((False, 0), (True, 1)):
        made["scenes"][0]["visual"] = {"template": "hologram", "data": {}, "pinned": pinned}
        plan.write_text(json.dumps(made), encoding="utf-8")
        answer = run("check", plan)
        assert answer.code == code and "hologram" in answer.out
