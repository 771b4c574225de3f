"""JSON lines over file descriptors: read without waiting for more than is there, written in batches."""

import json
import os
import select
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

# Replies that wait for each other at most, and seconds that they wait at most.
_MOST = 16
_PATIENCE = 0.02


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"


class Lines:
    """The lines that come in over a file descriptor."""

    def __init__(self, fd: int):
        self.fd = fd
        self.parts: list[bytes] = []

    def some(self) -> list[str] | None:
        """The whole lines of the next bytes, perhaps none; None at the end."""
        chunk = os.read(self.fd, 1 << 16)
        if not chunk:
            return None
        self.parts.append(chunk)
        if b"\n" not in chunk:
            return []
        *whole, rest = b"".join(self.parts).split(b"\n")
        self.parts = [rest] if rest else []
        return [line.decode("utf-8", "replace") for line in whole]

    def each(self, idle: Callable[[], None]) -> Iterator[str]:
        """Every line, in order; calls `idle` before it waits for more."""
        while True:
            if not select.select([self.fd], [], [], 0)[0]:
                idle()
            lines = self.some()
            if lines is None:
                return
            yield from lines


class Replies:
    """Messages as lines that go out over a file descriptor, several at a time where one follows the other quickly."""

    def __init__(self, fd: int):
        self.fd = fd
        self.pieces: list[bytes] = []
        self.lock = threading.Lock()
        self.late: threading.Thread | None = None
        self.waiting = threading.Event()

    def say(self, message: dict[str, Any]) -> None:
        """Keeps a message for the next flush, which comes by itself within a moment."""
        line = _line(message)
        with self.lock:
            self.pieces.append(line)
        if len(self.pieces) >= _MOST:
            return self.flush()
        if self.late is None:
            self.late = threading.Thread(target=self._flush_late, daemon=True)
            self.late.start()
        self.waiting.set()

    def say_now(self, message: dict[str, Any]) -> None:
        """Writes a message at once."""
        line = _line(message)
        with self.lock:
            self.pieces.append(line)
        self.flush()

    def flush(self) -> None:
        """Writes all that is kept. Raises BrokenPipeError where nobody reads any more."""
        with self.lock:
            data = memoryview(b"".join(self.pieces))
            self.pieces.clear()
            while data:
                data = data[os.write(self.fd, data) :]

    def _flush_late(self) -> None:
        """A message must not wait for a long case behind it."""
        while True:
            self.waiting.wait()
            self.waiting.clear()
            time.sleep(_PATIENCE)
            try:
                self.flush()
            except OSError:
                os._exit(0)
