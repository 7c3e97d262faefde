"""Errors a user can act on: each message says what is wrong, with which file or value, and what to do.

One class a stage, so that callers catch narrowly. A host's own interrupt (ComfyUI's Cancel,
KeyboardInterrupt) is never one of these and must never be caught by stage code.
"""

QUOTED = 80  # characters of a long value that a message repeats


def quoted(text: str) -> str:
    """A value on one line and in quotation marks, as a message repeats it; of a long one only the beginning."""
    line = " ".join(text.split())
    return repr(line) if len(line) <= QUOTED else f"{line[:QUOTED]!r}…"


class T2VError(Exception):
    """Base of every error this project raises on purpose."""


class InputError(T2VError, ValueError):
    """A value given by the user is outside what the stage accepts."""


class PathError(InputError):
    """A file name leaves the allowed folders, or is not one a file may have."""


class DependencyError(T2VError):
    """A library, program or model file that this step needs is not there."""


class BookError(T2VError):
    """A book cannot be read: missing, damaged, encrypted, scanned, too large."""


class RetrievalError(T2VError):
    """A search cannot be answered as asked (model mismatch, empty index)."""


class InsufficientEvidence(RetrievalError):
    """The book does not cover the topic well enough to make claims about it."""


class PlanError(T2VError):
    """A scene plan is not valid, or cannot be made."""


class RenderError(T2VError):
    """A scene cannot be drawn or generated."""


class ModelError(T2VError):
    """A model or LoRA file is damaged, incomplete, of the wrong kind, or not allowed."""


class ExportError(T2VError):
    """A film cannot be written."""
