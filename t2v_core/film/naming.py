"""Output names as ComfyUI makes them: date prefixes, five-digit counters, and no two writers on one name."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..errors import ExportError
from ..paths import check_prefix, inside
from .faults import faults
from .workspace import workspace

# ComfyUI's editor fills in %date:…%, its server the others; a prefix may reach us with either.
_DATE_PARTS = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d", "hh": "%H", "mm": "%M", "ss": "%S"}
_CLOCK = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S"}
_MAX_TRIES = 100_000


@contextmanager
def claim(folder: Path, prefix: str, suffix: str, *, width: int = 0, height: int = 0) -> Iterator[Path]:
    """Hold the next free name `<prefix>_00001_<suffix>` inside `folder` for as long as the body runs.

    The name is reserved by a hidden folder that only one process can make, so that nothing of the
    film is visible before it is finished. `prefix` may hold folders and `%date:yyyy-MM-dd%`, `%year%`,
    `%width%` …; `PathError` when it leaves `folder`, `ExportError` when the folder cannot be written.
    """
    parts = check_prefix(expand(prefix, time.localtime(), width, height))
    home = inside(folder.joinpath(*parts[:-1]), [folder])
    with faults(home / parts[-1], "make a name for"):
        home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        for number in range(_last_number(home, parts[-1]) + 1, _MAX_TRIES):
            name = f"{parts[-1]}_{number:05}_"
            with faults(home / name):
                try:
                    held.enter_context(workspace(home, name))
                except FileExistsError:
                    continue
            if not _taken(home, name):
                yield home / (name + suffix)
                return
            held.close()
    raise ExportError(f"{home} holds more than {_MAX_TRIES} films named {parts[-1]!r}. Choose another prefix.")


def expand(prefix: str, now: time.struct_time, width: int = 0, height: int = 0) -> str:
    """Fill in `%date:FORMAT%` (yyyy, yy, MM, dd, hh, mm, ss), `%year%` … `%second%`, `%width%` and `%height%`."""

    def date(match: re.Match[str]) -> str:
        return re.sub("yyyy|yy|MM|dd|hh|mm|ss", lambda m: time.strftime(_DATE_PARTS[m[0]], now), match[1])

    text = re.sub(r"%date:([^%]*)%", date, prefix)
    for name, code in _CLOCK.items():
        text = text.replace(f"%{name}%", time.strftime(code, now))
    return text.replace("%width%", str(width)).replace("%height%", str(height))


def _last_number(home: Path, stem: str) -> int:
    numbers = (re.match(rf"{re.escape(stem)}_(\d+)_", p.name, re.IGNORECASE) for p in home.iterdir())
    return max((int(m[1]) for m in numbers if m), default=0)


def _taken(home: Path, name: str) -> bool:
    return any(p.name.lower().startswith(name.lower()) for p in home.iterdir())
