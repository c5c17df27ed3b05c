"""Log lines as JSON, without personal data."""

import json
import logging
import traceback

from django.db import OperationalError

# Their messages name parts of the program or the state of the database, never what a visitor asked for.
HARMLESS = (NameError, AttributeError, ImportError, OperationalError)


FIELDS = "fields"  # what a logger hands over in `extra` under this name stands in the line instead of a message


class JsonLines(logging.Formatter):
    """`{"at", "level", "name", …}` per line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "name": record.name,
        }
        line |= getattr(record, FIELDS, None) or {"message": record.getMessage()}
        if record.exc_info:
            line["trace"] = self._trace(record)
        return json.dumps(line, ensure_ascii=False)

    def _trace(self, record: logging.LogRecord) -> str:
        """Messages of errors quote what was asked for, so those of a request are left out."""
        error = record.exc_info[1] if record.exc_info else None
        if error and hasattr(record, "request"):
            return outline(error)
        return self.formatException(record.exc_info) if record.exc_info else ""


def outline(error: BaseException) -> str:
    """Lines and type of an error and, before it, of those it came from; messages only of harmless ones."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told = f": {error}" if isinstance(error, HARMLESS) else ""
    lines = "".join(traceback.format_tb(error.__traceback__))
    return (f"{outline(before)}\n" if before else "") + f"{lines}{type(error).__name__}{told}"
