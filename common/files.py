"""Files that others may read while they are written, and folders of them that do not grow."""

import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path


def replace(file: Path, content: bytes) -> None:
    """The whole file at once, or the one that was there. Raises OSError, for example where the disk is full."""
    draft = file.with_name(f".{os.getpid()}-{threading.get_ident()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def forget_old(folder: Path, *, most: int, seconds: float, but: str = "") -> None:
    """Deletes what nobody has touched for so long, and of the rest the oldest beyond so many; never the one named."""
    aged = sorted(_aged(one for one in folder.iterdir() if one.name != but), reverse=True)
    for index, (at, one) in enumerate(aged):
        if index >= most or at < time.time() - seconds:
            one.unlink(missing_ok=True)


def _aged(files: Iterable[Path]) -> Iterator[tuple[float, Path]]:
    """With the time of the last touch; without folders, and without drafts that another one has just finished."""
    for one in files:
        with suppress(FileNotFoundError):
            if one.is_file():
                yield one.stat().st_mtime, one
