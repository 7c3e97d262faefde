"""`dev.py` runs before anything is installed, and leaves the checkout as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_dev_py_needs_the_standard_library_alone_and_writes_nothing_beside_itself(tmp_path):
    shutil.copy(ROOT / "dev.py", tmp_path)
    shutil.copytree(ROOT / "devtools", tmp_path / "devtools", ignore=shutil.ignore_patterns("__pycache__"))
    before = sorted(tmp_path.rglob("*"))
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    # -S: no packages, so that an import of one fails
    done = subprocess.run(
        [sys.executable, "-S", tmp_path / "dev.py", "--help"], env=env, capture_output=True, text=True, check=True
    )
    assert "demo" in done.stdout
    assert sorted(tmp_path.rglob("*")) == before
