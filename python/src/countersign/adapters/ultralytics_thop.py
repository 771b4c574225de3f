"""ultralytics-thop, which is imported as thop is and asked in the same way."""

from .answer import installed
from .thop import run

__all__ = ["run", "version"]


def version() -> str:
    return installed("ultralytics-thop")
