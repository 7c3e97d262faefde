"""What servers do besides answering well: repeat keys, think aloud, know other parameters, ask to wait, keep the line open."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress

import pytest

from t2v_core.host import LocalHost
from t2v_core.planning.backends import LanguageModelError
from t2v_core.planning.backends.address import Address
from t2v_core.planning.backends.exchange import post
from t2v_core.planning.llm import word_plan
from t2v_core.planning.request import PlanRequest
from tests.core.planning_llm.faulty_server import GOOD, Reply, sse

KEY = "sk-very/secret"


def ask(server, skeleton, encoder, host=None, **changes):
    request = PlanRequest(
        topic="red blood cells", planner="server", server_url=server.url, **{"timeout": 20.0, **changes}
    )
    return word_plan(skeleton, request, host or LocalHost(), encoder)


def fails(server, skeleton, encoder, **changes) -> LanguageModelError:
    with pytest.raises(LanguageModelError) as caught:
        ask(server, skeleton, encoder, on_llm_error="error", **changes)
    return caught.value


ECHOES = {
    "error event": Reply(chunks=[f'data: {{"error": {{"message": "bad key Bearer {KEY}"}}}}\n\n'.encode()]),
    "escaped": Reply(chunks=[b'data: {"error": "bad key ' + KEY.replace("/", "\\/").encode() + b'"}\n\n']),
    "no JSON": Reply(chunks=[f"your key {KEY} is wrong".encode()]),
    "redirect": Reply(302, headers={"Location": f"https://other.example/?k={KEY}"}),
    "redirect, quoted": Reply(302, headers={"Location": "https://other.example/?k=sk-very%2Fsecret"}),
    "at the border of what is shown": Reply(400, [b"x" * 292 + KEY.encode()]),
    "at the border of a JSON's beginning": Reply(chunks=[b"x" * 75 + KEY.encode()]),
    "sentence": Reply(
        chunks=sse(json.dumps({**GOOD, "sentences": [{"text": f"The key is {KEY}.", "evidence_id": "E1"}]}))
    ),
    "prose": Reply(chunks=sse(f"The key is {KEY}.")),
}


@pytest.mark.parametrize("echo", ECHOES)
def test_a_key_that_a_server_repeats_is_masked_everywhere(server, skeleton, encoder, monkeypatch, echo):
    monkeypatch.setenv("T2V_TEST_KEY", KEY)
    monkeypatch.setenv("T2V_TEST_KEY_HOST", "127.0.0.1")
    server.answer = lambda path, body: ECHOES[echo]
    plan = ask(server, skeleton, encoder, credential="T2V_TEST_KEY")
    said = json.dumps(plan.model_dump())
    assert "sk-ver" not in said
    assert any(a.event.startswith(("llm_", "sentence_")) for a in plan.audit)


class Cancelled(BaseException):
    """As the host's interrupt."""


def test_nothing_is_sent_once_the_exchange_was_left():
    with socket.socket() as listening:  # never accepts: the connection opens only when the system's queue has room
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))

        def report(done, total, text="", preview=None):
            raise Cancelled

        with (
            pytest.raises(Cancelled),
            post(Address("http", "127.0.0.1", port, "", KEY), "/x", {}, 20, report) as lines,
        ):
            next(lines)
        got = []
        listening.settimeout(5.0)
        workers = [t for t in threading.enumerate() if t.name == "t2v-llm"]
        while any(t.is_alive() for t in workers):
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                break
            connection.settimeout(0.5)
            with suppress(TimeoutError):
                got.append(connection.recv(100))
        for filler in fillers:
            filler.close()
    assert not any(got)


def test_an_answer_cut_in_thoughts_is_asked_for_again_with_room(server, skeleton, encoder):
    def answer(path, body):
        if body["max_tokens"] < 4096:
            return Reply(chunks=sse("<think>Let me see", finish="length"))
        return Reply(chunks=sse(f"<think>a draft {{}}</think>{json.dumps(GOOD)}"))

    server.answer = answer
    plan = ask(server, skeleton, encoder)
    assert plan.scenes[0].claims[0].source == "llm"
    assert len(server.seen) == 3  # what the first scene taught, the second knows


def test_a_model_that_never_stops_is_told_by_its_name(server, skeleton, encoder):
    server.answer = lambda path, body: Reply(chunks=sse("<think>so so", finish="length"))
    error = fails(server, skeleton, encoder, model="thinker")
    assert error.kind == "truncated"
    assert "thinker" in str(error) and "thinking off" in str(error)


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ("max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        ("seed", "Unknown parameter: seed"),
        ("temperature", "temperature does not support 0"),
        ("response_format", '[{"loc": ["body", "guided"], "msg": "extra fields not permitted"}]'),
    ],
)
def test_a_parameter_that_a_server_does_not_know_is_done_without(server, skeleton, encoder, unknown, said):
    def answer(path, body):
        return Reply(422, [said.encode()]) if unknown in body else Reply(chunks=sse(json.dumps(GOOD)))

    server.answer = answer
    assert ask(server, skeleton, encoder).scenes[0].claims[0].source == "llm"
    assert unknown not in server.seen[-1][1]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(chunks=sse(json.dumps(GOOD), finish="", done=True)),
        Reply(chunks=sse(json.dumps(GOOD), finish="stop", done=False), stall=True),
        Reply(chunks=sse(f"I used {{braces}} here: {json.dumps(GOOD)}")),
        Reply(chunks=sse(f"{json.dumps(GOOD)}\nI hope that </think> helps.")),
        Reply(
            chunks=[
                json.dumps(
                    {
                        "choices": [
                            {
                                "message": {"content": [{"type": "text", "text": json.dumps(GOOD)}]},
                                "finish_reason": "stop",
                            }
                        ]
                    }
                ).encode()
            ]
        ),
    ],
    ids=["no reason to end", "line kept open", "braces before", "thought's end behind", "in parts"],
)
def test_a_whole_answer_is_taken_in_whatever_form_it_comes(server, skeleton, encoder, reply):
    server.answer = lambda path, body: reply
    assert ask(server, skeleton, encoder, timeout=5.0).scenes[0].claims[0].source == "llm"


def test_a_refusal_is_shown_in_the_model_s_words(server, skeleton, encoder):
    message = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    whole = json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]})
    server.answer = lambda path, body: Reply(chunks=[whole.encode()])
    error = fails(server, skeleton, encoder, model="m")
    assert error.kind == "declined"
    assert "I cannot help with that." in str(error)
    assert len(server.seen) == 1


def test_a_server_that_asks_for_a_second_gets_it_once(server, skeleton, encoder):
    answers = iter([Reply(429, [b"slow down"], {"Retry-After": "1"})])
    server.answer = lambda path, body: next(answers, Reply(chunks=sse(json.dumps(GOOD))))
    assert ask(server, skeleton, encoder).scenes[0].claims[0].source == "llm"
    server.answer = lambda path, body: Reply(429, [b"slow down"], {"Retry-After": "30"})
    before = len(server.seen)
    assert "wait 30 s" in str(fails(server, skeleton, encoder))
    assert len(server.seen) == before + 1


def test_waiting_for_a_busy_server_can_be_cancelled(server, skeleton, encoder):
    server.answer = lambda path, body: Reply(429, headers={"Retry-After": "5"})

    def report(done, total, text="", preview=None):
        if "asks to wait" in text:
            raise Cancelled

    with pytest.raises(Cancelled):
        ask(server, skeleton, encoder, LocalHost(report))
    assert len(server.seen) == 1


def test_an_event_that_is_cut_is_an_answer_broken_off(server, skeleton, encoder):
    server.answer = lambda path, body: Reply(chunks=[b'data: {"choices":[{"del'])
    error = fails(server, skeleton, encoder)
    assert error.kind == "truncated"
    assert server.url.removesuffix("/v1") in str(error)


@pytest.mark.parametrize("text", ["talk", '{"title": "x"}'])
def test_a_broken_answer_names_model_and_server(server, skeleton, encoder, text):
    server.answer = lambda path, body: Reply(chunks=sse(text))
    error = fails(server, skeleton, encoder, model="m")
    assert "m at http://127.0.0.1" in str(error)


def test_a_server_that_never_answers_is_not_waited_for_to_unload(server, skeleton, encoder):
    server.answer = lambda path, body: Reply(stall=True)
    left = []

    def report(done, total, text="", preview=None):
        if server.seen:
            left.append(time.monotonic())
            raise Cancelled

    with pytest.raises(Cancelled):
        ask(server, skeleton, encoder, LocalHost(report), server_api="ollama", model="m", timeout=60.0)
    assert server.seen[-1][1]["keep_alive"] == 0  # asked, and its silence (the test ends it) not waited for


def test_the_bar_never_stands_at_the_end_of_a_scene_that_is_waited_for(server):
    server.answer = lambda path, body: Reply(chunks=sse("{}"), pause=0.1)
    shares = []
    address = Address("http", "127.0.0.1", int(server.url.split(":")[2].split("/")[0]), "/v1")
    with post(address, "/chat/completions", {}, 20, lambda done, total, *a, **k: shares.append(done / total)) as lines:
        assert list(lines)
    assert shares[0] == 0 and max(shares) < 1 and shares == sorted(shares)
