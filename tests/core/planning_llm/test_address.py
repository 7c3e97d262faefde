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


@pytest.mark.parametrize(
    "url",
    [
        "ftp://user:sk-LEAK@host", "http://user:sk LEAK@host", "http://user:sk-LEAK@host:99999", "http://user:sk-LEAK", "sk-LEAK",
        "http://127.0.0.1:0/sk-LEAK", "ftp://127.0.0.1/?key=sk-LEAK", "https://[sk-LEAK/",
    ],
)  # fmt: skip
def test_no_error_repeats_what_may_be_a_secret_in_an_address(url):
    with pytest.raises(InputError) as caught:
        check_address(url, ())
    assert "LEAK" not in str(caught.value)


def test_a_key_in_the_place_of_its_name_is_not_repeated():
    with pytest.raises(InputError, match="not set") as caught:
        check_address("https://api.example.com", ("api.example.com",), "AKIAIOSFODNN7EXAMPLE", ENV)
    assert "IOSFODNN7" not in str(caught.value)


def test_port_zero_is_no_port():
    with pytest.raises(InputError, match="port from 1"):
        check_address("http://127.0.0.1:0/v1", ())


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("http://[fe80::1]/v1", "[fe80::1]"), ("http://[fe80::1]:80/v1", "[fe80::1]:80"), ("http://[fe80::1]/v1", "fe80::1"),
        ("https://llm.example/v1", "https://llm.example/v1"), ("https://llm.example:9000", "HTTPS://llm.example:9000"),
    ],
)  # fmt: skip
def test_allowed_hosts_are_understood_in_brackets_and_as_addresses(url, entry):
    assert check_address(url, (entry,)).host in {"fe80::1", "llm.example"}


@pytest.mark.parametrize("entry", ["*", "*.example", "llm.example/v1", "a b"])
def test_an_entry_that_is_no_host_is_named(entry):
    with pytest.raises(InputError, match="Not read as a host") as caught:
        check_address("https://llm.example/v1", (entry,))
    assert repr(entry) in str(caught.value)


def test_a_key_may_be_bound_to_a_port():
    env = {"OPENAI_API_KEY": "sk-1", "OPENAI_API_KEY_HOST": "127.0.0.1:8080"}
    assert check_address("http://127.0.0.1:8080/v1", (), "OPENAI_API_KEY", env).key == "sk-1"
    with pytest.raises(InputError, match="not bound"):
        check_address("http://127.0.0.1:9/v1", (), "OPENAI_API_KEY", env)


def test_a_key_may_lie_in_a_file_that_nobody_else_is_shown(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("sk-2\n")
    env = {"LLM_KEY_FILE": str(secret), "LLM_KEY_HOST": "127.0.0.1"}
    assert check_address("http://127.0.0.1:8080/v1", (), "LLM_KEY", env).key == "sk-2"
    with pytest.raises(InputError, match="others may read"):
        check_address("http://127.0.0.1:8080/v1", (), "LLM_KEY", env, (tmp_path,))
    with pytest.raises(InputError, match="others may read"):
        check_address("http://127.0.0.1:8080/v1", (), "LLM_KEY", env | {"LLM_KEY_FILE": __file__})
    with pytest.raises(InputError, match="not bound"):
        check_address("http://127.0.0.1:8080/v1", (), "LLM_KEY", env | {"LLM_KEY_HOST": "other.example"})
    with pytest.raises(InputError, match="cannot be read"):
        check_address("http://127.0.0.1:8080/v1", (), "LLM_KEY", env | {"LLM_KEY_FILE": str(tmp_path / "none")})
