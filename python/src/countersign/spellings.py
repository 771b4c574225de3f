"""How a function was called, found out from what PyTorch says was called."""

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from .kinds import Function, Spelling, functions

Known = tuple[Function, str]


class _Probe(TorchFunctionMode):
    called: Any = None

    def __torch_function__(self, called: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.called = called
        return called(*args, **(kwargs or {}))


def _arrives_as(spelling: Spelling) -> Any:
    """What PyTorch says was called; for an operator such as `x + y` that is the method, `Tensor.add`."""
    if spelling.owner is not operator:
        return spelling.callable
    with _Probe() as probe:
        spelling.callable(torch.zeros(1), torch.zeros(1))
    return probe.called


@cache
def _table() -> tuple[dict[Any, Known], list[Spelling]]:
    known: dict[Any, Known] = {}
    spoken: list[Spelling] = []
    for function in functions().values():
        operators_first = sorted(function.spellings.values(), key=lambda spelling: spelling.owner is not operator)
        for spelling in operators_first:
            called = _arrives_as(spelling)
            if called in known:
                spoken.append(spelling)
            else:
                known[called] = (function, spelling.text)
    return known, spoken


class Spellings:
    """Tells the function and the spelling of what was called."""

    def __init__(self) -> None:
        self._spoken: str | None = None
        self._originals: dict[Any, Any] = {}

    def find(self, called: Any) -> Known | None:
        """None for a function that is not known."""
        try:
            # PyTorch looks the method up by its name, and so may report the wrapper that stands in its place.
            known = _table()[0].get(self._originals.get(called, called))
        except TypeError:
            return None
        if known is not None and self._spoken in known[0].spellings:
            return known[0], self._spoken
        return known

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Tells `x.add(y)` from `x + y`, as tools do that replace the method: only the former looks it up."""
        replaced = [(one, vars(one.owner).get(one.name), self._wrapped(one)) for one in _table()[1]]
        for one, _, wrapper in replaced:
            setattr(one.owner, one.name, wrapper)
        try:
            yield
        finally:
            for one, own, _ in replaced:
                if own is None:
                    delattr(one.owner, one.name)
                else:
                    setattr(one.owner, one.name, own)

    def _wrapped(self, spelling: Spelling) -> Any:
        original = spelling.callable

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            before, self._spoken = self._spoken, spelling.text
            try:
                return original(*args, **kwargs)
            finally:
                self._spoken = before

        self._originals[wrapper] = original
        return wrapper
