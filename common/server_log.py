"""The web server's own log, without personal data."""

import sys
from typing import Any

from gunicorn.glogging import Logger


class ServerLog(Logger):
    """gunicorn's own log without its two kinds of lines that hold the visitor's address or query."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if msg.startswith("Invalid request from"):
            return super().warning("Invalid request")
        return super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """With a URI in `args`; the trace may quote it too."""
        if args and msg.startswith("Error handling request"):
            return super().error("Error handling a request: %s", type(sys.exc_info()[1]).__name__)
        return super().exception(msg, *args, **kwargs)
