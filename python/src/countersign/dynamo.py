"""Tools that watch every operation make torch load its compiler, which takes longer than all else together."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch


@contextmanager
def unloaded() -> Iterator[None]:
    """
    Modes of dispatch that are defined meanwhile are shielded from torch's compiler only once it is loaded. Before that
    there is nothing to be shielded from; torch would load it to find that out.
    """
    shield = torch._disable_dynamo

    def lazily(function: Callable[..., Any] | None = None, recursive: bool = True) -> Callable[..., Any]:
        if function is None:
            return functools.partial(lazily, recursive=recursive)
        shielded = shield(function, recursive)

        @functools.wraps(function)
        def inner(*args: Any, **kwargs: Any) -> Any:
            return (shielded if "torch._dynamo" in sys.modules else function)(*args, **kwargs)

        return inner

    torch._disable_dynamo = lazily
    try:
        yield
    finally:
        torch._disable_dynamo = shield
