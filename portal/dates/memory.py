"""Files that were made once and are asked for again: kept by a key that says all they depend on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Kept:
    """The last ones that fit into `room_bytes`, in this process. Nothing grows stale: another state is another key."""

    def __init__(self, room_bytes: int) -> None:
        self.room_bytes = room_bytes
        self._files: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        made = make()  # not under the lock: two who ask at once make it twice, and nobody waits for others
        if len(made) > self.room_bytes:
            return made
        with self._lock:
            self._files[key] = made
            while sum(map(len, self._files.values())) > self.room_bytes:
                self._files.popitem(last=False)
        return made

    def forget(self) -> None:
        with self._lock:
            self._files.clear()
