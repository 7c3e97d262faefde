"""The second PDF reader, pypdf: slower and without geometry, but it opens some files that pdfium refuses."""

import logging

from wire import ReadError, send, send_opened


class SecondReader:
    """Opens the file with pypdf when it is first asked."""

    def __init__(self, path: str, password: str) -> None:
        self._path, self._password = path, password
        self._reader = None

    def _open(self):
        if self._reader is None:
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
