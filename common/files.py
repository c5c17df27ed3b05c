"""Files that others may read while they are written."""

import os
import threading
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
