"""The module tree of a real network, as an architecture's list of modules."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from .kinds import Layer, layer_of
from .options import options_of
from .refusal import Refusal
from .trace import is_torch_class


CONTAINERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict)


def each(root: nn.Module) -> Iterator[tuple[str, nn.Module, str | None]]:
    """Path, module and, for a module seen before, its first path; parents first, in the order of `named_modules()`."""
    seen: dict[nn.Module, str] = {}

    def visit(module: nn.Module, path: str) -> Iterator[tuple[str, nn.Module, str | None]]:
        if module in seen:
            yield path, module, seen[module]
            return
        seen[module] = path
        yield path, module, None
        # What a layer of PyTorch's has inside of it follows from its own options.
        if layer_for(module) is not None:
            return
        for name, child in module._modules.items():
            if child is not None:
                yield from visit(child, f"{path}.{name}" if path else name)

    return visit(root, "")


def layer_for(module: nn.Module) -> Layer | None:
    """The registered layer that a module is; None for containers and everything else."""
    return layer_of().get(type(module))


def _check(module: nn.Module, path: str) -> None:
    """Refuses what an architecture cannot say about a module."""
    cls = type(module)
    shown = f'Module "{path}"' if path else "The network itself"
    known = layer_for(module)
    if known is None and cls not in CONTAINERS:
        base = next((base for base in (*layer_of(), *CONTAINERS) if isinstance(module, base)), None)
        if base is not None:
            reason = f"is a {cls.__name__}, a subclass of {base.__name__}; only {base.__name__} itself can be recorded"
            raise Refusal("subclass", f"{shown} {reason} so far.", path)
        if cls is not nn.Module and is_torch_class(cls):
            reason = f"is a {cls.__name__}, which is not known yet"
            raise Refusal("unknown_kind", f"{shown} {reason}: known are {', '.join(sorted(_known()))}.", path)
        for name, tensor in module._parameters.items():
            if tensor is not None:
                reason = f'has the parameter "{name}" of its own; only those of known layers can be recorded so far'
                raise Refusal("own_parameter", f"{shown} ({cls.__name__}) {reason}.", path)
        for name, tensor in module._buffers.items():
            if tensor is not None:
                reason = f'has the buffer "{name}" of its own; only those of known layers can be recorded so far'
                raise Refusal("own_buffer", f"{shown} ({cls.__name__}) {reason}.", path)
    for name, tensor in module._parameters.items():
        if tensor is not None and tensor.dtype != torch.float32:
            reason = f'has the parameter "{name}" of type {tensor.dtype}; only float32 can be recorded so far'
            raise Refusal("dtype", f"{shown} {reason}.", path)


def _known() -> list[str]:
    return [*(one.__name__ for one in CONTAINERS), *(layer.kind for layer in layer_of().values())]


def _check_ties(root: nn.Module) -> None:
    owners: dict[int, str] = {}
    for path, module, first in each(root):
        if first is not None:
            continue
        for name, parameter in module._parameters.items():
            if parameter is None:
                continue
            own = f"{path}.{name}" if path else name
            other = owners.setdefault(id(parameter), own)
            if other != own:
                message = f'"{own}" and "{other}" are the same parameter; tied parameters cannot be recorded so far.'
                raise Refusal("tied_parameters", message, path)


def _entry(path: str, module: nn.Module) -> dict[str, Any]:
    layer = layer_for(module)
    if layer is None:
        if type(module) in CONTAINERS:
            return {"path": path, "kind": type(module).__name__}
        return {"path": path, "kind": "Module", "class": type(module).__name__}
    entry: dict[str, Any] = {"path": path, "kind": layer.kind}
    options = options_of(layer, module)
    if options:
        entry["options"] = options
    frozen = [name for name, weight in module.named_parameters() if not weight.requires_grad]
    if frozen:
        entry["frozen"] = frozen
    return entry


def modules_of(root: nn.Module) -> list[dict[str, Any]]:
    """The architecture's `modules`. Refuses what it cannot say."""
    found = list(each(root))
    for path, module, first in found:
        if first is None:
            _check(module, path)
    _check_ties(root)
    entries = []
    for path, module, first in found:
        if first is not None:
            entries.append({"path": path, "same_as": first})
        elif path or layer_for(module) is not None or type(module) in CONTAINERS:
            entries.append(_entry(path, module))
    return entries
