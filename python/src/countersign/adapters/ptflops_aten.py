"""ptflops with its `aten` backend."""

from io import StringIO
from typing import Any

from ..case import Case
from .answer import answer
from .ptflops import analyse, version

__all__ = ["run", "version"]


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    totals, _ = analyse(case, printed, "aten", per_layer=False)
    return answer(totals)
