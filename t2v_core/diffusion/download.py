"""A model folder from the Hugging Face Hub, when the user asked for it: `.safetensors` and configurations of one commit.

Nothing is fetched unless `allow` is set. The files a family needs are listed first, with their sizes and hashes,
and compared with the free space; they arrive in a hidden folder that takes the model's name when all of them are
there and whole. A stopped download goes on where it was, and its record (`record.py`) says what was fetched.

The Hub's interface: https://huggingface.co/docs/hub/api (`/api/models/…?blobs=true`, `/resolve/<commit>/<file>`).
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DependencyError, InputError, ModelError
from ..host import Report, interruptible
from ..paths import move
from .families import MODELS
from .record import check_record, write_record
from .sources import check_pipeline

if TYPE_CHECKING:
    import requests

_COMPONENTS = ("transformer", "transformer_2", "text_encoder", "vae")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_PLAIN = re.compile(r"[A-Za-z0-9][\w.-]*")
_WEIGHTS = re.compile(r"(diffusion_pytorch_model|model)(-\d{5}-of-\d{5})?\.safetensors(\.index\.json)?")
_TOKENIZER = re.compile(r"[\w-]+\.(json|txt|model)")
# Room left on the disk besides the model, for footage and films.
_SPARE = 2 * 2**30
_TRIES, _CHUNK = 4, 2**20
_TIMEOUT = (10.0, 30.0)  # seconds to connect, and between two pieces


@dataclass(frozen=True)
class HubFile:
    """A file of a commit: its path in the repository, bytes, and its hash (`sha256`, else git's blob hash)."""

    path: str
    size: int
    sha256: str
    blob: str


def is_hub_id(text: str) -> bool:
    """Whether `text` has the form `owner/name`."""
    return _HUB_ID.fullmatch(text) is not None and ".." not in text


def hub_folder(hub_id: str, root: Path, revision: str = "") -> Path:
    """Where a hub model lies under `root`, there or not. Raises `InputError` for a wrong id or revision."""
    hub_id, revision = hub_id.strip(), revision.strip().lower()
    if not is_hub_id(hub_id):
        known = ", ".join(spec.hub_id for spec in MODELS)
        raise InputError(f"{hub_id!r} is no hub id. Give owner/name, for example one of: {known}.")
    if revision and not _COMMIT.fullmatch(revision):
        raise InputError(f"revision is {revision!r}. Give a commit of 40 hex digits, or nothing for the newest.")
    name = hub_id.partition("/")[2]
    return root / (f"{name}@{revision[:12]}" if revision else name)


def fetch_model(hub_id: str, root: Path, report: Report, *, allow: bool = False, revision: str = "") -> Path:
    """The folder of a hub model under `root`, downloaded when it is not there and `allow` is set.

    `revision` is a commit of 40 hex digits; without it, the commit that the Hub names as newest is taken once and
    recorded. Raises `InputError` for a wrong id or revision, or when downloading is not allowed; `ModelError` for a
    repository that holds no model of a known family as `.safetensors`, damage, or a disk without room;
    `DependencyError` when the Hub cannot be reached. Whatever `report` raises passes through; what has arrived stays.
    """
    hub_id, revision = hub_id.strip(), revision.strip().lower()
    folder = hub_folder(hub_id, root, revision)
    if folder.exists():  # what may be missing in it is named when it is loaded
        check_record(folder, hub_id, revision)
        return folder
    if not allow:
        raise InputError(
            f"{hub_id} is not in {root}. Turn allow_download on to download it there, or put the folder there yourself."
        )

    def work(inner: Report) -> Path:
        with _only_here(root, folder.name):
            return _download(hub_id, revision, folder, inner)

    return interruptible(work, report, f"Asking the Hub for {hub_id}")


def _download(hub_id: str, revision: str, folder: Path, report: Report) -> Path:
    import requests

    partial = folder.with_name(f".{folder.name}.part")
    with requests.Session() as session:
        session.headers.update(_headers())
        commit, files = _list(session, hub_id, revision)
        base = f"{_endpoint()}/{hub_id}/resolve/{commit}"
        try:
            partial.mkdir(parents=True, exist_ok=True)
            write_record(partial, hub_id, commit, {f.path: f.size for f in files})
            _check_room(partial, files)
            done, total = 0, sum(f.size for f in files)
            for file in files:
                path = partial / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                _fetch(session, f"{base}/{file.path}", file, path, _from(report, done, total))
                done += file.size
                if file.path == "model_index.json":  # the first: a wrong model shows before the large files come
                    check_pipeline(partial)
            report(total, total, f"{hub_id} is downloaded")
            move(partial, folder)
        except OSError as e:
            raise ModelError(f"{hub_id} cannot be written to {folder}: {e.strerror or e}.{_PRUNE}") from e
    return folder


_PRUNE = " `python -m t2v_core cache prune` or the Model Cache node makes room."


def _list(session: requests.Session, hub_id: str, revision: str) -> tuple[str, list[HubFile]]:
    """The commit, and the files of it that are needed: model_index.json first, weights last."""
    answer = _ask(session, f"{_endpoint()}/api/models/{hub_id}/revision/{revision or 'main'}?blobs=true")
    try:
        told = answer.json()
        commit = told["sha"]
        files = {
            s["rfilename"]: HubFile(s["rfilename"], s["size"], (s.get("lfs") or {}).get("sha256", ""), s["blobId"])
            for s in told["siblings"]
        }
    except (ValueError, KeyError, TypeError) as e:
        raise DependencyError(f"The Hub's answer about {hub_id} cannot be read ({e}). Try again later.") from e
    if not _COMMIT.fullmatch(str(commit)) or (revision and commit != revision):
        raise DependencyError(f"The Hub names {commit!r} as the commit of {hub_id}. Try again later.")
    if "model_index.json" not in files:
        raise ModelError(f"{hub_id} holds no model_index.json: it is no diffusers folder. Choose one that is.")
    needed = [f for f in files.values() if _needed(f.path)]
    for component in {p.partition("/")[0] for p in files} & set(_COMPONENTS):
        if not any(f.path.startswith(f"{component}/") and f.path.endswith(".safetensors") for f in needed):
            raise ModelError(f"{hub_id} has no .safetensors weights in {component}. Only these are downloaded.")
    return commit, sorted(needed, key=lambda f: (f.path != "model_index.json", f.size))


def _needed(path: str) -> bool:
    """Whether a file of a repository belongs to a model folder: configurations and whole `.safetensors`, nothing else."""
    folder, _, name = path.rpartition("/")
    if not folder:
        return name == "model_index.json"
    if folder == "scheduler":
        return name == "scheduler_config.json"
    if folder == "tokenizer":
        return _TOKENIZER.fullmatch(name) is not None
    return folder in _COMPONENTS and (name == "config.json" or _WEIGHTS.fullmatch(name) is not None)


def _fetch(session: requests.Session, url: str, file: HubFile, path: Path, report: Report) -> None:
    """Bring one file, going on where an earlier try stopped, and check its hash."""
    import requests

    for tries in range(_TRIES):
        have = path.stat().st_size if path.is_file() else 0
        if have == file.size:
            break
        ask_from = {"Range": f"bytes={have}-"} if 0 < have < file.size else {}
        try:
            with _ask(session, url, headers=ask_from, stream=True) as answer:
                have = have if answer.status_code == 206 else 0
                with path.open("ab" if have else "wb") as out:
                    for piece in answer.iter_content(_CHUNK):
                        out.write(piece)
                        have += len(piece)
                        if have > file.size:
                            break
                        report(have, file.size, f"Downloading {file.path}")
        except requests.RequestException as e:
            if tries == _TRIES - 1:
                raise DependencyError(
                    f"The download of {file.path} broke off: {e}. Run it again: it goes on where it was."
                ) from e
    if _hash(path, file, report) != (file.sha256 or file.blob):
        path.unlink(missing_ok=True)
        raise ModelError(f"{file.path} arrived damaged. Run it again: only this file is downloaded once more.")


def _hash(path: Path, file: HubFile, report: Report) -> str:
    """The file's sha256, or git's hash of it where the Hub knows no other."""
    if not path.is_file() or path.stat().st_size != file.size:
        return ""
    # git's own name of a file; it protects nothing here that a stronger hash would.
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)
    with path.open("rb") as data:
        while piece := data.read(16 * _CHUNK):
            digest.update(piece)
            report(file.size, file.size, f"Checking {file.path}")
    return digest.hexdigest()


def _ask(session: requests.Session, url: str, **more: Any) -> requests.Response:
    """GET. Raises `DependencyError` for what the Hub refuses; a transport fault passes when a file is streamed."""
    import requests

    try:
        answer = session.get(url, timeout=_TIMEOUT, **more)
    except requests.RequestException as e:
        if more.get("stream"):
            raise
        raise DependencyError(
            f"{_endpoint()} cannot be reached: {e}. Check the network, or get the folder by hand."
        ) from e
    if answer.status_code in (200, 206):
        return answer
    answer.close()
    why = {
        401: "it does not exist, or needs a login (`hf auth login`)",
        403: "its terms have to be accepted on its page first",
        404: "there is no such model, revision or file",
        429: "too many requests; try again in some minutes",
    }.get(answer.status_code, answer.reason)
    raise DependencyError(f"The Hub refuses {url.partition('?')[0]} ({answer.status_code}): {why}.")


def _endpoint() -> str:
    """The Hub, or the mirror that HF_ENDPOINT names. Raises `DependencyError` in offline mode."""
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        raise DependencyError("HF_HUB_OFFLINE is set: nothing is downloaded. Unset it, or get the folder by hand.")
    return constants.ENDPOINT.rstrip("/")


def _headers() -> dict[str, str]:
    from huggingface_hub.utils import build_hf_headers

    return build_hf_headers(library_name="academic-t2v")


def _check_room(folder: Path, files: list[HubFile]) -> None:
    """Raises `ModelError` when the disk does not hold what is still missing."""
    there = sum(min(p.stat().st_size, f.size) for f in files if (p := folder / f.path).is_file())
    missing, free = sum(f.size for f in files) - there, shutil.disk_usage(folder).free
    if missing + _SPARE > free:
        raise ModelError(
            f"The disk of {folder.parent} is full: {missing / 1e9:.1f} GB are to be downloaded and {_SPARE / 1e9:.1f} GB "
            f"kept free, and {free / 1e9:.1f} GB are left.{_PRUNE}"
        )


@contextlib.contextmanager
def _only_here(root: Path, name: str) -> Iterator[None]:
    """One download of a folder at a time, over all programs."""
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = root / f".{name}.lock"
        with FileLock(lock, timeout=0):
            try:
                yield
            finally:
                with contextlib.suppress(OSError):  # Windows removes no file that is open; it is empty
                    lock.unlink()
    except Timeout as e:
        raise ModelError(f"{name} is being downloaded by another program. Wait for it to end.") from e
    except OSError as e:
        raise ModelError(f"{root} cannot be written: {e.strerror or e}. Check the folder and its permissions.") from e


def _from(report: Report, start: int, total: int) -> Report:
    """Progress of one file on the bar of all."""

    def inner(done: float, of: float, text: str = "", preview: Any = None) -> None:
        at = start + done
        report(at, total, f"{text}, {at / 1e9:.1f} of {total / 1e9:.1f} GB")

    return inner
