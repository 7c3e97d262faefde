"""What every reader of this folder shares: how messages are sent and how a book is refused."""

import json
import re
import sys

# Flags of a line of a PDF page.
MONO, BOLD, GARBLED, MATH = 1, 2, 4, 8
_encoded = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode  # no message holds itself
_ADDRESS = re.compile(r"\s*<[^<>]*@[^<>]*>")  # of electronic mail


class ReadError(Exception):
    """The book cannot be read; `kind` chooses the message that the user sees."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind, self.detail = kind, detail


def send(message: dict) -> None:
    """Write one message as a line of ASCII JSON."""
    sys.stdout.write(_encoded(message) + "\n")
    sys.stdout.flush()


def send_opened(pages: int, title: str = "", authors=(), labels=(), outline=(), warnings=()) -> None:
    """Say that the book is open, and what it says about itself."""
    send(
        {
            "open": {
                "pages": pages,
                "title": title.strip(),
                "authors": [a for a in (_ADDRESS.sub("", author).strip() for author in authors) if a],
                "labels": list(labels),
                "outline": list(outline),
                "warnings": list(warnings),
            }
        }
    )


def warning_of(warnings) -> dict:
    """What a page's message says of how it was read; nothing when there is nothing to say."""
    return {"warning": "; ".join(warnings)} if warnings else {}
