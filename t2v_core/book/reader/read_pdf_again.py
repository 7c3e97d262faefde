"""The second PDF reader, pypdf: slower and without geometry, but it opens some files that pdfium refuses."""

from blank_page import DRAWS
from wire import ReadError, send, send_opened

# A compressed stream of this many bytes holds something.
_EMPTY_STREAM = 64


class SecondReader:
    """Opens the file with pypdf when it is first asked."""

    def __init__(self, path: str, password: str) -> None:
        self._path, self._password = path, password
        self._reader = None

    def _open(self):
        if self._reader is None:
            import logging

            import pypdf

            logging.getLogger("pypdf").setLevel(logging.CRITICAL)
            self._reader = pypdf.PdfReader(self._path, password=self._password or None)
        return self._reader

    def page(self, number: int) -> dict:
        """The lines of page `number` (from 1), or why it cannot be read."""
        try:
            text = self._open().pages[number - 1].extract_text()
        except (MemoryError, RecursionError):
            raise
        except Exception as e:  # noqa: BLE001 pypdf raises errors of a dozen types on damaged pages
            return {"failed": f"neither pdfium nor pypdf can read it ({type(e).__name__}: {str(e)[:120]})"}
        return {"blocks": [["text", 0, part] for part in text.split("\n\n") if part.strip()]}

    def looks_blank(self, number: int) -> dict:
        """What pdfium missed of page `number`, in which it found nothing: its text or why there is none; {} if it is blank."""
        try:
            page = self._open().pages[number - 1]
        except (MemoryError, RecursionError):
            raise
        except Exception as e:  # noqa: BLE001 as above
            return {"failed": f"it is blank, or its content is damaged (pypdf: {type(e).__name__})"}
        try:
            contents = page.get("/Contents")
            streams = contents.get_object() if contents is not None else []
            streams = [s.get_object() for s in (streams if isinstance(streams, list) else [streams])]
            broken = any(_is_broken(stream) for stream in streams)
            drawn = any(DRAWS.search(stream.get_data()) for stream in streams if not _is_broken(stream))
        except (MemoryError, RecursionError):
            raise
        except Exception as e:  # noqa: BLE001 as above
            return {"failed": f"its content is damaged ({type(e).__name__}), nothing of it was read"}
        if not (broken or drawn):
            return {}
        found = self.page(number)
        return found if found.get("blocks") else {"failed": "its content is damaged, nothing of it was read"}

    def read_all(self, request: dict, reason: str) -> None:
        """Send the whole book by pypdf; `reason` is why pdfium cannot."""
        try:
            reader = self._open()
            pages = len(reader.pages)
        except (MemoryError, RecursionError):
            raise
        except Exception as e:  # any of pypdf's errors means a damaged file
            if type(e).__name__ in {"FileNotDecryptedError", "WrongPasswordError"}:
                raise ReadError("wrong_password" if self._password else "password") from e
            raise ReadError("damaged", f"pdfium: {reason[:120]}; pypdf: {str(e)[:120]}") from e
        if pages > request["max_pages"]:
            raise ReadError("pages", str(pages))
        if pages == 0:
            raise ReadError("damaged", reason)
        send_opened(pages, warnings=[f"read by pypdf, because pdfium could not open the file ({reason[:120]})"])
        for number in range(request["first_page"], pages + 1):
            send({"page": number, **self.page(number)})


def _is_broken(stream) -> bool:
    """Whether a content stream is not there, or holds bytes that unpack to nothing or to noise: operators are ASCII."""
    if not hasattr(stream, "get_data"):
        return True
    data = stream.get_data()[:4096].strip()
    noise = sum(not 32 <= byte < 127 and byte not in b"\r\n\t" for byte in data)
    packed = getattr(stream, "_data", b"")  # pypdf drops the entry /Length of a stream it has read
    return len(packed) > _EMPTY_STREAM and noise >= 0.3 * len(data)
