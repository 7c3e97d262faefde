"""Weight files are looked at before anything loads them: only whole `.safetensors` files pass.

A safetensors file is an 8-byte little-endian length, a JSON header of that length naming every tensor's
dtype, shape and byte range, and the bytes (https://github.com/huggingface/safetensors#format).
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ModelError

# The format's own limit of a header.
_MAX_HEADER = 100_000_000
_PICKLES = {".pt", ".pth", ".bin", ".ckpt", ".pkl", ".pickle"}
_ARCHIVES = {b"PK\x03\x04": "a pickle archive", b"\x80": "a pickle", b"GGUF": "a GGUF file"}
# Blocks spread over a file that go into its fingerprint: 1 MiB in all, so that 28 GB take no minutes.
_BLOCKS, _BLOCK = 256, 4096


@dataclass(frozen=True)
class Header:
    """What a safetensors file says of itself: tensors by name (dtype, shape, data_offsets), and its metadata."""

    tensors: dict[str, dict[str, Any]]
    metadata: dict[str, str]


def read_header(path: Path) -> Header:
    """The header of a whole safetensors file. Raises `ModelError` naming the file for anything else."""
    if path.suffix.lower() in _PICKLES:
        raise ModelError(
            f"{path.name} is a pickle file, which can run code when it is opened, and is refused. "
            "Get the same weights as .safetensors."
        )
    if path.suffix.lower() != ".safetensors":
        raise ModelError(f"{path.name} is not a .safetensors file. Only .safetensors weights are loaded.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            why = _not_weights(start + file.read(504))
            if why:
                raise ModelError(f"{path.name} is {why}, not a safetensors file. Get the file again.")
            length = struct.unpack("<Q", start)[0]
            if not 2 <= length <= min(_MAX_HEADER, size - 8):
                raise ModelError(f"{path.name} is damaged or was cut off while it was copied. Get the file again.")
            file.seek(8)
            raw = json.loads(file.read(length))
    except OSError as e:
        raise ModelError(f"{path.name} cannot be read: {e.strerror or e}. Check that it is there and readable.") from e
    except ValueError as e:
        raise ModelError(f"{path.name} is damaged: its header is not JSON. Get the file again.") from e
    metadata = raw.pop("__metadata__", None) or {} if isinstance(raw, dict) else {}
    if not isinstance(raw, dict) or not _whole(raw, size - 8 - length):
        raise ModelError(f"{path.name} is damaged or was cut off while it was copied. Get the file again.")
    return Header(raw, metadata)


def fingerprint(path: Path) -> str:
    """A hash of a weight file's size, time and a spread of its bytes; quick for files of any size."""
    stat = path.stat()
    digest = hashlib.sha256(f"{stat.st_size}:{stat.st_mtime_ns}".encode())
    with path.open("rb") as file:
        for n in range(_BLOCKS):
            file.seek(n * max(_BLOCK, stat.st_size // _BLOCKS))
            digest.update(file.read(_BLOCK))
    return digest.hexdigest()


def _not_weights(head: bytes) -> str:
    """What a file really is, by its first bytes; "" when it may be safetensors."""
    if not head:
        return "empty"
    for magic, name in _ARCHIVES.items():
        if head.startswith(magic) and not (magic == b"\x80" and head[8:9] == b"{"):
            return name
    text = head.lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "a web page (the download asked for a log-in or failed)"
    if text.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer (run `git lfs pull`)"
    return "cut off" if len(head) < 10 else ""


def _whole(tensors: dict[str, Any], data: int) -> bool:
    """Whether the byte ranges fit together and end where the file ends."""
    try:
        ends = sorted(tuple(t["data_offsets"]) for t in tensors.values())
    except (TypeError, KeyError):
        return False
    at = 0
    for start, stop in ends:
        if start != at or stop < start:
            return False
        at = stop
    return bool(ends) and at == data
