"""Make `.venv` and put into it, once each, what a command needs."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"

_REQUIREMENTS = {
    "run": [ROOT / "requirements.txt", ROOT / "devtools" / "comfyui-requirements.txt"],
    "test": [ROOT / "requirements-test.txt"],
    "bench": [ROOT / "requirements-test.txt", ROOT / "tests" / "bench" / "requirements.txt"],
}


class SetupError(Exception):
    """Something the environment needs is missing; the message holds the line that fixes it."""


def ensure_environment(extra: str = "") -> None:
    """Make `.venv` with the requirements of running, and of `extra` ("test" or "bench").

    Every step leaves a stamp of what it installed and is not repeated until that changes.
    Raises `SetupError` when a step cannot be done.
    """
    check_native_libraries()
    if not (VENV / "t2v-venv.stamp").exists():
        _make_venv()
    _once("torch", [CONSTRAINTS], lambda: _pip(_pinned("torch")))
    _once("run", _REQUIREMENTS["run"], lambda: _pip(*_files(_REQUIREMENTS["run"])))
    _once("torchvision", [ROOT / "devtools" / "torchvision_ops.py"], _install_torchvision)
    if extra:
        files = _REQUIREMENTS[extra]
        _once(extra, files, lambda: _pip(*_files(files)))


def _make_venv() -> None:
    print("Making .venv …", flush=True)
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, OSError) as e:
        shutil.rmtree(VENV, ignore_errors=True)  # half of one would look like a whole one
        raise SetupError(
            f"Python could not make a virtual environment ({e}). On Debian and Ubuntu: sudo apt-get install -y python3-venv"
        ) from e
    (VENV / "t2v-venv.stamp").write_text("", encoding="ascii")


def venv_python() -> Path:
    """The interpreter of `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python_environment(base: Path | None = None, offline: bool = False) -> dict[str, str]:
    """Environment variables that keep every write of a child inside `.venv` and `base`."""
    env = dict(os.environ)
    env["PYTHONPYCACHEPREFIX"] = str(VENV / "pycache")
    env["PYTHONUTF8"] = "1"
    if base is not None:
        env["TMPDIR"] = env["TEMP"] = env["TMP"] = str(base / "user" / "tmp")
        env["HF_HOME"] = str(base / "user" / "huggingface")
        env["TORCH_HOME"] = str(base / "user" / "torch")
        env["XDG_CACHE_HOME"] = str(base / "user" / "cache")
    if offline:
        env["HF_HUB_OFFLINE"] = "1"
    return env


def check_native_libraries() -> None:
    """Skia's Linux wheels link against libEGL and libGL, which pip cannot bring."""
    if not sys.platform.startswith("linux"):
        return
    missing = [name for name in ("libEGL.so.1", "libGL.so.1") if not _loads(name)]
    if missing:
        raise SetupError(f"Missing: {', '.join(missing)} (the drawing library needs them). Install with:\n  {_fix()}")


def torch_has_cuda() -> bool:
    """Whether the torch in `.venv` was built with CUDA, read from its version file without importing it."""
    file = site_packages() / "torch" / "version.py"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    match = re.search(r"^cuda[^=]*=\s*(.+)$", text, re.MULTILINE)
    return bool(match) and match.group(1).strip() != "None"


def site_packages() -> Path:
    """The folder of `.venv` that packages go to."""
    return VENV / "Lib" / "site-packages" if os.name == "nt" else next((VENV / "lib").glob("python3*/site-packages"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _fix() -> str:
    if shutil.which("apt-get"):
        return "sudo apt-get install -y libegl1 libgl1"
    if shutil.which("dnf"):
        return "sudo dnf install -y mesa-libEGL mesa-libGL"
    if shutil.which("pacman"):
        return "sudo pacman -S --noconfirm libglvnd"
    return "your package manager: libEGL and libGL (libglvnd)"


def _once(name: str, inputs: Iterable[Path], step: Callable[[], None]) -> None:
    digest = hashlib.sha256(sys.version.encode() + b"".join(p.read_bytes() for p in [*inputs, CONSTRAINTS])).hexdigest()
    stamp = VENV / f"t2v-{name}.stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    print(f"Installing what is needed to {name} …" if name in _REQUIREMENTS else f"Installing {name} …", flush=True)
    step()
    stamp.write_text(digest, encoding="ascii")


def _pip(*args: str) -> None:
    command = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["-c", str(CONSTRAINTS), *args]
    if subprocess.call(command):
        raise SetupError(f"pip could not install. What it was asked:\n  {' '.join(command)}")


def _files(paths: Iterable[Path]) -> list[str]:
    return [x for p in paths for x in ("-r", str(p))]


def _pinned(package: str) -> str:
    """The `package==version` line of the constraints, so that torch comes in before anything asks for another."""
    match = re.search(rf"^{package}==\S+", CONSTRAINTS.read_text(encoding="utf-8"), re.MULTILINE)
    return match.group(0) if match else package


def _install_torchvision() -> None:
    """torchvision as it is on the index, and a hook that declares its operators where they cannot load.

    `--no-deps`, because its release is tied to one torch; the hook does nothing where the compiled
    operators load. ComfyUI imports torchvision, but uses none of these operators here.
    """
    _pip("--no-deps", _pinned("torchvision"))
    folder = site_packages()
    shutil.copyfile(ROOT / "devtools" / "torchvision_ops.py", folder / "t2v_torchvision_ops.py")
    (folder / "t2v_torchvision_ops.pth").write_text("import t2v_torchvision_ops\n", encoding="ascii")
