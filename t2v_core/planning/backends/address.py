"""Which server may be spoken to, and with which key: decided before anything is sent.

A workflow is a file from anywhere. It may name a host and a credential, but it can bring neither the
key nor the right to use it: the key lives in an environment variable, and a second variable beside it
(`<NAME>_HOST`) says the one host that this key is for.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ...errors import InputError

_CREDENTIAL = re.compile(r"[A-Z][A-Z0-9_]{2,63}")
OLLAMA_PORT = 11434


@dataclass(frozen=True)
class Address:
    """A checked server address."""

    scheme: str
    host: str
    port: int
    path: str  # without a slash at its end
    key: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def check_address(
    url: str, allowed_hosts: tuple[str, ...], credential: str = "", environment: Mapping[str, str] | None = None
) -> Address:
    """The address of `url` with its key. Raises `InputError` for a host or credential that is not allowed."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise InputError(f"server_url {url[:80]!r} is not an address. Write it as http://127.0.0.1:8080/v1.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\x00-\x20\x7f]", url.strip()):
        raise InputError(f"server_url {url[:80]!r} is not an address. Write it as http://127.0.0.1:8080/v1.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InputError(
            "server_url holds a user name, key or query. Put the key into an environment variable and name it as credential."
        )
    host = parts.hostname.lower()
    port = port or (443 if parts.scheme == "https" else 80)
    loopback = is_loopback(host)
    allowed = {h.strip().lower() for h in allowed_hosts}
    if not loopback and host not in allowed and f"{host}:{port}" not in allowed:
        raise InputError(
            f"The host {host!r} is not on the list of allowed hosts. This machine itself always is; add other hosts to allowed_hosts."
        )
    key = _key(credential, host, os.environ if environment is None else environment) if credential else ""
    if key and parts.scheme == "http" and not loopback:
        raise InputError(f"The key of {credential} would cross the network unencrypted. Use https for {host}.")
    return Address(parts.scheme, host, port, parts.path.rstrip("/"), key)


def is_loopback(host: str) -> bool:
    """Whether a host name can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _key(credential: str, host: str, environment: Mapping[str, str]) -> str:
    if not _CREDENTIAL.fullmatch(credential):
        raise InputError(
            "credential is not the name of an environment variable (capitals, digits and '_'). Never put a key there."
        )
    key = environment.get(credential, "").strip()
    if not key:
        raise InputError(f"The environment variable {credential} is not set. Set it to the key before starting.")
    bound = environment.get(f"{credential}_HOST", "").strip().lower()
    if bound != host:
        raise InputError(
            f"{credential} is not bound to {host}. Set the environment variable {credential}_HOST={host} if it is meant for it."
        )
    if not key.isascii() or not key.isprintable():
        raise InputError(f"The value of {credential} holds characters that no key has. Set it again.")
    return key
