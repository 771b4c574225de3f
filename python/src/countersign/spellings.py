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
        return args[0]


def _arrives_as(spelling: Spelling) -> Any:
    """What PyTorch says was called; for an operator such as `x + y` that is the method, `Tensor.add`."""
    if spelling.owner is not operator:
        return spelling.callable
    one = torch.zeros(1)
    with _Probe() as probe:
        for arguments in ((one, one), (one,), (one, 0, one)):
            try:
                spelling.callable(*arguments)
                break
            except TypeError:
                continue
    return probe.called


@cache
def _table() -> tuple[dict[Any, list[Known]], list[Spelling]]:
    """What may have been called, by what PyTorch reports, and the methods that it does not tell from operators."""
    known: dict[Any, list[Known]] = {}
    spoken: dict[str, Spelling] = {}
    for function in functions().values():
        operators_first = sorted(function.spellings.values(), key=lambda spelling: spelling.owner is not operator)
        for spelling in operators_first:
            # A pool that is asked for indices, too, is called under another name.
            indexed = getattr(spelling.owner, f"{spelling.name}_with_indices", None)
            if indexed is not None:
                known.setdefault(indexed, []).append((function, spelling.text))
            others = known.setdefault(_arrives_as(spelling), [])
            if any(other is function for other, _ in others):
                spoken[spelling.text] = spelling
            else:
                others.append((function, spelling.text))
    return known, list(spoken.values())


class Spellings:
    """Tells the function and the spelling of what was called."""

    def __init__(self) -> None:
        self._spoken: str | None = None
        self._originals: dict[Any, Any] = {}

    def find(self, called: Any) -> list[Known]:
        """The functions that this may be a call of: none for one that is not known."""
        try:
            # PyTorch looks the method up by its name, and so may report the wrapper that stands in its place.
            known = _table()[0].get(self._originals.get(called, called), [])
        except TypeError:
            return []
        return [(one, self._spoken if self._spoken in one.spellings else text) for one, text in known]

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
