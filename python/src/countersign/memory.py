"""How much memory a worker may take."""

import re
import resource
from pathlib import Path

_WANTED = re.compile(r"can't allocate memory: you tried to allocate (\d+) bytes")

_allowed: int | None = None


def _address_space() -> int:
    """Bytes of addresses that this process uses now; far more than its memory, since libraries map much and touch little."""
    pages = Path("/proc/self/statm").read_text().split()[0]
    return int(pages) * resource.getpagesize()


def limit(allowed: int) -> None:
    """
    From now on this process gets `allowed` more bytes of addresses (RLIMIT_AS) and is refused any further, so that a
    network that is too large cannot take the whole machine. Without effect where the system knows no such limit, as macOS.
    """
    global _allowed
    try:
        most = _address_space() + allowed
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    except (OSError, ValueError):
        return
    _allowed = allowed


def is_exhausted(name: str, message: str) -> bool:
    """Whether an exception, by the name of its class and its message, says that memory was refused."""
    return name == "MemoryError" or "can't allocate memory" in message or "std::bad_alloc" in message


def told(message: str) -> str:
    """The exception in plain words."""
    wanted = _WANTED.search(message)
    asked = f"{int(wanted[1]):,} bytes" if wanted else "memory"
    limited = "the machine has" if _allowed is None else f"the {_allowed:,} bytes that a worker may take"
    return f"It asked for {asked}, and got none: that is more than {limited}."
