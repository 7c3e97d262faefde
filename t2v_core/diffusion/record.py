"""What this pack downloaded into a model folder: `RECORD` in it names the commit and the files.

`cache prune` and `cache purge` take exactly those files away again, and nothing else.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import InputError

RECORD = "t2v-download.json"


def origin(folder: Path) -> str:
    """`owner/name at <commit>` of a folder this pack downloaded; "" for any other."""
    record = read_record(folder)
    return f"{record['hub_id']} at {record['commit']}" if record else ""


def read_record(folder: Path) -> dict[str, Any] | None:
    """What was downloaded into a folder: hub_id, commit, and bytes by file; None where nothing was."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        files = {str(name): int(size) for name, size in record["files"].items()}
        return {"hub_id": str(record["hub_id"]), "commit": str(record["commit"]), "files": files}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_record(folder: Path, hub_id: str, commit: str, files: Mapping[str, int]) -> None:
    """Say what is going to lie in `folder` (bytes by file); the pieces of another commit cannot be gone on with."""
    known = read_record(folder)
    if known and known["commit"] != commit:
        shutil.rmtree(folder)
        folder.mkdir()
    facts = {"hub_id": hub_id, "commit": commit, "files": dict(files)}
    (folder / RECORD).write_text(json.dumps(facts, indent=1), encoding="utf-8")


def check_record(folder: Path, hub_id: str, revision: str) -> None:
    """Raise `InputError` for a folder of this name that came from elsewhere on the Hub; the user's own passes."""
    record = read_record(folder)
    if record and (record["hub_id"] != hub_id or (revision and record["commit"] != revision)):
        raise InputError(
            f"{folder} holds {origin(folder)}, not {hub_id}. Move that folder away, or choose it as it is."
        )
