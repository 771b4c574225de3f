"""The registry of layers and functions, read from kinds.json, and what PyTorch calls them."""

import ast
import importlib
import inspect
import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, get_overloads

from torch import nn


@dataclass(frozen=True)
class Spelling:
    """One way to call a function. Resolved at each call, since tools replace some of these attributes."""

    text: str
    owner: Any
    name: str

    @property
    def callable(self) -> Any:
        return getattr(self.owner, self.name)


@dataclass(frozen=True)
class Arguments:
    """What a call takes: tensors, the first `inputs` of them in order and the others by name, and options."""

    signature: inspect.Signature
    # `hx.0` is the first of a tuple that is given as `hx`.
    tensors: tuple[str, ...]
    inputs: int
    options: tuple[str, ...]
    # The argument that takes all inputs in a list, and the one that takes any number of values.
    list_argument: str | None
    variadic: str | None
    # The argument that says places as `x[0, :, None]` does.
    indexing: str | None = None

    @cached_property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """The signature's, in a dict, which is quicker to ask."""
        return dict(self.signature.parameters)

    @cached_property
    def named(self) -> frozenset[str]:
        """Arguments that are a tensor, or a tuple of tensors, and given by their name."""
        return frozenset(one.partition(".")[0] for one in self.tensors[self.inputs :])


@dataclass(frozen=True)
class Function:
    """A functional op: its ways of spelling, the first the default, and its arguments."""

    kind: str
    spellings: dict[str, Spelling]
    # How a spelling takes its arguments: the first way is that in which a call is made, the others are understood.
    signatures: dict[str, tuple[Arguments, ...]]
    # The option in which -1 stands for a size that follows from the others.
    free: str | None

    def default_spelling(self, options: dict[str, Any]) -> str:
        """The first spelling that takes these options: an operator such as `x + y` takes none by name."""
        for spelling, (arguments, *_) in self.signatures.items():
            names = arguments.parameters
            if all(name in names or value == self._usual(name) for name, value in options.items()):
                return spelling
        return next(iter(self.spellings))

    def _usual(self, name: str) -> Any:
        for arguments, *_ in self.signatures.values():
            if name in arguments.parameters:
                return arguments.parameters[name].default
        return None


@dataclass(frozen=True)
class Layer:
    """A layer of PyTorch's: its class, the constructor's arguments that make an architecture's options, and its forward's."""

    kind: str
    torch_class: type
    arguments: Arguments
    options: tuple[str, ...]
    required: tuple[str, ...]
    defaults: dict[str, Any]
    takes_device: bool
    # Options that the module keeps under another name.
    attributes: dict[str, str]
    # Whether its forward does nothing but call what it is made of.
    is_composite: bool


def _resolve(text: str) -> tuple[Any, str]:
    """The object that owns a dotted name, and the last part of the name."""
    parts = text.split(".")
    owner = importlib.import_module(parts[0])
    for part in parts[1:-1]:
        owner = getattr(owner, part)
    return owner, parts[-1]


def _signature(text: str) -> inspect.Signature:
    """The signature that a text such as `input, *, alpha=1` describes."""
    given = ast.parse(f"lambda {text}: 0", mode="eval").body.args
    kinds = inspect.Parameter
    parameters = []
    first_default = len(given.args) - len(given.defaults)
    for index, argument in enumerate(given.args):
        default = given.defaults[index - first_default] if index >= first_default else None
        parameters.append(_parameter(argument, kinds.POSITIONAL_OR_KEYWORD, default))
    if given.vararg:
        parameters.append(_parameter(given.vararg, kinds.VAR_POSITIONAL, None))
    for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        parameters.append(_parameter(argument, kinds.KEYWORD_ONLY, default))
    return inspect.Signature(parameters)


def _parameter(argument: ast.arg, kind: Any, default: ast.expr | None) -> inspect.Parameter:
    value = inspect.Parameter.empty if default is None else ast.literal_eval(default)
    return inspect.Parameter(argument.arg, kind, default=value)


def _arguments(given: dict[str, Any], text: str) -> Arguments:
    signature = _signature(text)
    tensors = tuple(given["tensors"])
    variadic = [name for name, at in signature.parameters.items() if at.kind is at.VAR_POSITIONAL]
    return Arguments(
        signature=signature,
        tensors=tensors,
        inputs=given["inputs"],
        options=tuple(given["options"]),
        list_argument="tensors" if "tensors" in tensors else None,
        variadic=variadic[0] if variadic else None,
        indexing=given.get("indexing"),
    )


def _ways(given: dict[str, Any], spelling: str) -> tuple[Arguments, ...]:
    """The signatures that hold for a spelling; what takes any number of values takes them in a list by name, too."""
    own = given.get("signatures", {}).get(spelling, given["signature"])
    ways = [_arguments(given, text) for text in ([own] if isinstance(own, str) else own)]
    named = [_arguments(given, str(own).replace("*", "")) for way in ways if way.variadic not in (None, *way.tensors)]
    return (*ways, *named)


def _function(kind: str, given: dict[str, Any]) -> Function:
    return Function(
        kind=kind,
        spellings={text: Spelling(text, *_resolve(text)) for text in given["spellings"]},
        signatures={text: _ways(given, text) for text in given["spellings"]},
        free=given.get("free"),
    )


def _constructor(torch_class: type) -> dict[str, inspect.Parameter]:
    """The constructor's parameters; where a class only hands `*args` on, those that it declares, or those of its base."""
    for base in torch_class.__mro__:
        if "__init__" not in base.__dict__:
            continue
        # A class without a constructor of its own takes no argument.
        if base is nn.Module:
            return {}
        declared = get_overloads(base.__init__)[:1] or [base.__init__]
        parameters = dict(inspect.signature(declared[0]).parameters)
        if not any(at.kind is at.VAR_POSITIONAL for at in parameters.values()):
            return parameters
    raise TypeError(f"{torch_class} has no constructor with named arguments")


def _layer(kind: str, given: dict[str, Any]) -> Layer:
    owner, name = _resolve(given["torch"])
    torch_class = getattr(owner, name)
    parameters = _constructor(torch_class)
    options = tuple(given["options"])
    empty = inspect.Parameter.empty
    return Layer(
        kind=kind,
        torch_class=torch_class,
        arguments=_arguments(given["forward"], given["forward"]["signature"]),
        options=options,
        required=tuple(option for option in options if parameters[option].default is empty),
        defaults={option: parameters[option].default for option in options if parameters[option].default is not empty},
        takes_device="device" in parameters,
        attributes=given.get("attributes", {}),
        is_composite=given.get("composite", False),
    )


@cache
def _registry() -> tuple[dict[str, Layer], dict[str, Function]]:
    data = json.loads(files(__package__).joinpath("kinds.json").read_text(encoding="utf-8"))
    return (
        {kind: _layer(kind, given) for kind, given in data["modules"].items()},
        {kind: _function(kind, given) for kind, given in data["functions"].items()},
    )


def layers() -> dict[str, Layer]:
    """Every layer by its kind."""
    return _registry()[0]


def functions() -> dict[str, Function]:
    """Every functional op by its kind."""
    return _registry()[1]


@cache
def composites() -> tuple[type, ...]:
    """The classes of layers whose forward does nothing but call others."""
    return tuple(layer.torch_class for layer in layers().values() if layer.is_composite)


@cache
def layer_of() -> dict[type, Layer]:
    """Every layer by its class."""
    return {layer.torch_class: layer for layer in layers().values()}
