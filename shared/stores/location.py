"""Where the sealed files of a home lie: its own folders, or a store that a URL names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

DEFAULT_WAIT_SECONDS = 30.0
FILE_SCHEME = "file://"


@dataclass(frozen=True)
class Location:
    """A place for blobs.

    Attributes:
        root: a folder, or a URL for fsspec such as ``s3://bucket/prefix``.
        endpoint: the URL of the service behind an ``s3://`` root; Amazon's, or as the AWS settings say, when
            ``None``.
        wait_seconds: the longest that one operation on a store elsewhere takes.
    """

    root: str | Path
    endpoint: str | None = None
    wait_seconds: float = DEFAULT_WAIT_SECONDS

    @property
    def folder(self) -> Path | None:
        """The local folder; ``None`` when it is a store elsewhere."""
        text = str(self.root)
        if isinstance(self.root, Path) or "://" not in text:
            return Path(self.root)
        return Path(text.removeprefix(FILE_SCHEME)) if text.startswith(FILE_SCHEME) else None

    def part(self, name: str) -> Location:
        """A place of its own within this one."""
        return replace(self, root=f"{str(self.root).rstrip('/')}/{name}")
