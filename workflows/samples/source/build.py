"""Builds the sample book: python workflows/samples/source/build.py (needs `pip install typst`).

The same source gives the same bytes on every machine: only the fonts inside Typst are used, and the PDF
carries no date.
"""

from __future__ import annotations

from pathlib import Path

import typst

SOURCE = Path(__file__).resolve().parent
BOOK = SOURCE.parent / "machine_learning_primer.pdf"


def main() -> None:
    compiler = typst.Compiler(root=str(SOURCE), ignore_system_fonts=True)
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
