"""The files of a book that is many: of a zip archive, or of a folder. Nothing outside them can be named."""

import lzma
import posixpath
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path

from wire import ReadError

_ENCRYPTED = 1  # of a member's flags (APPNOTE.TXT 4.4.4)


class Names:
    """Looks names up as they are written, else without regard to case, as the systems that many books were made on do."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = dict.fromkeys(names)
        self._folded: dict[str, str] = {}
        for name in self._names:
            self._folded.setdefault(name.casefold(), name)

    def __iter__(self):
        return iter(self._names)

    def find(self, name: str) -> str:
        """The name that `name` stands for, or ""."""
        return name if name in self._names else self._folded.get(name.casefold(), "")


class Members(ABC):
    """What a zip archive and a folder have in common; no file may be of more than `limit` bytes."""

    def __init__(self, names: list[str], limit: int) -> None:
        self._limit = limit
        self._stored = {posixpath.normpath(name.replace("\\", "/")): name for name in names if not name.endswith("/")}
        self._names = Names(self._stored)

    def __contains__(self, member: str) -> bool:
        return bool(self._names.find(member))

    def names(self) -> list[str]:
        """All names, with "/" between folders."""
        return list(self._names)

    def require_room(self, members: Iterable[str], budget: int) -> None:
        """Raise `ReadError` when `members` are of more than `budget` bytes together; an archive never gives more than it tells."""
        total = sum(self._size(self._stored[self._names.find(member)]) for member in members if member in self)
        if total > budget:
            raise ReadError("unpacked", f"{total >> 20} MB")

    def data(self, member: str) -> bytes:
        """A member's content. Raises `ReadError`: "member" when it is damaged, others when it is not there or too large."""
        if member not in self:
            raise ReadError("damaged", f"{member} is not in it")
        try:
            with self._open(self._stored[self._names.find(member)]) as f:
                data = f.read(self._limit + 1)
        except NotImplementedError as e:  # of the hundred methods of packing, Python knows four
            raise ReadError("member", f"{member} is packed in a way that is not known here") from e
        except RuntimeError as e:  # zipfile's error for an encrypted member
            raise ReadError("member", f"{member} has a password") from e
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as e:
            raise ReadError("member", f"{member} is damaged") from e
        except OSError as e:
            raise ReadError("member", f"{member} cannot be read ({e.strerror or e})") from e
        if len(data) > self._limit:
            raise ReadError("characters", f"{member} unpacks to more than {self._limit >> 20} MB")
        return data

    def locked(self, _member: str) -> bool:
        """Whether a member is encrypted."""
        return False

    @abstractmethod
    def _open(self, name: str):
        """The stored member, open for reading."""

    @abstractmethod
    def _size(self, name: str) -> int:
        """Its bytes, unpacked."""


class ZipMembers(Members):
    """Of an open archive."""

    def __init__(self, archive: zipfile.ZipFile, limit: int) -> None:
        super().__init__(archive.namelist(), limit)
        self._archive = archive

    def locked(self, member: str) -> bool:
        name = self._names.find(member)
        return bool(name and self._archive.getinfo(self._stored[name]).flag_bits & _ENCRYPTED)

    def _open(self, name: str):
        return self._archive.open(name)

    def _size(self, name: str) -> int:
        return self._archive.getinfo(name).file_size


class FolderMembers(Members):
    """Of a folder: the `files` that were found in it."""

    def __init__(self, folder: str, files: list[str], limit: int) -> None:
        super().__init__(files, limit)
        self._folder = Path(folder)

    def _open(self, name: str):
        return (self._folder / name).open("rb")

    def _size(self, name: str) -> int:
        return (self._folder / name).stat().st_size
