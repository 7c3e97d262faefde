"""Which server may be spoken to, and with which key: decided before anything is sent.

A workflow is a file from anywhere. It may name a host and a credential, but it can bring neither the
key nor the right to use it: the key lives in an environment variable or in a file that one names, and a second
variable beside it (`<NAME>_HOST`) says the one host that this key is for. What an error shows of an address
is never more than scheme, host and port: anything else in it may be a secret.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from ...errors import InputError, PathError
from ...paths import inside

_CREDENTIAL = re.compile(r"[A-Z][A-Z0-9_]{2,63}")
# A name of words ("OPENAI_API_KEY"); what only looks like one ("AKIAIOSFODNN7EXAMPLE") may be a key in the wrong place.
_SPEAKING_NAME = re.compile(r"[A-Z]+(?:_[A-Z0-9]{1,12})+")
_SHOWABLE = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::\d{1,6})?(?=[/?#]|$)|[\w.-]+:\d{1,6}$"
)
_HOST = re.compile(
    r"\[(?P<v6>[0-9a-f:.]+)\](?::(?P<v6_port>\d{1,5}))?|(?P<name>[^\s:/@*?#\[\]]+)(?::(?P<port>\d{1,5}))?"
)
OLLAMA_PORT = 11434
_PACK = Path(__file__).parents[3]
_MAX_KEY = 8192  # bytes of a key's file


@dataclass(frozen=True)
class Address:
    """A checked server address."""

    scheme: str
    host: str
    port: int
    path: str  # without a slash at its end
    key: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """The address as messages and plans name it: a path may hold a token."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def masked(self, text: str) -> str:
        """`text` without the key, which a server may repeat in anything it says, also as part of an address.

        To be called before a text is cut: half a key is found no longer.
        """
        for secret in filter(None, {self.key, quote(self.key, safe="")}):
            text = text.replace(secret, "***")
        return text


def check_address(
    url: str,
    allowed_hosts: Sequence[str],
    credential: str = "",
    environment: Mapping[str, str] | None = None,
    public_folders: Sequence[Path] = (),
) -> Address:
    """The address of `url` with its key. Raises `InputError` for a host or credential that is not allowed.

    `public_folders` hold files that others may read; a key's file in one of them is refused.
    """
    url = url.strip()
    if "@" in url or "?" in url or "#" in url:
        raise InputError(
            "server_url holds a user name, key or query. Put the key into an environment variable and name it as credential."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _no_address(url) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or re.search(r"[\x00-\x20\x7f]", url):
        raise _no_address(url)
    host = parts.hostname.lower()
    port = port or (443 if parts.scheme == "https" else 80)
    loopback = is_loopback(host)
    if not loopback:
        _check_allowed(host, port, allowed_hosts)
    environment = os.environ if environment is None else environment
    key = _key(credential, host, port, environment, public_folders) if credential else ""
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


def _no_address(url: str) -> InputError:
    shown = _SHOWABLE.match(url)
    what = f"server_url {shown[0][:80]!r}" if shown else "server_url"
    return InputError(f"{what} is not an address. Write it as http://127.0.0.1:8080/v1, with a port from 1 to 65535.")


def _check_allowed(host: str, port: int, allowed_hosts: Sequence[str]) -> None:
    entries = {entry: _host_and_port(entry) for entry in allowed_hosts if entry.strip()}
    if any(found and found[0] == host and found[1] in (0, port) for found in entries.values()):
        return
    wrong = [repr(entry[:60]) for entry, found in entries.items() if not found]
    unread = f" Not read as a host there: {', '.join(wrong)}; write host or host:port, no pattern." if wrong else ""
    raise InputError(
        f"The host {host!r} (port {port}) is not on the list of allowed hosts. This machine itself always is; "
        f"add other hosts to allowed_hosts.{unread}"
    )


def _host_and_port(entry: str) -> tuple[str, int] | None:
    """Host and port (0: any) of "host", "host:port", "[IPv6]:port", a bare IPv6 address or a whole URL; None for anything else."""
    text = entry.strip().lower()
    if text.startswith(("http://", "https://")):
        text = text.partition("://")[2].partition("/")[0]
    try:
        ipaddress.IPv6Address(text)
        return text, 0
    except ValueError:
        found = _HOST.fullmatch(text)
    if not found:
        return None
    return found["v6"] or found["name"], int(found["v6_port"] or found["port"] or 0)


def _key(credential: str, host: str, port: int, environment: Mapping[str, str], public_folders: Sequence[Path]) -> str:
    if not _CREDENTIAL.fullmatch(credential):
        raise InputError(
            "credential is not the name of an environment variable (capitals, digits and '_'). Never put a key there."
        )
    key = environment.get(credential, "").strip() or _key_in_file(f"{credential}_FILE", environment, public_folders)
    if not key:
        shown = credential if _SPEAKING_NAME.fullmatch(credential) else f"{credential[:4]}…"
        raise InputError(
            f"The environment variable {shown} that credential names is not set. Set it to the key, or {shown}_FILE "
            "to a file that holds it, before starting."
        )
    bound = _host_and_port(environment.get(f"{credential}_HOST", ""))
    if bound not in ((host, 0), (host, port)):
        name = f"[{host}]" if ":" in host else host
        raise InputError(
            f"{credential} is not bound to {host}. Set the environment variable {credential}_HOST={name} "
            f"(or {name}:{port}) if it is meant for it."
        )
    if not key.isascii() or not key.isprintable():
        raise InputError(f"The value of {credential} holds characters that no key has. Set it again.")
    return key


def _key_in_file(variable: str, environment: Mapping[str, str], public_folders: Sequence[Path]) -> str:
    """The key in the file that `variable` names; "" where it names none."""
    name = environment.get(variable, "").strip()
    if not name:
        return ""
    path = Path(name).expanduser()
    for folder in (_PACK, *public_folders):
        try:
            inside(path, [folder])
        except PathError:
            continue
        raise InputError(f"The file of {variable} lies in {folder}, where others may read it. Move it elsewhere.")
    try:
        with path.open("rb") as file:
            return file.read(_MAX_KEY).decode("utf-8").strip()
    except (OSError, ValueError) as e:
        raise InputError(
            f"The file that {variable} names cannot be read ({type(e).__name__}). Check its name."
        ) from None
