"""The Model Cache node on a real server: reports, lists, and removes only what its token confirms."""

from __future__ import annotations

import contextlib
import os
import re

import pytest

from t2v_core.cli.client import ServerError


@pytest.fixture
def cache(client, server):
    """`cache(action, …)`: what the node shows."""

    def call(action: str, token: str = "", keep_gb: float = 0.0) -> str:
        prompt = {
            "1": {"class_type": "T2V_ModelCache", "inputs": {"action": action, "keep_gb": keep_gb, "token": token}}
        }
        return client.run(prompt).outputs["1"]["t2v_text"][0]

    return call


@pytest.fixture
def take(server):
    """A kept take in the server's user folder."""
    path = server.base / "user" / "academic-t2v" / "footage" / "abc.mkv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(1000))
    return path


def test_it_reports_lists_and_removes_by_token(cache, take, server):
    model = server.base / "models" / "diffusers" / "some-model" / "weights.safetensors"
    model.parent.mkdir(parents=True, exist_ok=True)
    model.write_bytes(bytes(1_000_000))
    os.utime(model, (86400 * 365.5, 86400 * 365.5))
    with contextlib.suppress(OSError):
        (model.parents[1] / "leads-nowhere").symlink_to(server.base / "nothing")
    report = cache("report")
    assert "footage" in report and "diffusers/some-model: 1.0 MB, last used 1971-01-01" in report
    listed = cache("purge")
    assert "Nothing was removed" in listed and take.exists()
    token = re.search(r"token (\w+)", listed)[1]
    assert "removed" in cache("purge", token)
    assert not take.exists()
    assert model.exists()


def test_a_wrong_token_or_action_removes_nothing(cache, take):
    for action, token, word in (("purge", "000000000000", "token"), ("destroy", "", "action")):
        with pytest.raises(ServerError, match=word):
            cache(action, token)
    assert take.exists()
