"""Texts that were made once and are asked for again: kept by a key that says all they depend on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
OVERHEAD_BYTES = 600  # about what a key and its place in the table take


class Kept:
    """The last ones that fit into `room_bytes`, in this process. Nothing grows stale: another state is another key."""

    def __init__(self, room_bytes: int) -> None:
        self.room_bytes = room_bytes
        self._texts: OrderedDict[Hashable, bytes] = OrderedDict()
        self._used_bytes = 0
        self._lock = Lock()

    def all(self, keys: Sequence[Key], make: Callable[[list[Key]], Mapping[Key, bytes]]) -> list[bytes]:
        """In the order of `keys`. `make` is asked once for all that is missing; what it does not give is left out."""
        with self._lock:
            found: dict[Key, bytes] = {key: self._texts[key] for key in keys if key in self._texts}
            for key in found:
                self._texts.move_to_end(key)
        if missing := [key for key in keys if key not in found]:
            # not under the lock: two who ask at once make it twice, and nobody waits for others
            made = make(missing)
            self._keep(made)
            found.update(made)
        return [found[key] for key in keys if key in found]

    def _keep(self, made: Mapping[Key, bytes]) -> None:
        with self._lock:
            for key, text in made.items():
                self._used_bytes += _size(text) - _size(self._texts.pop(key, None))
                self._texts[key] = text
            while self._used_bytes > self.room_bytes:
                self._used_bytes -= _size(self._texts.popitem(last=False)[1])

    def forget(self) -> None:
        with self._lock:
            self._texts.clear()
            self._used_bytes = 0


def _size(text: bytes | None) -> int:
    return 0 if text is None else len(text) + OVERHEAD_BYTES
