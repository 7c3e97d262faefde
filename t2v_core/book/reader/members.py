"""The files of a book that is many: of a zip archive, or of a folder. Nothing outside them can be named.

Names are looked up without regard to case, as the systems that many books were made on do.
"""

import zipfile
from pathlib import Path

from wire import ReadError

_MOST = 50_000  # files that are looked at


class Members:
    """What a zip archive and a folder have in common; no file may be of more than `limit` bytes."""

    def __init__(self, names: list[str], limit: int) -> None:
        self._limit = limit
        self._names = {name.replace("\\", "/").casefold(): name for name in names[:_MOST]}

    def __contains__(self, member: str) -> bool:
        return member.casefold() in self._names

    def names(self) -> list[str]:
        """All names, with "/" between folders."""
        return [name.replace("\\", "/") for name in self._names.values()]

    def data(self, member: str) -> bytes:
        """A member's content. Raises `ReadError` when it is not there or too large, whatever sizes are told beforehand."""
        if member not in self:
            raise ReadError("damaged", f"{member} is not in it")
        with self._open(self._names[member.casefold()]) as f:
            data = f.read(self._limit + 1)
        if len(data) > self._limit:
            raise ReadError("characters", f"{member} unpacks to more than {self._limit >> 20} MB")
        return data

    def _open(self, name: str):
        raise NotImplementedError


class ZipMembers(Members):
    """Of an open archive."""

    def __init__(self, archive: zipfile.ZipFile, limit: int) -> None:
        super().__init__(archive.namelist(), limit)
        self._archive = archive

    def _open(self, name: str):
        return self._archive.open(name)


class FolderMembers(Members):
    """Of a folder: the `files` that were found in it."""

    def __init__(self, folder: str, files: list[str], limit: int) -> None:
        super().__init__(files, limit)
        self._folder = Path(folder)

    def _open(self, name: str):
        return (self._folder / name).open("rb")
