"""Log lines as JSON, without personal data."""

import json
import logging


class JsonLines(logging.Formatter):
    """`{"at", "level", "name", …}` per line; a message that is JSON itself is spread into the line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "name": record.name,
        }
        line |= self._message(record)
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def _message(record: logging.LogRecord) -> dict[str, object]:
        text = record.getMessage()
        if record.name == "quartierskarte.request":
            return dict(json.loads(text))
        return {"message": text}
