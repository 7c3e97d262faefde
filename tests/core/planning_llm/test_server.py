"""Servers that behave, and servers that ignore, cut, fence, hang, redirect, fail or lie."""

from __future__ import annotations

import gzip
import json
import time

import pytest

from t2v_core.errors import InputError
from t2v_core.host import LocalHost
from t2v_core.planning.backends import LanguageModelError
from t2v_core.planning.llm import word_plan
from t2v_core.planning.request import PlanRequest
from tests.core.planning_llm.faulty_server import GOOD, Reply, sse


def ask(server, skeleton, encoder, host=None, **changes):
    request = PlanRequest(
        topic="red blood cells", planner="server", server_url=server.url, **{"timeout": 20.0, **changes}
    )
    return word_plan(skeleton, request, host or LocalHost(), encoder)


def events(plan) -> list[str]:
    return [a.event for a in plan.audit]


def test_a_good_answer_words_the_scene_and_keeps_evidence_and_length(server, skeleton, encoder):
    plan = ask(server, skeleton, encoder, model="m", seed=5)
    first = plan.scenes[0]
    assert first.claims[0].text == GOOD["sentences"][0]["text"] == first.narration
    assert first.claims[0].source == "llm"
    assert first.claims[0].evidence_ids == ["E1"]
    assert first.visual_action == GOOD["visual_action"]
    assert plan.seconds == pytest.approx(skeleton.seconds)
    assert (plan.planner.kind, plan.planner.model, plan.planner.seed) == ("server", "m", 5)
    # The same sentence does not belong to the second scene: the book's own stands there.
    assert plan.scenes[1].claims == skeleton.scenes[1].claims
    assert "sentence_replaced" in events(plan)


def test_book_text_travels_as_data_in_the_user_turn(server, skeleton, encoder):
    ask(server, skeleton, encoder)
    path, body, _ = server.seen[0]
    assert path == "/v1/chat/completions"
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert "robots" not in body["messages"][0]["content"]
    assert "robots" in json.loads(body["messages"][1]["content"])["passages"][0]["text"]
    assert "tools" not in body
    schema = body["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["sentences"]["items"]["properties"]["evidence_id"]["enum"] == ["E1"]


@pytest.mark.parametrize(
    "text",
    [
        "Red blood cells do not carry oxygen from the lungs to the tissues.",
        "Red blood cells carry oxygen from the tissues to the lungs.",
        "Red blood cells are robots.",
        "Red blood cells live for about 210 days.",
    ],
)
def test_an_ungrounded_sentence_is_replaced_and_audited(server, skeleton, encoder, text):
    answer = {**GOOD, "sentences": [{"text": text, "evidence_id": "E1"}]}
    server.answer = lambda path, body: Reply(chunks=sse(json.dumps(answer)))
    plan = ask(server, skeleton, encoder)
    assert [s.claims for s in plan.scenes] == [s.claims for s in skeleton.scenes]
    assert any(a.event == "sentence_replaced" and text in a.detail for a in plan.audit)


def test_a_server_that_refuses_schemas_is_asked_for_less(server, skeleton, encoder):
    def answer(path, body):
        kind = body.get("response_format", {}).get("type")
        if kind:
            return Reply(400, [f'{{"error": "response_format {kind} is not supported"}}'.encode()])
        return Reply(chunks=sse(json.dumps(GOOD)))

    server.answer = answer
    plan = ask(server, skeleton, encoder)
    kinds = [body.get("response_format", {}).get("type") for _, body, _ in server.seen]
    assert kinds == ["json_schema", "json_object", None, None]
    assert "by plain" in next(a.detail for a in plan.audit if a.event == "llm_wording")


def test_a_server_that_ignores_the_schema_is_named_and_repaired(server, skeleton, encoder):
    answers = iter(['{"story": "Once upon a time"}', json.dumps(GOOD), json.dumps(GOOD)])
    server.answer = lambda path, body: Reply(chunks=sse(next(answers)))
    plan = ask(server, skeleton, encoder)
    assert "llm_schema_ignored" in events(plan)
    assert plan.scenes[0].claims[0].source == "llm"
    assert "does not follow the schema" in server.seen[1][1]["messages"][-1]["content"]


def test_fences_thoughts_and_chat_round_the_json_are_taken_off(server, skeleton, encoder):
    text = f"<think>hm {{}}</think>Sure!\n```json\n{json.dumps(GOOD)}\n```\nEnjoy."
    server.answer = lambda path, body: Reply(chunks=sse(text))
    assert ask(server, skeleton, encoder).scenes[0].claims[0].source == "llm"


def test_a_server_that_does_not_stream_is_understood(server, skeleton, encoder):
    whole = {"choices": [{"message": {"content": json.dumps(GOOD)}, "finish_reason": "stop"}]}
    server.answer = lambda path, body: Reply(chunks=[json.dumps(whole, indent=1).encode()])
    assert ask(server, skeleton, encoder).scenes[0].claims[0].source == "llm"


FAULTS = {
    "truncated": Reply(chunks=sse(json.dumps(GOOD)[:60], finish="length")),
    "broken off": Reply(chunks=sse(json.dumps(GOOD)[:60], finish="", done=False)),
    "prose": Reply(chunks=sse("I would rather talk about the weather.")),
    "wrong shape": Reply(chunks=sse('{"title": "x"}')),
    "unknown id": Reply(chunks=sse(json.dumps({**GOOD, "sentences": [{"text": "Cells live.", "evidence_id": "E9"}]}))),
    "status 500": Reply(500, [b"out of memory"]),
    "error event": Reply(chunks=[b'data: {"error": {"message": "overloaded"}}\n\n']),
    "not a chat": Reply(chunks=[b"<html>hello</html>"]),
    "redirect": Reply(302, headers={"Location": "http://evil.example/v1/chat/completions"}),
    "hang": Reply(stall=True),
    "unauthorised": Reply(401, [b"no"]),
    "too many requests": Reply(429, [b"slow down"], {"Retry-After": "3600"}),
    "drips": Reply(chunks=[b"x"] * 8, pause=0.2),
    "drips an error": Reply(500, [b"x"] * 8, pause=0.2),
    "endless": Reply(chunks=[b"data: " + b"x" * (1 << 20)] * 6),
    "compressed though not asked": Reply(chunks=[gzip.compress(bytes(1 << 22))], headers={"Content-Encoding": "gzip"}),
    "garbled chunks": Reply(chunks=[b"zz\r\nnonsense\r\n"], headers={"Transfer-Encoding": "chunked"}),
    "picture": Reply(chunks=[b"\x89PNG\r\n\x1a\n\0\0"], headers={"Content-Type": "image/png"}),
    "thousands of brackets": Reply(chunks=[b"data: " + b"[" * 200_000 + b"\n\n"]),
    "brackets for an answer": Reply(chunks=sse('{"title": ' + "[" * 100_000 + "}")),
    "fence without an end": Reply(chunks=sse("```" + " " * 300_000)),
    "thoughts without an end": Reply(chunks=sse("<think>" * 30_000)),
    "message of another shape": Reply(chunks=[b'data: {"choices": [{"delta": "hi", "finish_reason": "stop"}]}\n\n']),
    "half a character": Reply(chunks=[b'data: {"error": "\\ud800"}\n\n']),
    "half a character as a field": Reply(chunks=sse('{"\\ud800": 1}')),
}
KINDS = {
    "truncated": "truncated", "broken off": "truncated", "prose": "not_json", "wrong shape": "schema_ignored",
    "unknown id": "schema_ignored", "status 500": "server_error", "error event": "server_error", "not a chat": "protocol",
    "redirect": "redirect", "hang": "timeout", "unauthorised": "refused",
    "too many requests": "server_error", "drips": "timeout", "drips an error": "timeout", "endless": "protocol",
    "compressed though not asked": "protocol", "garbled chunks": "truncated", "picture": "protocol", "thousands of brackets": "protocol",
    "brackets for an answer": "not_json", "fence without an end": "not_json", "thoughts without an end": "not_json",
    "message of another shape": "not_json", "half a character": "server_error", "half a character as a field": "schema_ignored",
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_a_name_or_falls_back_to_the_books_words(server, skeleton, encoder, fault):
    server.answer = lambda path, body: FAULTS[fault]
    with pytest.raises(LanguageModelError) as caught:
        ask(server, skeleton, encoder, timeout=1.0, on_llm_error="error")
    assert caught.value.kind == KINDS[fault]
    plan = ask(server, skeleton, encoder, timeout=1.0)
    assert [s.claims for s in plan.scenes] == [s.claims for s in skeleton.scenes]
    assert f"llm_{KINDS[fault]}" in events(plan)
    assert plan.model_dump_json().isprintable()


def test_nothing_follows_a_redirect(server, skeleton, encoder):
    server.answer = lambda path, body: FAULTS["redirect"]
    ask(server, skeleton, encoder)
    assert len(server.seen) == 1  # the second scene would only meet the same


def test_no_server_at_all_is_named(skeleton, encoder, server):
    server.url = "http://127.0.0.1:9/v1"
    with pytest.raises(LanguageModelError, match="cannot be reached") as caught:
        ask(server, skeleton, encoder, on_llm_error="error")
    assert caught.value.kind == "unreachable"


class Cancelled(BaseException):
    """As ComfyUI's interrupt: nothing in the core may catch it."""


@pytest.mark.parametrize(
    "first", [[], sse("{", finish="", done=False)], ids=["before the answer", "while tokens stream"]
)
def test_cancel_leaves_at_once_and_hangs_up(server, skeleton, encoder, first):
    server.answer = lambda path, body: Reply(chunks=first, stall=True)
    begun = time.monotonic()

    def report(done, total, text="", preview=None):
        if server.seen and time.monotonic() - begun > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        ask(server, skeleton, encoder, LocalHost(report), timeout=60.0)
    assert server.gone.wait(2.0)  # far below the 60 s the server would have had


def test_ollama_is_spoken_to_natively_and_unloaded(server, skeleton, encoder):
    lines = [
        {"message": {"content": json.dumps(GOOD)[:20]}},
        {"message": {"content": json.dumps(GOOD)[20:]}, "done": True, "done_reason": "stop"},
    ]
    server.answer = lambda path, body: Reply(chunks=[json.dumps(x).encode() + b"\n" for x in lines])
    plan = ask(server, skeleton, encoder, server_api="ollama", model="llama3.2:3b")
    assert plan.scenes[0].claims[0].source == "llm"
    paths = [path for path, _, _ in server.seen]
    assert set(paths) == {"/api/chat"}
    first, last = server.seen[0][1], server.seen[-1][1]
    assert first["format"]["required"] == ["title", "sentences", "visual_action"]
    assert first["options"]["num_ctx"] >= 2048
    assert last["keep_alive"] == 0
    assert last["messages"] == []


def test_ollama_unloads_after_cancel_too(server, skeleton, encoder):
    server.answer = lambda path, body: Reply(stall=bool(body["messages"]))
    begun = time.monotonic()

    def report(done, total, text="", preview=None):
        if server.seen and time.monotonic() - begun > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        ask(server, skeleton, encoder, LocalHost(report), server_api="ollama", model="m")
    assert server.seen[-1][1]["keep_alive"] == 0


def test_the_key_reaches_only_its_host_and_no_message(server, skeleton, encoder, monkeypatch):
    monkeypatch.setenv("T2V_TEST_KEY", "sk-very-secret")
    with pytest.raises(InputError, match="not bound"):
        ask(server, skeleton, encoder, credential="T2V_TEST_KEY")
    monkeypatch.setenv("T2V_TEST_KEY_HOST", "127.0.0.1")
    plan = ask(server, skeleton, encoder, credential="T2V_TEST_KEY")
    assert server.seen[0][2]["Authorization"] == "Bearer sk-very-secret"
    assert "sk-very-secret" not in plan.to_json()
    server.answer = lambda path, body: Reply(500, [b"your key sk-very-secret failed"])
    with pytest.raises(LanguageModelError) as caught:
        ask(server, skeleton, encoder, credential="T2V_TEST_KEY", on_llm_error="error")
    assert "sk-very-secret" not in str(caught.value)
