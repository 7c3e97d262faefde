"""The workflow in an animated WebP, as ComfyUI writes it and its editor reads it: in an EXIF chunk at the end of the file.

FFmpeg writes the frames one by one and no EXIF; the chunk is added to the finished file (WebP container
specification, https://developers.google.com/speed/webp/docs/riff_container).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

# ComfyUI's SaveAnimatedWEBP: "name:text" in the tags Model and Make. The others are EXIF's own.
_PLACES = {"prompt": 0x0110, "workflow": 0x010F}
_OWN = {"title": 0x010E, "made_with": 0x0131}
_HAS_EXIF = 0x08  # in the header's flags


def exif(tags: Mapping[str, str]) -> bytes:
    """EXIF with the workflow, the prompt, the title and the program of `tags`; empty when there is none of them."""
    from PIL import Image

    found = Image.Exif()
    for name, place in _PLACES.items():
        if name in tags:
            found[place] = f"{name}:{tags[name]}"
    for name, place in _OWN.items():
        if name in tags:
            found[place] = tags[name]
    return found.tobytes().removeprefix(b"Exif\0\0") if len(found) else b""


def add_exif(path: Path, data: bytes) -> None:
    """Append `data` to the WebP at `path` as its EXIF chunk and say so in its header; nothing for no data."""
    if not data:
        return
    with path.open("r+b") as file:
        head = file.read(21)
        if head[12:16] != b"VP8X":
            head = _extend(file, path)
        file.seek(20)
        file.write(bytes([head[20] | _HAS_EXIF]))
        file.seek(0, 2)
        file.write(b"EXIF" + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2))
        size = file.tell() - 8
        file.seek(4)
        file.write(size.to_bytes(4, "little"))


def _extend(file: BinaryIO, path: Path) -> bytes:
    """Give a WebP of a single frame, whose simple layout has no place for EXIF, the header that has; its first bytes."""
    from PIL import Image

    with Image.open(path) as image:
        width, height = image.size
    file.seek(12)
    frame = file.read()
    header = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    file.seek(12)
    file.write(b"VP8X" + len(header).to_bytes(4, "little") + header + frame)
    file.seek(0)
    return file.read(21)
