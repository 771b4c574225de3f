"""The module tree of a real network, as an architecture's list of modules."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import nn
from torch.nn.parameter import UninitializedBuffer, UninitializedParameter
from torch.nn.utils import parametrize
from torch.nn.utils.spectral_norm import SpectralNorm
from torch.nn.utils.weight_norm import WeightNorm

from .kinds import Layer, composites, layer_of
from .options import options_of
from .parts import Unsaid, made
from .refusal import Refusal
from .tensors import dtype_name
from .trace import computing_weights, is_torch_class


CONTAINERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict, nn.ParameterList, nn.ParameterDict)

# What a class may say anew about a layer without changing what the layer computes.
_HARMLESS = frozenset(
    {
        "__init__",
        "__repr__",
        "extra_repr",
        "reset_parameters",
        "_reset_parameters",
        "train",
        "state_dict",
        "load_state_dict",
        "_load_from_state_dict",
        "_save_to_state_dict",
    }
)


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
    """The registered layer that a module is, by its class or one that it keeps the forward of; None for everything else."""
    layer = _layer_for(type(module))
    if layer is None or not layer.is_composite:
        return layer
    if module not in _is_as_made:
        _is_as_made[module] = _is_made_of_parts(layer, module)
    return layer if _is_as_made[module] else None


# Composites that were looked at, until the next recording.
_is_as_made: WeakKeyDictionary[nn.Module, bool] = WeakKeyDictionary()


def _is_made_of_parts(layer: Layer, module: nn.Module) -> bool:
    """Whether a composite still has the parts that its constructor makes, and not others that somebody put in their places."""
    try:
        again = made(layer, options_of(layer, module), device="meta")
        return _alike(module, again)
    except (Unsaid, AttributeError, TypeError, ValueError, RuntimeError, AssertionError):
        return False


def _alike(one: nn.Module, other: nn.Module) -> bool:
    names, others = list(one._modules), list(other._modules)
    if names != others:
        return False
    pairs = list(zip(one._modules.values(), other._modules.values(), strict=True))
    for a, b in pairs:
        layer = layer_of().get(type(a))
        if type(a) is not type(b) or (layer is not None and options_of(layer, a) != options_of(layer, b)):
            return False
    return all(a is None or _alike(a, b) for a, b in pairs)


@cache
def _layer_for(cls: type) -> Layer | None:
    base = next((one for one in cls.__mro__ if one in layer_of()), None)
    return layer_of()[base] if base is not None and _keeps(cls, base) else None


def _keeps(cls: type, base: type) -> bool:
    """Whether a class computes what its base does: nothing that the base runs is written anew."""
    own = cls.__mro__[: cls.__mro__.index(base)]
    return not any(
        isinstance(value, property) or (callable(value) and name not in _HARMLESS and hasattr(base, name))
        for one in own
        for name, value in vars(one).items()
        if not name.startswith("__") or name in ("__call__", "__getattr__", "__getattribute__")
    )


def container_of(module: nn.Module) -> type[nn.Module] | None:
    """The container of PyTorch's that a module is or is derived from."""
    return next((one for one in CONTAINERS if isinstance(module, one)), None)


def runs_in_order(module: nn.Module) -> bool:
    """Whether a module's forward is that of Sequential."""
    return isinstance(module, nn.Sequential) and _keeps(type(module), nn.Sequential)


def _check(module: nn.Module, path: str, is_computing: bool) -> None:
    """Refuses what an architecture cannot say about a module."""
    cls = type(module)
    shown = f'Module "{path}"' if path else "The network itself"
    known = layer_for(module)
    reparametrized = _reparametrization(module)
    if reparametrized is not None:
        reason = f"computes its {reparametrized[0]} anew at each call ({reparametrized[1]}), which cannot be recorded"
        instead = f"use torch.nn.utils.parametrizations.{reparametrized[2]} in its place, or remove it"
        remedy = f"{instead}, with torch.nn.utils.remove_{reparametrized[2]}(module)"
        raise Refusal("parametrization", f"{shown} {reason}: {remedy}.", path)
    if any(isinstance(one, (UninitializedParameter, UninitializedBuffer)) for _, one in own_tensors(module)):
        raise Refusal("lazy", f"{shown} has no shapes, since the network never calls it: remove it, or call it.", path)
    # What computes a weight, and what has one that is computed, is written as what it calls.
    is_opened = is_computing or parametrize.is_parametrized(module)
    plain = is_opened or cls in (*CONTAINERS, *composites(), nn.Module)
    if known is None and not plain and is_torch_class(cls):
        reason = f"is a {cls.__name__}, which is not known yet"
        raise Refusal("unknown_kind", f"{shown} {reason}: known are {', '.join(sorted(_known()))}.", path)
    for name, tensor in module._parameters.items():
        if known is not None and tensor is not None and tensor.dtype != torch.float32:
            reason = f'has the parameter "{name}" of type {tensor.dtype}; only float32 can be recorded so far'
            raise Refusal("dtype", f"{shown} {reason}.", path)


def _reparametrization(module: nn.Module) -> tuple[str, str, str] | None:
    """The tensor that a hook computes from others before each use, by what, and the name of what makes it."""
    for hook in module._forward_pre_hooks.values():
        if type(hook) in (WeightNorm, SpectralNorm):
            return hook.name, type(hook).__name__, "weight_norm" if type(hook) is WeightNorm else "spectral_norm"
    return None


def _known() -> list[str]:
    return [*(one.__name__ for one in CONTAINERS), *(layer.kind for layer in layer_of().values())]


def own_tensors(module: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """Every parameter, then every buffer, of a module alone; of a layer with what it has inside of it."""
    inner = module.named_modules() if layer_for(module) is not None else [("", module)]
    for path, one in inner:
        for name, tensor in (*one._parameters.items(), *one._buffers.items()):
            if tensor is not None:
                yield (f"{path}.{name}" if path else name), tensor


def _entry(path: str, module: nn.Module, names: dict[int, str]) -> dict[str, Any]:
    """A module's entry. `names` are the tensors seen so far, and get the module's own."""
    layer = layer_for(module)
    container = container_of(module)
    cls = type(module)
    entry: dict[str, Any] = {"path": path, "kind": "Module"}
    base: type[nn.Module] | None = None
    if layer is not None:
        entry["kind"], base = layer.kind, layer.torch_class
    elif container is not None:
        entry["kind"], base = container.__name__, container
    # The root's class is the network's name.
    if cls is not base and (path or base is not None):
        entry["class"] = _class_name(cls)
    options = options_of(layer, module) if layer is not None else {}
    if options:
        entry["options"] = options
    by_kind = _made_by(layer, options)
    tied: dict[str, str] = {}
    for name, tensor in own_tensors(module):
        full = f"{path}.{name}" if path else name
        first = names.setdefault(id(tensor), full)
        if first != full:
            tied[name] = first
        elif name not in by_kind:
            list_ = "parameters" if isinstance(tensor, nn.Parameter) else "buffers"
            entry.setdefault(list_, []).append(_described(name, tensor, full))
    if tied:
        entry["tied"] = tied
    frozen = [
        name
        for name, one in own_tensors(module)
        if isinstance(one, nn.Parameter) and not one.requires_grad and name not in tied
    ]
    if frozen:
        entry["frozen"] = frozen
    return entry


def _made_by(layer: Layer | None, options: dict[str, Any]) -> set[str]:
    """Names of the tensors that a layer's constructor makes."""
    if layer is None:
        return set()
    again = made(layer, options, device="meta")
    return {*dict(again.named_parameters()), *dict(again.named_buffers())}


def _class_name(cls: type) -> str:
    """A name that an architecture takes: a parametrized class of Python's may well have another."""
    return re.sub(r"\W", "_", cls.__name__)


def _described(name: str, tensor: torch.Tensor, full: str) -> dict[str, Any]:
    if "." in name:
        raise Refusal("own_parameter", f'"{full}" was added to the inside of a layer, which cannot be recorded.', full)
    if 0 in tensor.shape:
        raise Refusal("empty", f'"{full}" of shape {list(tensor.shape)} holds nothing, which cannot be recorded.', full)
    described: dict[str, Any] = {"name": name, "shape": list(tensor.shape)}
    if tensor.dtype != torch.float32:
        described["dtype"] = dtype_name(tensor.dtype)
    return described


def modules_of(root: nn.Module) -> list[dict[str, Any]]:
    """The architecture's `modules`. Refuses what it cannot say."""
    _is_as_made.clear()
    found = list(each(root))
    computing = computing_weights(root)
    for path, module, first in found:
        if first is None:
            _check(module, path, module in computing)
    entries = []
    names: dict[int, str] = {}
    for path, module, first in found:
        if first is not None:
            entries.append({"path": path, "same_as": first})
            continue
        entry = _entry(path, module, names)
        # The root need not say that it is a module with a forward of its own.
        if path or entry.keys() - {"path", "kind"} or entry["kind"] != "Module":
            entries.append(entry)
    return entries
