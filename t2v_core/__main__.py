"""`python -m t2v_core`: the command line."""

import os
import sys

# Libraries draw bars of their own; ours shows the progress of all of them.
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

from .cli.main import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # Windows pipes default to a code page
    sys.exit(main())
