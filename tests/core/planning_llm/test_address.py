"""Hosts and keys: what is refused before anything is sent."""

import pytest

from t2v_core.errors import InputError
from t2v_core.planning.backends.address import check_address

ENV = {"OPENAI_API_KEY": "sk-1", "OPENAI_API_KEY_HOST": "api.example.com"}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/v1", "http://localhost:1234/v1", "http://[::1]:8080/v1", "http://127.8.9.1/v1/"]
)
def test_this_machine_is_always_allowed(url):
    assert check_address(url, ()).path == "/v1"


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.5:8080/v1", "https://evil.example/v1", "http://localhost.evil.example/v1", "http://127.0.0.1.evil.example",
        "http://0.0.0.0:8080", "http://169.254.169.254/latest", "ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1:8080", "",
        "http://user:pw@127.0.0.1/v1", "http://127.0.0.1/v1?key=1", "http://127.0.0.1:99999/v1", "http://127.0.0.1/v1\r\nX: y",
    ],
)  # fmt: skip
def test_other_hosts_and_odd_addresses_are_refused(url):
    with pytest.raises(InputError):
        check_address(url, ())


def test_an_allowed_host_may_be_named_with_its_port():
    assert check_address("https://llm.example:9000/v1", ("llm.example:9000",)).port == 9000
    with pytest.raises(InputError, match="allowed hosts"):
        check_address("https://llm.example:9001/v1", ("llm.example:9000",))


def test_a_key_is_named_never_given_and_bound_to_one_encrypted_host():
    good = check_address("https://api.example.com/v1", ("api.example.com",), "OPENAI_API_KEY", ENV)
    assert good.key == "sk-1"
    assert "sk-1" not in repr(good)
    with pytest.raises(InputError, match="Never put a key"):
        check_address("https://api.example.com/v1", ("api.example.com",), "sk-proj-abc", ENV)
    with pytest.raises(InputError, match="not bound"):
        check_address("https://other.example/v1", ("other.example",), "OPENAI_API_KEY", ENV)
    with pytest.raises(InputError, match="unencrypted"):
        check_address("http://api.example.com/v1", ("api.example.com",), "OPENAI_API_KEY", ENV)
    with pytest.raises(InputError, match="not set"):
        check_address("https://api.example.com/v1", ("api.example.com",), "MISSING_KEY", ENV)
