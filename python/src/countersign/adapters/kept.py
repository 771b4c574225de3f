"""torch as it was, behind tools that put wrappers in the place of its functions and may leave them there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


@contextmanager
def torch_kept(*more: Any) -> Iterator[None]:
    """
    Puts back every function and method that was replaced, those of `more` modules with them, and takes away methods that
    were only inherited before.
    """
    owners = (torch.Tensor, torch, torch.nn.functional, *more)
    before = [dict(vars(owner)) for owner in owners]
    try:
        yield
    finally:
        for owner, saved in zip(owners, before, strict=True):
            now = vars(owner)
            for name in [name for name, value in saved.items() if now.get(name) is not value]:
                setattr(owner, name, saved[name])
        for name in vars(torch.Tensor).keys() - before[0].keys():
            delattr(torch.Tensor, name)
