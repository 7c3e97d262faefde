"""A repository of the Hugging Face Hub in its own cache, fetched by a process of its own, which Cancel ends at once.

huggingface_hub downloads in threads and in native code that look at nothing while they work. What has arrived when the
process is stopped stays in that cache, where the next download goes on with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from .errors import DependencyError, InputError
from .host import POLL, Report

_FETCH = """
import sys
sys.path.pop(0)  # the folder this is started in, whatever lies there
import json
from huggingface_hub import snapshot_download
snapshot_download(**json.loads(sys.argv[1]))
"""


def hub_folder(
    hub_id: str, what: str, report: Report, *, download: bool, allow: Sequence[str], ignore: Sequence[str] = ()
) -> Path:
    """The folder of `hub_id`, with the files whose names match `allow` and not `ignore`; only looked for without `download`.

    `what` names its kind in errors: `InputError` for what is no hub id, `DependencyError` when it is not there or cannot
    be fetched. Whatever `report` raises passes through.
    """
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    from huggingface_hub.utils import validate_repo_id

    wanted = {
        "repo_id": hub_id,
        "allow_patterns": list(allow),
        "ignore_patterns": list(ignore),
        "cache_dir": str(constants.HF_HUB_CACHE),
    }
    try:
        validate_repo_id(hub_id)
        if download:
            _fetch(wanted, what, report)
        return Path(snapshot_download(**wanted, local_files_only=True))
    except HFValidationError as e:
        raise InputError(f"{hub_id!r} is neither a model folder nor a Hugging Face id.") from e
    except LocalEntryNotFoundError as e:
        hint = "Check its name and the connection." if download else "Turn allow_download on to fetch it."
        raise DependencyError(f"{what} {hub_id!r} is not on this machine. {hint}") from e


def _fetch(wanted: dict[str, object], what: str, report: Report) -> None:
    hub_id = str(wanted["repo_id"])
    blobs = Path(str(wanted["cache_dir"])) / f"models--{hub_id.replace('/', '--')}"
    before = _bytes(blobs)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-c", _FETCH, json.dumps(wanted)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, "HF_HUB_DISABLE_PROGRESS_BARS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            while process.poll() is None:
                report(0, 1, f"Downloading {hub_id}, {max(0, _bytes(blobs) - before) / 1e6:.0f} MB so far")
                time.sleep(POLL)
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines() or [f"code {process.returncode}"]
            raise DependencyError(
                f"{what} {hub_id!r} cannot be fetched: {lines[-1][:300]}. Check its name and the connection."
            )


def _bytes(folder: Path) -> int:
    """What lies in the repository's folder; files come and go while it is looked at."""
    total = 0
    for path in folder.glob("blobs/*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total
