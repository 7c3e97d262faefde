"""Writes the pieces that T5's tokenizer cuts text into, `t2v_core/prompting/t5_pieces.txt.gz`, from its tokenizer.json.

Run once: `python -m devtools.t5_pieces FOLDER`, the folder holding that file (ComfyUI/comfy/text_encoders/t5_tokenizer).
A line is `piece TAB score`, the logarithm of its probability.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from t2v_core.prompting.tokens import PIECES


def main(folder: Path) -> None:
    """Read, write, say how much."""
    model = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    lines = [f"{piece}\t{score:.4f}" for piece, score in model["vocab"] if not piece.startswith("<extra_id")]
    PIECES.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{PIECES}: {len(lines)} pieces, {PIECES.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
