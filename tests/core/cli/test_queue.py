import json

import pytest

from t2v_core.cli.queue import read_workflow, set_inputs
from t2v_core.errors import InputError


def workflow():
    return {
        "1": {"inputs": {"value": "topic"}, "class_type": "PrimitiveString", "_meta": {"title": "Topic"}},
        "2": {"inputs": {"seconds": 30.0, "topic": ["1", 0], "pause": False}, "class_type": "T2V_ScenePlanner"},
        "3": {"inputs": {"value": "other"}, "class_type": "PrimitiveString"},
    }


def test_a_node_is_named_by_id_title_or_class():
    assert set_inputs(workflow(), ["1.value=a"])["1"]["inputs"]["value"] == "a"
    assert set_inputs(workflow(), ["Topic.value=b"])["1"]["inputs"]["value"] == "b"
    assert set_inputs(workflow(), ["T2V_ScenePlanner.seconds=12"])["2"]["inputs"]["seconds"] == 12
    both = set_inputs(workflow(), ["PrimitiveString.value=c"])
    assert [both[i]["inputs"]["value"] for i in ("1", "3")] == ["c", "c"]


def test_values_keep_the_kind_the_workflow_has():
    done = set_inputs(workflow(), ["Topic.value=42", "2.pause=true", "2.topic=k = 3, x.y"])
    assert done["1"]["inputs"]["value"] == "42"
    assert done["2"]["inputs"]["pause"] is True
    assert done["2"]["inputs"]["topic"] == "k = 3, x.y"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Nobody.value=1", r"no node 'Nobody'.*1 \(Topic\)"),
        ("1.colour=1", "no input 'colour'.*value"),
        ("1.value", "NODE.INPUT=VALUE"),
        ("value=1", "NODE.INPUT=VALUE"),
        (".=1", "NODE.INPUT=VALUE"),
    ],
)
def test_what_cannot_be_set_says_what_there_is(text, message):
    with pytest.raises(InputError, match=message):
        set_inputs(workflow(), [text])


def test_workflows_are_read_bare_or_wrapped(tmp_path):
    file = tmp_path / "w.json"
    file.write_text(json.dumps(workflow()))
    assert read_workflow(file) == workflow()
    file.write_text(json.dumps({"prompt": workflow()}))
    assert read_workflow(file) == workflow()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"1": {"class_type": "A"}}', '{"a": 1}', "\xff\xfe"])
def test_what_is_no_workflow_is_refused(tmp_path, content):
    file = tmp_path / "w.json"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=r"w\.json"):
        read_workflow(file)


def test_an_editor_workflow_says_how_to_export_it(tmp_path):
    file = tmp_path / "w.json"
    file.write_text(json.dumps({"nodes": [], "links": [], "version": 0.4}))
    with pytest.raises(InputError, match=r"Export \(API\)"):
        read_workflow(file)


def test_no_server_is_an_error_that_names_the_address(run, tmp_path):
    file = tmp_path / "w.json"
    file.write_text(json.dumps(workflow()))
    answer = run("queue", file, "--server", "http://127.0.0.1:9")
    assert answer.code == 1
    assert "http://127.0.0.1:9" in answer.err
    assert run("queue", file, "--server", "ftp://x").code == 1
