"""The child process that parses a book: one JSON request on standard input, JSON lines on standard output.

It is started as `python -S <this folder>`, told where packages lie, and knows nothing of the rest of the project, so that a file
that crashes, fills the memory or never ends takes down this process only. Messages, in order:

    {"open": {"pages", "title", "authors", "labels", "outline": [[level, title, page, y], …], "warnings"}}
    {"page": n, "width", "height", "lines": [[text, x0, y, x1, size, flags], …]}      of a PDF; x0 to size in tenths of a point
    {"page": n, …, "shows": "pictures" or "notes"}                                    of a page of a PDF without text
    {"page": n, "blocks": [[kind, level, text], …]}                                   of any other format
    {"page": n, "blocks": [[kind, level, text, first, last], …], "labels": […]}       of an EPUB: how many of the printed pages
                                                                                      that begin in this document have begun
    {"page": n, …, "warning": "how it was read"}                                      of a page of which something was guessed
    {"alive": true}                                                                   in a long document, now and then
    {"page": n, "failed": "why"}                                                      a page that cannot be read
    {"error": "kind", "detail": "…"}  or  {"done": true}
"""

import contextlib
import gc
import json
import os
import sys

from wire import ReadError, send


def limit_memory(nbytes: int) -> None:
    """Cap the address space where the system can (Linux); elsewhere the parent watches the resident size."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform.startswith("linux"):
            resource.setrlimit(resource.RLIMIT_AS, (nbytes, nbytes))


def read(request: dict) -> None:
    """Send the whole book, by the reader of its format."""
    kind = request["kind"]
    if kind == "pdf":
        from read_pdf import read_pdf

        read_pdf(request)
    elif kind == "epub":
        from read_epub import read_epub

        read_epub(request)
    elif kind in ("site", "folder"):
        from read_site import read_site

        read_site(request)
    else:
        from read_plain import read_plain

        read_plain(request)


def main() -> int:
    request = json.loads(sys.stdin.buffer.readline())
    sys.path += request["import_path"]
    limit_memory(request["max_memory"])
    gc.set_threshold(100_000)  # a page is tens of thousands of small lists, none of them in a cycle
    try:
        read(request)
    except ReadError as e:
        send({"error": e.kind, "detail": e.detail})
    except OSError as e:
        send({"error": "unreadable", "detail": e.strerror or str(e)})
    except MemoryError:
        send({"error": "memory", "detail": ""})
    except RecursionError:
        send({"error": "damaged", "detail": "its parts are nested too deeply"})
    else:
        send({"done": True})
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the libraries' own clean-up of a damaged file may crash or hang; nothing is left to save
