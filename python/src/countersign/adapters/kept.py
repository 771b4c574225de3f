"""torch as it was, behind tools that put wrappers in the place of its functions and may leave them there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

_OWNERS: tuple[Any, ...] = (torch, torch.nn.functional, torch.Tensor)


@contextmanager
def torch_kept() -> Iterator[None]:
    """Puts back every function and method that was replaced, and takes away methods that were only inherited before."""
    before = [dict(vars(owner)) for owner in _OWNERS]
    try:
        yield
    finally:
        for owner, saved in zip(_OWNERS, before, strict=True):
            now = vars(owner)
            for name in [name for name, value in saved.items() if now.get(name) is not value]:
                setattr(owner, name, saved[name])
        for name in vars(torch.Tensor).keys() - before[-1].keys():
            delattr(torch.Tensor, name)
