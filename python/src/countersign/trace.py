"""Watches a network run: calls of modules, and functions called outside of the layers' own forwards."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import torch
from torch import nn
from torch.nn.utils.parametrize import ParametrizationList
from torch.overrides import TorchFunctionMode

from .build import Custom, input_names


class Listener(Protocol):
    """Told of what runs. What `leave` and `function` return takes the place of the output."""

    def enter(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None: ...
    def leave(self, module: nn.Module, output: Any) -> Any: ...
    def function(self, called: Any, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> Any: ...


class _Functions(TorchFunctionMode):
    def __init__(self, listener: Listener):
        super().__init__()
        self.listener = listener
        self.inside_layers = 0

    def __torch_function__(self, called: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        output = called(*args, **kwargs)
        if self.inside_layers:
            return output
        return self.listener.function(called, args, kwargs, output)


def computing_weights(root: nn.Module) -> set[nn.Module]:
    """Modules that PyTorch runs where a parametrized weight is looked at: their work is that of the module whose weight it is."""
    lists = (one for one in root.modules() if isinstance(one, ParametrizationList))
    return {inside for one in lists for inside in one.modules()}


@contextmanager
def watching(root: nn.Module, is_layer: Callable[[nn.Module], bool], listener: Listener) -> Iterator[None]:
    """Reports to the listener while the body runs. Nothing inside a layer's own forward is reported."""
    functions = _Functions(listener)

    def before(module: nn.Module, args: Any, kwargs: Any) -> None:
        layer = is_layer(module)
        if functions.inside_layers == 0:
            with torch._C.DisableTorchFunction():
                listener.enter(module, args, kwargs)
        functions.inside_layers += layer

    def after(module: nn.Module, args: Any, kwargs: Any, output: Any) -> Any:
        functions.inside_layers -= is_layer(module)
        if functions.inside_layers:
            return None
        with torch._C.DisableTorchFunction():
            return listener.leave(module, output)

    handles = []
    try:
        hidden = computing_weights(root)
        for module in root.modules():
            if module in hidden:
                continue
            handles.append(module.register_forward_pre_hook(before, with_kwargs=True))
            handles.append(module.register_forward_hook(after, with_kwargs=True))
        with functions:
            yield
    finally:
        for handle in handles:
            handle.remove()


def is_torch_class(cls: type) -> bool:
    """Whether PyTorch itself defines a class."""
    return cls.__module__ == "torch" or cls.__module__.startswith("torch.")


def function_name(called: Any) -> str:
    """What a person calls a function: `add` for a tensor's `__add__`, `T` for the getter of `x.T`."""
    name = getattr(called, "__name__", type(called).__name__)
    if name in ("__get__", "__set__"):
        return getattr(getattr(called, "__self__", None), "__name__", name)
    return name.strip("_") if name.startswith("__") else name


def argument_names(module: nn.Module, count: int) -> list[str]:
    """The names of the first `count` arguments of a module's forward."""
    if isinstance(module, Custom):
        return input_names(module)
    if is_torch_class(type(module)):
        return ["x"] if count == 1 else [f"x{index}" for index in range(count)]
    names = []
    for name, at in inspect.signature(module.forward).parameters.items():
        if at.kind is at.VAR_POSITIONAL:
            names.extend(f"{name}_{index}" for index in range(count - len(names)))
        elif at.kind in (at.POSITIONAL_ONLY, at.POSITIONAL_OR_KEYWORD):
            names.append(name)
    return names[:count]
