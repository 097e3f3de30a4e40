"""Where articles lie: files, folders and archives, walked in a fixed order and never out of the folder that was given."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from framing.io.outcomes import LimitError, Limits, Noted, Rejected, noted, rejected

READABLE = (
    ".txt",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".jsonl",
    ".ndjson",
    ".json",
    ".csv",
    ".tsv",
    ".tab",
    ".xlsx",
    ".parquet",
    ".warc",
    ".rss",
    ".atom",
    ".xml",
)
SOURCES_TABLES = ("sources.csv", "sources.tsv")
_PACKED = (".gz",)
_BUFFER = 1 << 16


class Store(Protocol):
    """A folder or an archive, which hands out its files by name."""

    def open(self, name: str) -> BinaryIO:
        """The bytes of one of its files."""

    def path_of(self, name: str) -> Path | None:
        """Where the file lies on disk, None inside an archive."""


@dataclass(frozen=True)
class Item:
    """One file to read: `shown` is its name in messages, `suffix` its family, `defaults` what a sources table says of it."""

    store: Store
    name: str
    shown: str
    suffix: str
    stem: str
    packed: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def open(self, limits: Limits) -> Iterator[io.BufferedReader]:
        """The file's bytes, unpacked, under the limits."""
        with self.store.open(self.name) as raw:
            if not self.packed:
                yield io.BufferedReader(_Bounded(raw, limits.unpacked_bytes), _BUFFER)
                return
            counted = _Counted(raw)
            with gzip.GzipFile(fileobj=io.BufferedReader(counted, _BUFFER)) as unpacked:
                yield io.BufferedReader(_Bounded(unpacked, limits.unpacked_bytes, counted, limits.unpacked_ratio), _BUFFER)

    def path(self) -> Path | None:
        """The file on disk, where it can be read there as it is."""
        return None if self.packed else self.store.path_of(self.name)


def item(store: Store, name: str, shown: str, defaults: Mapping[str, str] | None = None) -> Item | None:
    """The item for a file name; None where no reader knows its suffix."""
    pure = PurePosixPath(name.lower())
    packed = pure.suffix in _PACKED
    inner = pure.with_suffix("") if packed else pure
    stem = PurePosixPath(name).name[: len(inner.stem)]
    if inner.suffix not in READABLE:
        return None
    return Item(store, name, shown, inner.suffix, stem, packed, defaults or {})


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._inner.read(len(buffer))
        buffer[: len(block)] = block
        self.count += len(block)
        return len(block)


class _Bounded(io.RawIOBase):
    """A stream that stops with LimitError when more comes out than the limits say."""

    _SMALL = 32_000_000

    def __init__(self, inner: BinaryIO | gzip.GzipFile, most: int, packed: _Counted | None = None, ratio: int = 0) -> None:
        self._inner = inner
        self._most = most
        self._packed = packed
        self._ratio = ratio
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._inner.read(len(buffer))
        buffer[: len(block)] = block
        self._given += len(block)
        if self._given > self._most:
            raise LimitError(f"more than {self._most:,} bytes")
        if self._packed is not None and self._given > self._SMALL and self._given > self._ratio * max(1, self._packed.count):
            raise LimitError(f"unpacks to more than {self._ratio} times its size")
        return len(block)


@dataclass(frozen=True)
class Folder:
    """A folder on disk."""

    root: Path

    def open(self, name: str) -> BinaryIO:
        """The bytes of a file of the folder; a device or a pipe is no file."""
        path = self.root / name
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError("not a regular file")
        return path.open("rb")

    def path_of(self, name: str) -> Path | None:
        """The file's path."""
        return self.root / name

    def names(self, limits: Limits) -> Iterator[str | Rejected | Noted]:
        """The files below, sorted, as names relative to the folder; links that lead out of it or in circles are refused."""
        home = self.root.resolve()
        yield from self._walk("", home, {home}, limits)

    def _walk(self, below: str, home: Path, above: set[Path], limits: Limits) -> Iterator[str | Rejected | Noted]:
        """The files of one folder and then of those in it."""
        shown = str(self.root / below)
        if len(above) > limits.folder_depth:
            yield rejected(shown, 0, "folder-too-deep", f"more than {limits.folder_depth} folders inside each other", "flatten the folder")
            return
        try:
            entries = sorted(os.scandir(self.root / below), key=lambda entry: entry.name)
        except OSError as error:
            yield rejected(shown, 0, "file-unreadable", error.strerror or str(error), "check permissions")
            return
        for entry in entries:
            name = f"{below}/{entry.name}" if below else entry.name
            if entry.name.startswith(".") or entry.name == "__MACOSX":
                continue
            try:
                real = Path(entry.path).resolve(strict=True)
                is_folder = entry.is_dir()
            except (OSError, RuntimeError) as error:
                yield rejected(
                    str(self.root / name), 0, "link-broken", _reason(error, "a link that leads nowhere or in a circle"), "remove the link"
                )
                continue
            if entry.is_symlink() and not real.is_relative_to(home):
                yield rejected(
                    str(self.root / name), 0, "link-outside", "a link that leads out of the folder", "copy the file into the folder"
                )
            elif is_folder and real in above:
                yield rejected(str(self.root / name), 0, "link-broken", "a link that leads in a circle", "remove the link")
            elif is_folder:
                yield from self._walk(name, home, above | {real}, limits)
            else:
                yield name


@dataclass(frozen=True)
class Archive:
    """A zip file."""

    zip: zipfile.ZipFile
    limits: Limits
    stored: dict[str, str] = field(default_factory=dict)

    def open(self, name: str) -> BinaryIO:
        """The bytes of a member, under the limits."""
        info = self.zip.getinfo(self.stored.get(name, name))
        if info.file_size > self.limits.unpacked_bytes:
            raise LimitError(f"more than {self.limits.unpacked_bytes:,} bytes")
        if info.file_size > 32_000_000 and info.file_size > self.limits.unpacked_ratio * max(1, info.compress_size):
            raise LimitError(f"unpacks to more than {self.limits.unpacked_ratio} times its size")
        stream: BinaryIO = io.BufferedReader(_Bounded(self.zip.open(info), max(info.file_size, 1)), _BUFFER)  # type: ignore[arg-type]
        return stream

    def path_of(self, name: str) -> Path | None:  # noqa: ARG002 - the protocol's
        """Nothing: members lie in no folder."""
        return None

    def names(self, limits: Limits) -> Iterator[str | Rejected | Noted]:
        """The members, sorted; names that lead out of the archive, links and encrypted members are refused."""
        shown = str(self.zip.filename)
        infos = sorted(self.zip.infolist(), key=lambda info: info.filename)
        if len(infos) > limits.members:
            yield rejected(shown, 0, "archive-too-large", f"more than {limits.members:,} files in one archive", "split it")
            return
        seen: set[str] = set()
        for info in infos:
            name = _member_name(info)
            place = f"{shown}/{name}"
            parts = name.replace("\\", "/").split("/")
            if info.is_dir() or "__MACOSX" in parts or parts[-1].startswith("."):
                continue
            if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
                yield rejected(place, 0, "archive-path", "a name that leads out of the archive", "pack the files again")
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield rejected(place, 0, "link-outside", "a link inside an archive", "pack the file itself")
            elif info.flag_bits & 1:
                yield rejected(place, 0, "archive-encrypted", "the member is encrypted", "unpack the archive first")
            elif name in seen:
                yield rejected(place, 0, "archive-path", "two members of one name", "pack the files again")
            else:
                seen.add(name)
                self.stored[name] = info.filename
                yield name


def _member_name(info: zipfile.ZipInfo) -> str:
    """The member's name; one that an old Windows packer wrote in its Cyrillic code page is read as that."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        meant = info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename
    foreign = [letter for letter in meant if not letter.isascii()]
    return meant if sum("\u0400" <= letter <= "\u04ff" for letter in foreign) > 0.9 * len(foreign) else info.filename


def is_about_the_corpus(name: str) -> bool:
    """Whether a file describes the corpus, as README.md does."""
    return PurePosixPath(name).stem.lower() in ("readme", "license", "licence", "changelog", "contents")


def unknown_file(shown: str) -> Noted:
    """The note on a file that no reader knows."""
    return noted(
        shown, 0, "file-skipped", "no article: its type is not known", "readable: " + " ".join(READABLE) + ", each also .gz, and .zip"
    )


def _reason(error: BaseException, otherwise: str) -> str:
    """What the system says about the error."""
    return getattr(error, "strerror", None) or otherwise
