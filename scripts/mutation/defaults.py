"""Prints, by kind, the defaults of PyTorch's arguments: of modules by their constructors, of functions by their signatures."""

import inspect
import json
from importlib.resources import files
from typing import Any

import torch


def plain(value: Any) -> bool:
    """Whether JSON has a word for it."""
    return value is None or isinstance(value, bool | int | float | str) or (
        isinstance(value, tuple) and all(plain(item) for item in value)
    )


def defaults(callee: Any) -> dict[str, Any]:
    """By the name of the argument."""
    named = inspect.signature(callee).parameters.items()
    return {name: one.default for name, one in named if one.default is not one.empty and plain(one.default)}


def signed(signature: str) -> Any:
    """A function with the signature."""
    scope: dict[str, Any] = {"torch": torch}
    exec(f"def signed({signature}): pass", scope)
    return scope["signed"]


kinds = json.loads(files("countersign").joinpath("kinds.json").read_text())
found = {}
for kind, said in kinds["modules"].items():
    found[kind] = defaults(getattr(torch.nn, kind).__init__)
for kind, said in kinds["functions"].items():
    found[kind] = defaults(signed(said["signature"]))
print(json.dumps(found))
