"""Between a call in an architecture and the arguments that Python hands over: in both directions."""

import inspect
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from .kinds import Arguments
from .refusal import Refusal
from .tensors import dtype_name, dtype_named


class Ref(str):
    """The name of a value, among arguments that are none."""

    __slots__ = ()


@dataclass
class Given:
    """A call's arguments, with a `Ref` for each tensor."""

    positional: list[Any]
    keywords: dict[str, Any]


# Arguments of which an architecture says nothing: they change neither results nor costs.
_UNSAID = ("device", "generator", "layout", "non_blocking", "out", "pin_memory", "requires_grad")

# Floats that JSON cannot say: whole ones and those that are not finite.
_FLOAT = re.compile(r"-?(inf|nan|[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?)")


@dataclass(frozen=True)
class OfBatch:
    """A size that follows from the batch: so many times as large, and so many more."""

    times: int
    plus: int

    def at(self, batch: int) -> int:
        return self.times * batch + self.plus


def _is_of_batch(value: Any) -> bool:
    return isinstance(value, dict) and type(value.get("batch")) is int and value.keys() <= {"batch", "plus"}


def tupled(value: Any) -> Any:
    """JSON's lists as the tuples that PyTorch takes."""
    if _is_of_batch(value):
        return OfBatch(value["batch"], value.get("plus", 0))
    return tuple(tupled(item) for item in value) if isinstance(value, list) else value


def _python(name: str, value: Any) -> Any:
    """An option as Python takes it."""
    if name == "dtype" and isinstance(value, str):
        return dtype_named(value)
    if name == "memory_format" and isinstance(value, str):
        return getattr(torch, value)
    if isinstance(value, str) and _FLOAT.fullmatch(value):
        return float(value)
    return tupled(value)


def _said(name: str, value: Any, among_floats: bool, option_json: Callable[[Any], Any]) -> Any:
    """An option as an architecture says it. `among_floats` says that a whole float does what an integer does."""
    if isinstance(value, torch.dtype):
        return dtype_name(value)
    if isinstance(value, torch.memory_format):
        return str(value).removeprefix("torch.")
    if name == "dtype" and value is not None:
        raise ValueError(f"dtype cannot be a {type(value).__name__}")
    if isinstance(value, float) and not (math.isfinite(value) and (among_floats or not value.is_integer())):
        return repr(float(value))
    return option_json(value)


def _places(index: Any, tensors: list[torch.Tensor]) -> list[Any]:
    """What stands in `x[...]` as an architecture says it; the tensors in it are added to the list."""
    return [_place(one, tensors) for one in (index if isinstance(index, tuple) else (index,))]


def _place(one: Any, tensors: list[torch.Tensor]) -> Any:
    if one is None or type(one) is int:
        return one
    if one is Ellipsis:
        return "..."
    if isinstance(one, slice):
        ends = {"start": one.start, "stop": one.stop, "step": one.step}
        if all(end is None or type(end) is int for end in ends.values()):
            return ends
    if isinstance(one, torch.Tensor) and one.dtype not in (torch.bool, torch.uint8):
        tensors.append(one)
        return "tensor"
    if isinstance(one, (list, range)) and one and all(type(place) is int for place in one):
        return list(one)
    what = f"a tensor of {one.dtype}" if isinstance(one, torch.Tensor) else f"a {type(one).__name__}"
    raise ValueError(f"an index cannot be {what}")


def _index(places: list[Any], refs: list["Ref"]) -> tuple[Any, ...]:
    """The index that an architecture says, with the refs in the places of its tensors."""
    rest = iter(refs)
    made: list[Any] = []
    for one in places:
        if one == "...":
            made.append(Ellipsis)
        elif one == "tensor":
            made.append(next(rest))
        elif isinstance(one, dict) and not _is_of_batch(one):
            made.append(slice(*(tupled(one.get(end)) for end in ("start", "stop", "step"))))
        elif isinstance(one, list):
            made.append(list(one))
        else:
            made.append(tupled(one))
    return tuple(made)


def reference(text: str) -> str:
    """The one way to write a reference: `id:0` is `id`."""
    return text.removesuffix(":0")


def arranged(arguments: Arguments, inputs: list[str], call: dict[str, Any], kind: str) -> Given:
    """The arguments of a call that an architecture states: in order as long as none is left out, then by name."""
    values = _values(arguments, inputs, call, kind)
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    unbroken = True
    for name, parameter in arguments.parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            # Without any value PyTorch would miss the argument, which then stands as a tuple.
            positional.extend((values[name] or ((),)) if name in values else ())
        elif name not in values and name in arguments.tensors and parameter.default is parameter.empty:
            # Python asks for the argument, if only to be told that there is none.
            positional.append(None)
        elif name not in values:
            unbroken = False
        elif unbroken and parameter.kind is not parameter.KEYWORD_ONLY and _is_in_order(arguments, parameter, values[name]):
            positional.append(values[name])
        else:
            unbroken = False
            keywords[name] = values[name]
    return Given(positional, keywords)


def _is_in_order(arguments: Arguments, parameter: inspect.Parameter, value: Any) -> bool:
    """Whether an argument stands in order; a number that must be there in the place of a tensor can be given no other way."""
    is_number = type(value) is not Ref and parameter.default is parameter.empty
    return parameter.name not in arguments.named or is_number


def _values(arguments: Arguments, inputs: list[str], call: dict[str, Any], kind: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    refs = [Ref(text) for text in inputs]
    many = arguments.list_argument or (arguments.variadic if arguments.variadic in arguments.tensors else None)
    if many is not None:
        values[many] = refs
    elif arguments.indexing is not None:
        values[arguments.tensors[0]] = refs[0]
    else:
        if len(refs) > arguments.inputs:
            raise Refusal("call", f'{kind} takes {arguments.inputs} inputs, got {len(refs)}.', call["id"])
        values.update(zip(arguments.tensors, refs, strict=False))
    for name, text in call.get("named", {}).items():
        if name not in arguments.tensors:
            raise Refusal("call", f'{kind} takes no tensor "{name}".', call["id"])
        base, dot, _ = name.partition(".")
        # The parts of a tuple stand in their order, whatever the order of their names.
        if dot:
            parts = [one for one in arguments.tensors if one.startswith(f"{base}.") and one in call["named"]]
            values[base] = tuple(Ref(reference(call["named"][one])) for one in parts)
        else:
            values[name] = Ref(reference(text))
    for option, value in call.get("options", {}).items():
        if option not in arguments.options:
            raise Refusal("option", f'{kind} has no option "{option}".', call["id"])
        if option == arguments.indexing:
            values[option] = _index(value, refs[1:])
            continue
        # Some spellings do not take every argument, so a default stays unsaid.
        parameter = arguments.parameters.get(option)
        if parameter is None or parameter.kind is parameter.VAR_POSITIONAL or tupled(value) != parameter.default:
            values[option] = _python(option, value)
    return values


def filled(argument: Any, values: Any) -> Any:
    """An argument with the values in the place of their names."""
    if type(argument) is Ref:
        return values[argument]
    if type(argument) in (list, tuple):
        return type(argument)(filled(item, values) for item in argument)
    if type(argument) is OfBatch:
        # A number also where a tool traces the network, which would see arithmetic with a size as operations.
        return argument.at(int(values.batch))
    if type(argument) is slice:
        return slice(*(filled(one, values) for one in (argument.start, argument.stop, argument.step)))
    return argument


def read_by(inputs: list[str], given: Given | None) -> list[str]:
    """Every value that a call reads."""
    if given is None:
        return inputs
    return _refs([*given.positional, *given.keywords.values()])


def _refs(argument: Any) -> list[str]:
    if type(argument) is Ref:
        return [argument]
    if type(argument) in (list, tuple):
        return [text for item in argument for text in _refs(item)]
    return []


@dataclass
class Bound:
    """A call that was made, as an architecture states it; options that are PyTorch's defaults are left out."""

    inputs: list[torch.Tensor]
    named: dict[str, torch.Tensor]
    options: dict[str, Any]


def bound(
    arguments: Arguments, args: tuple[Any, ...], kwargs: dict[str, Any], option_json: Callable[[Any], Any]
) -> Bound:
    """Tells tensors from options. Raises TypeError or ValueError for what an architecture cannot say."""
    call = Bound([], {}, {})
    # PyTorch's own functions hand private words on to themselves, such as softmax its `_stacklevel`.
    spoken = {name: value for name, value in kwargs.items() if name in arguments.tensors or not _is_private(arguments, name, value)}
    for name, value in arguments.signature.bind(*args, **spoken).arguments.items():
        parameter = arguments.signature.parameters[name]
        parts = [one for one in arguments.tensors if one.startswith(f"{name}.")]
        if name in (arguments.list_argument, arguments.variadic) and name in arguments.tensors:
            value = value[0] if len(value) == 1 and isinstance(value[0], (tuple, list)) else value
            call.inputs.extend(_tensor(name, one) for one in value)
        elif name in arguments.tensors and isinstance(value, torch.Tensor) and name != arguments.indexing:
            place = arguments.tensors.index(name)
            # What is written at places is no place.
            in_order = arguments.indexing is None or place == 0
            if in_order and place < arguments.inputs and place == len(call.inputs):
                call.inputs.append(value)
            else:
                call.named[name] = value
        elif parts and isinstance(value, (tuple, list)):
            call.named.update(zip(parts, (_tensor(name, one) for one in value), strict=True))
        elif name == arguments.indexing:
            call.options[name] = _places(value, call.inputs)
        elif name == arguments.variadic:
            value = value[0] if len(value) == 1 and isinstance(value[0], (tuple, list)) else value
            call.options[name] = option_json(value)
        elif name in _UNSAID and name not in arguments.options and not isinstance(value, torch.Tensor):
            continue
        elif value is None and (parts or name in arguments.tensors):
            continue
        elif name not in arguments.options and value == parameter.default:
            continue
        elif name not in arguments.options:
            raise ValueError(f"{name} cannot be a {type(value).__name__}")
        else:
            # An argument that is a float by itself, such as norm_type=2.0, does what an integer does beside whole tensors, too.
            is_float = type(parameter.default) is float
            among_floats = is_float or bool(arguments.tensors) and all(one.is_floating_point() for one in call.inputs)
            said = _said(name, value, among_floats, option_json)
            if parameter.default is parameter.empty or said != parameter.default:
                call.options[name] = said
    return call


def _is_private(arguments: Arguments, name: str, value: Any) -> bool:
    """Whether an argument by name is none of those that a signature here says, and one of which nothing is said."""
    unsaid = name in _UNSAID and name not in arguments.signature.parameters and not isinstance(value, torch.Tensor)
    return name.startswith("_") or unsaid


def _tensor(name: str, value: Any) -> torch.Tensor:
    if isinstance(value, torch.Tensor):
        return value
    raise ValueError(f"{name} must be a tensor, not a {type(value).__name__}")
