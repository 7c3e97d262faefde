"""Builds the sample book: python workflows/samples/source/build.py (needs `pip install typst`).

The same source gives the same bytes on every machine: only the fonts inside Typst are used, and the PDF carries
no date. A digest of the source is written into the PDF's keywords, so that a book that is out of date is noticed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

SOURCE = Path(__file__).resolve().parent
BOOK = SOURCE.parent / "machine_learning_primer.pdf"


def source_digest() -> str:
    """The first 16 hex digits of the SHA-256 of all source files, whatever line ends the checkout has."""
    digest = hashlib.sha256()
    for path in sorted([*SOURCE.glob("*.typ"), *SOURCE.glob("*.yml")], key=lambda p: p.name):
        digest.update(path.name.encode() + b"\0" + path.read_text(encoding="utf-8").encode() + b"\0")
    return digest.hexdigest()[:16]


def main() -> None:
    import typst  # only the build needs it, not whoever asks for the digest

    compiler = typst.Compiler(root=str(SOURCE), ignore_system_fonts=True, sys_inputs={"source-digest": source_digest()})
    try:
        pdf, warnings = compiler.compile_with_warnings(str(SOURCE / "main.typ"), format="pdf")
    except typst.TypstError as error:
        raise SystemExit(error.diagnostic) from None
    for warning in warnings:
        print(warning.diagnostic)
    BOOK.write_bytes(pdf)
    print(f"{BOOK.name}: {len(pdf):,} bytes")


if __name__ == "__main__":
    main()
