"""ptflops with its `aten` backend."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from ..case import Case
from .answer import answer, by_operator
from .ptflops import analyse, aten_engine, version

__all__ = ["run", "version"]


@contextmanager
def _counters() -> Iterator[list[aten_engine.FlopCounterMode]]:
    """The counters that ptflops makes: what it returns and prints of them is a sum, and rounded texts."""
    original, made = aten_engine.FlopCounterMode, []

    class Kept(original):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any):
            super().__init__(*args, **kwargs)
            made.append(self)

    aten_engine.FlopCounterMode = Kept
    try:
        yield made
    finally:
        aten_engine.FlopCounterMode = original


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    with _counters() as counters:
        totals, text = analyse(case, printed, "aten", per_layer=True)
    counts = counters[0].flop_counts
    layers = [{"path": name, **by_operator(operators)} for name, operators in counts.items() if name != "Global"]
    return answer({**totals, **by_operator(counts["Global"])}, layers, text)
