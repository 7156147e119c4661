"""Logs: one JSON line an entry, so that a name or a message can never forge another line."""

import logging
import sys
from datetime import UTC, datetime

import msgspec

from domain.times import iso


class JsonLines(logging.Formatter):
    """An entry as one line of JSON; control characters come out escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        entry = {
            "at": iso(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return msgspec.json.encode(entry).decode()


def set_up_logs() -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for noisy in ("pymongo", "aiohttp.access", "engineio", "socketio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
