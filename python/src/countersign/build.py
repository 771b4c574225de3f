"""From an architecture to a real module tree: same paths, classes and shared objects, so that hooks fire alike."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

import torch
from torch import nn

from . import memory
from .arguments import filled
from .kinds import layer_of
from .parts import made as make_layer
from .plan import PLAIN, Call, Entry, Plan, read, walk
from .refusal import Refusal, brief
from .tensors import dtype_named, tensors_in

# Told the id of a call and what it returned, in the order in which calls finish.
Observer = Callable[[str, Any], None]


class Values(dict[str, torch.Tensor]):
    """What calls read: results by their names, and the parameters and buffers of the network by `@` and theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.root: nn.Module | None = None
        # The first size of the network's first input.
        self.batch = 1
        self.owners: dict[str, tuple[nn.Module, str]] = {}

    def __missing__(self, name: str) -> torch.Tensor:
        # Looked up at each call: what moves or loads a network may put another tensor in the place of one.
        found = self.owners.get(name)
        if found is None:
            if not name.startswith("@") or self.root is None:
                raise KeyError(name)
            path, _, last = name[1:].rpartition(".")
            found = self.owners[name] = (self.root.get_submodule(path), last)
        tensor = tensors_of(found[0]).get(found[1])
        if tensor is None:
            raise Refusal("unknown_tensor", f'There is no parameter or buffer "{name[1:]}".', name)
        return tensor


def tensors_of(module: nn.Module) -> dict[str, torch.Tensor]:
    """A module's own parameters and buffers by name."""
    own = {**module._parameters, **module._buffers}
    return {name: tensor for name, tensor in own.items() if tensor is not None}


_INITIALISERS = [name for name in dir(nn.init) if name.endswith("_") and not name.startswith("_")]


@contextmanager
def _uninitialised() -> Iterator[None]:
    """Counts do not depend on weights, and drawing them is a third of the time that a small network takes to build."""
    saved = {name: getattr(nn.init, name) for name in _INITIALISERS}
    for name in _INITIALISERS:
        setattr(nn.init, name, _untouched)
    try:
        yield
    finally:
        for name, function in saved.items():
            setattr(nn.init, name, function)


_PLAIN: dict[str, type[nn.Module]] = {
    "Sequential": nn.Sequential,
    "ModuleList": nn.ModuleList,
    "ModuleDict": nn.ModuleDict,
    "ParameterList": nn.ParameterList,
    "ParameterDict": nn.ParameterDict,
}


def _untouched(tensor: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
    return tensor


def _keep(values: Values, id: str, output: Any) -> None:
    if isinstance(output, torch.Tensor):
        values[id] = output
        return
    for index, tensor in enumerate(tensors_in(output)):
        values[f"{id}:{index}" if index else id] = tensor


class Step:
    """One call of a body."""

    __slots__ = ("call", "module", "observe")

    def __init__(self, call: Call, module: nn.Module | None, observe: Observer | None):
        self.call = call
        self.module = module
        self.observe = observe

    def run(self, values: Values) -> None:
        call = self.call
        target = self.module if call.spelling is None else call.spelling.callable
        if call.given is None and call.takes is None:
            output = target(*[values[name] for name in call.inputs])
        elif call.given is None:
            tensors = [values[name] for name in call.inputs]
            arguments = packed(call.takes["args"], tensors)
            output = target(*arguments, **packed(call.takes.get("kwargs", {}), tensors))
        else:
            positional = [filled(one, values) for one in call.given.positional]
            output = target(*positional, **{name: filled(one, values) for name, one in call.given.keywords.items()})
        # A statement such as `x[0] = y` returns nothing; its result is what it wrote over.
        if output is None and self.module is None:
            output = values[call.inputs[0]]
        _keep(values, call.id, output)
        if self.module is None and self.observe is not None:
            self.observe(call.id, output)


class _Body:
    """What a container runs in one of its calls."""

    __slots__ = ("inputs", "steps", "outputs", "returns", "is_packed")

    def __init__(self, inputs: list[str], steps: list[Step], outputs: list[str], returns: Any, is_packed: bool):
        self.inputs = inputs
        self.steps = steps
        self.outputs = outputs
        self.returns = returns
        self.is_packed = is_packed


class _State:
    """A container's own memory, kept in one attribute so that it cannot clash with the name of a child."""

    __slots__ = ("bodies", "turn", "values")

    def __init__(self, values: Values):
        self.bodies: list[_Body] = []
        self.turn = 0
        self.values = values


class Custom(nn.Module):
    """A module with a forward of its own, which runs its call's body. Each further call runs the next body."""

    def __init__(self, values: Values):
        super().__init__()
        self._countersign = _State(values)

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        state = self._countersign
        if not state.bodies:
            raise RuntimeError(f"{type(self).__name__} is never called in the recorded network")
        body = state.bodies[state.turn]
        state.turn = (state.turn + 1) % len(state.bodies)
        if body.is_packed:
            args, kwargs = tuple(tensors_in((args, kwargs))), {}
        if kwargs:
            args = _bound(body.inputs, args, kwargs)
        if len(args) != len(body.inputs):
            raise TypeError(f"forward() takes {len(body.inputs)} inputs but {len(args)} were given")
        values = state.values
        if values.root is self and args[0].dim() > 0:
            values.batch = args[0].shape[0]
        for name, value in zip(body.inputs, args, strict=True):
            if not name.startswith("@"):
                values[name] = value
        for step in body.steps:
            step.run(values)
        outputs = [values[name] for name in body.outputs]
        if body.returns is not PLAIN:
            return packed(body.returns, outputs)
        return outputs[0] if len(outputs) == 1 else tuple(outputs)


def packed(structure: Any, tensors: list[torch.Tensor]) -> Any:
    """Tensors in the lists and dicts that a structure says, which has their places."""
    if isinstance(structure, list):
        return [packed(item, tensors) for item in structure]
    if isinstance(structure, dict):
        return {name: packed(item, tensors) for name, item in structure.items()}
    return None if structure is None else tensors[structure]


def _bound(names: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Arguments in order, as Python itself would bind them."""
    rest = names[len(args) :]
    for name in kwargs:
        if name not in rest:
            raise TypeError(f"forward() got an unexpected argument '{name}'")
    missing = [name for name in rest if name not in kwargs]
    if missing:
        raise TypeError(f"forward() missing required argument: '{missing[0]}'")
    return (*args, *(kwargs[name] for name in rest))


def input_names(module: Custom) -> list[str]:
    """The names of a built root's arguments."""
    return [name for body in module._countersign.bodies[:1] for name in body.inputs]


@lru_cache(maxsize=256)
def _derived(name: str, *bases: type[nn.Module]) -> type[nn.Module]:
    return type(name, bases, {"__module__": __package__})


def _make(entry: Entry, values: Values) -> nn.Module:
    layer = entry.layer
    if layer is None:
        plain = _PLAIN.get(entry.kind)
        if entry.has_own_forward:
            bases = (Custom,) if plain is None else (Custom, plain)
            return _derived(entry.class_name or entry.kind, *bases)(values)
        if plain is None:
            raise Refusal("unknown_kind", f'"{entry.kind}" is no container.', entry.path)
        return _derived(entry.class_name, plain)() if entry.class_name else plain()
    own = replace(layer, torch_class=_derived(entry.class_name, layer.torch_class)) if entry.class_name else layer
    try:
        return make_layer(own, entry.options)
    except (TypeError, ValueError, RuntimeError, AssertionError, ArithmeticError) as error:
        if memory.is_exhausted(type(error).__name__, str(error)):
            raise
        message = f'Module "{entry.path}" ({entry.kind}) cannot be made: {brief(error)}'
        raise Refusal("option", message, entry.path) from error


def _empty(given: dict[str, Any]) -> torch.Tensor:
    # Zeros and not whatever the memory held: a buffer may well hold indices.
    return torch.zeros(given["shape"], dtype=dtype_named(given.get("dtype", "float32")))


def _furnish(entry: Entry, module: nn.Module, root: nn.Module) -> None:
    """Gives a module the tensors that are its own, lets it share those of others, and freezes what is not learnt."""
    # Not register_parameter: an original may well use a name that it refuses, such as "half".
    for given in entry.parameters:
        module._parameters[given["name"]] = nn.Parameter(_empty(given))
    # These keep their length apart, and Python takes one of length 0 for false, by which torchinfo goes.
    if isinstance(module, nn.ParameterList):
        module._size = len(module._parameters)
    elif isinstance(module, nn.ParameterDict):
        module._keys = dict.fromkeys(module._parameters)
    for given in entry.buffers:
        module._buffers[given["name"]] = _empty(given)
    for name, other in entry.tied.items():
        tensor = _tensor_at(root, other, entry)
        path, _, last = name.rpartition(".")
        owner = module.get_submodule(path)
        (owner._parameters if isinstance(tensor, nn.Parameter) else owner._buffers)[last] = tensor
    for name in entry.frozen:
        _tensor_at(module, name, entry).requires_grad_(False)


def _tensor_at(module: nn.Module, name: str, entry: Entry) -> torch.Tensor:
    path, _, last = name.rpartition(".")
    try:
        return tensors_of(module.get_submodule(path))[last]
    except (AttributeError, KeyError) as error:
        message = f'Module "{entry.path}" ({entry.kind}) has no "{name}".'
        raise Refusal("unknown_weight", message, entry.path) from error


def assemble(plan: Plan, observe: Observer | None = None) -> nn.Module:
    """
    Builds fresh modules from a plan. `observe` is told of each layer and function call.
    Weights are whatever the memory held.
    """
    values = Values()
    made: dict[str, nn.Module] = {}
    with _uninitialised():
        for entry in plan.entries:
            module = made[entry.same_as] if entry.same_as is not None else _make(entry, values)
            made[entry.path] = module
            if entry.parent is not None:
                # Not add_module: an original may well use a name that it refuses, such as "half".
                made[entry.parent]._modules[entry.name] = module
            if entry.same_as is None:
                _furnish(entry, module, made[""])
    root = values.root = made[""]
    if isinstance(root, Custom):
        names = [item["name"] for item in plan.inputs]
        root._countersign.bodies.append(_body(names, plan.calls, plan.outputs, plan.returns, made, observe))
    for call in walk(plan.calls):
        module = made[call.path] if call.path is not None else None
        if isinstance(module, Custom) and module is not root:
            body = _body(call.inputs, call.calls or [], call.outputs or [], call.returns, made, observe)
            body.is_packed = call.takes is not None
            module._countersign.bodies.append(body)
    if observe is not None or plan.tapped:
        _listen(plan, made, values, observe)
    return root


def _body(
    inputs: list[str],
    calls: list[Call],
    outputs: list[str],
    returns: Any,
    made: dict[str, nn.Module],
    observe: Observer | None,
) -> _Body:
    steps = [Step(call, None if call.path is None else made[call.path], observe) for call in calls]
    return _Body(inputs, steps, outputs, returns, is_packed=False)


def _listen(plan: Plan, made: dict[str, nn.Module], values: Values, observe: Observer | None) -> None:
    """Hooks on the modules whose results are wanted; a module's k-th call has the k-th of its ids."""
    ids: dict[str, list[str]] = {}
    for call in walk(plan.calls):
        if call.entry is not None:
            ids.setdefault(call.entry.path, []).append(call.id)
    layers = {entry.path: entry.layer for entry in plan.entries if entry.layer is not None}
    for path, own in ids.items():
        layer = layers.get(path)
        told = None if layer is None or layer.is_composite else observe
        if told is not None or plan.tapped.intersection(own):
            made[path].register_forward_hook(_hook(own, plan.tapped, values, told))
        if layer is not None and layer.is_composite and observe is not None:
            for suffix, part in _parts(made[path]):
                part.register_forward_hook(_hook([f"{id}/{suffix}" for id in own], frozenset(), values, observe))


def _parts(module: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """The layers that a composite calls, by the ids of their calls in its body."""
    for name, child in module.named_children():
        layer = layer_of().get(type(child))
        if layer is not None and not layer.is_composite:
            yield name, child
            continue
        # A list is no call of its own.
        between = "/" if layer is not None else "."
        for suffix, part in _parts(child):
            yield f"{name}{between}{suffix}", part


def _hook(ids: list[str], tapped: frozenset[str], values: Values, observe: Observer | None) -> Callable[..., None]:
    turn = 0

    def hook(module: nn.Module, inputs: Any, output: Any) -> None:
        nonlocal turn
        id = ids[turn]
        turn = (turn + 1) % len(ids)
        if id in tapped:
            _keep(values, id, output)
        if observe is not None:
            observe(id, output)

    return hook


def build(architecture: dict[str, Any]) -> nn.Module:
    """A module that runs an architecture (countersign/architecture@1), with uninitialised weights. Raises Refusal."""
    return assemble(read(architecture))
