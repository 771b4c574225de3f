"""Listens to one run of a network and writes down its calls."""

import re
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from .kinds import Function
from .arguments import Bound, bound
from .modules import each, layer_for, own_tensors, runs_in_order
from .refusal import Refusal
from .spellings import Known, Spellings
from .tensors import dtype_name, replace_tensors, structure_of, tensors_in
from .trace import function_name


@dataclass
class _Frame:
    """A module whose forward is running."""

    module: nn.Module
    path: str
    id: str
    inputs: list[str]
    calls: list[dict[str, Any]] = field(default_factory=list)
    # Of a layer's call: tensors by name, and options.
    further: dict[str, Any] = field(default_factory=dict)
    # How the inputs are packed in arguments, where that is not plain.
    takes: dict[str, Any] | None = None
    # Whether a Sequential has so far run its children in plain order.
    plain: bool = True

    @property
    def is_sequential(self) -> bool:
        return runs_in_order(self.module)

    def next_child(self) -> str | None:
        names = list(self.module._modules)
        return names[len(self.calls)] if len(self.calls) < len(names) else None


def _options_json(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_options_json(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, torch.dtype):
        return dtype_name(value)
    raise ValueError(f"{type(value).__name__} is no option")


def _are_plain(args: tuple[Any, ...]) -> bool:
    """Whether the tensors among arguments are arguments themselves, the first argument one of them."""
    return isinstance(args[0], torch.Tensor) and all(isinstance(one, torch.Tensor) or not tensors_in(one) for one in args)


def _takes(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """How arguments are packed; those by name that hold no tensor are left out."""
    by_place, by_name = structure_of((args, {name: one for name, one in kwargs.items() if tensors_in(one)}))
    return {"args": by_place, "kwargs": by_name} if by_name else {"args": by_place}


class Recorder:
    """The calls of one run. `names` are those of the root's arguments."""

    def __init__(self, root: nn.Module, names: list[str]):
        self.root = root
        self.names = names
        self.paths = {module: path for path, module, first in each(root) if first is None}
        # Every parameter and buffer under the first of its names.
        self.own: dict[int, str] = {}
        for path, module, first in each(root):
            for name, tensor in own_tensors(module) if first is None else ():
                self.own.setdefault(id(tensor), f"@{path}.{name}" if path else f"@{name}")
        self.used = set(names)
        # The tensors are kept, since a freed one's identity may come again.
        self.values: dict[int, tuple[torch.Tensor, str]] = {}
        self.frames: list[_Frame] = []
        self.calls: list[dict[str, Any]] = []
        self.outputs: list[str] = []
        self.returns: dict[str, Any] = {}
        # Shapes that functions returned in whose options -1 can stand for a size, by call id.
        self.shapes: dict[str, list[int]] = {}
        self.refusal: Refusal | None = None
        self.spellings = Spellings()

    def refuse(self, code: str, message: str, path: str) -> Refusal:
        """Kept as well as raised: a forward may catch every exception and go on."""
        refusal = Refusal(code, message, path)
        self.refusal = self.refusal or refusal
        return refusal

    # Modules

    def enter(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if not self.frames and module is self.root:
            for name, tensor in zip(self.names, tensors_in(args), strict=True):
                self.values[id(tensor)] = (tensor, name)
            is_layer = layer_for(module) is not None
            self.frames.append(_Frame(module, "", "output" if is_layer else "", list(self.names)))
            return
        path = self.paths.get(module)
        if path is None:
            raise self.refuse("call", f"A {type(module).__name__} was called that is not part of the network.", "")
        id_ = self._module_id(module, path)
        layer = layer_for(module)
        if layer is None:
            tensors = tensors_in((args, kwargs))
            if not tensors:
                what = "is called without a tensor"
                raise self.refuse("call", f'Module "{path}" ({type(module).__name__}) {what}.', path)
            frame = _Frame(module, path, id_, self._references(tensors, path, "takes"))
            if tensors_in(kwargs) or not _are_plain(args):
                frame.takes = _takes(args, kwargs)
            self.frames.append(frame)
            return
        try:
            call = bound(layer.arguments, args, kwargs, _options_json)
        except (TypeError, ValueError) as error:
            message = f'A call of module "{path}" ({layer.kind}) cannot be recorded: {error}.'
            raise self.refuse("call", message, path) from error
        frame = _Frame(module, path, id_, self._references(call.inputs, path, "takes"))
        frame.further = self._further(call, path)
        self.frames.append(frame)

    def leave(self, module: nn.Module, output: Any) -> Any:
        frame = self.frames.pop()
        is_layer = layer_for(module) is not None
        at_root = not self.frames
        returns = {} if is_layer else self._returns(frame, output)
        if at_root and not is_layer:
            self.calls = frame.calls
            self.outputs = self._references(tensors_in(output), frame.path, "returns")
            self.returns = returns
            return None
        call: dict[str, Any] = {"id": frame.id, "module": frame.path, "inputs": frame.inputs, **frame.further}
        if not is_layer:
            outputs = self._references(tensors_in(output), frame.path, "returns")
            if returns or frame.takes or not self._runs_in_order(frame, outputs):
                call |= {"calls": frame.calls, "outputs": outputs, **returns}
            if frame.takes:
                call["takes"] = frame.takes
        if at_root:
            self.calls = [call]
            self.outputs = [frame.id]
        else:
            self.frames[-1].calls.append(call)
        return self._name(frame.id, output)

    def _module_id(self, module: nn.Module, path: str) -> str:
        parent = self.frames[-1]
        expected = parent.next_child() if parent.is_sequential else None
        if expected is not None and parent.module._modules[expected] is module:
            name = expected
        else:
            parent.plain = False
            prefix = f"{parent.path}."
            name = path.removeprefix(prefix) if parent.path else path
        id = self._unused(f"{parent.id}/{name}" if parent.id else name)
        if id != f"{parent.id}/{name}":
            parent.plain = False
        return id

    def _unused(self, wanted: str) -> str:
        base = re.sub(r"[^A-Za-z0-9_./-]", "_", wanted)
        if not re.match(r"[A-Za-z0-9_]", base):
            base = f"_{base}"
        id, count = base, 1
        while id in self.used:
            count += 1
            id = f"{base}-{count}"
        self.used.add(id)
        return id

    def _runs_in_order(self, frame: _Frame, outputs: list[str]) -> bool:
        if not (frame.is_sequential and frame.plain and len(frame.calls) == len(frame.module._modules)):
            return False
        inputs = frame.inputs
        for call, child in zip(frame.calls, frame.module._modules.values(), strict=True):
            implied = layer_for(child) is not None or runs_in_order(child)
            if call["inputs"] != inputs or call.keys() & {"calls", "named", "options"} or not implied:
                return False
            inputs = [call["id"]]
        return outputs == inputs

    def _references(self, tensors: list[torch.Tensor], path: str, verb: str) -> list[str]:
        found = []
        for tensor in tensors:
            known = self.values.get(id(tensor))
            own = self.own.get(id(tensor))
            if known is None and own is None:
                where = f'Module "{path}"' if path else "The network"
                message = f"{where} {verb} a tensor that no recorded call made; keep it as a buffer, or compute it from the inputs."
                raise self.refuse("unknown_value", message, path)
            found.append(own if known is None else known[1])
        return found

    def _returns(self, frame: _Frame, output: Any) -> dict[str, Any]:
        """How an output is packed, where it is neither one tensor nor a flat tuple of several."""
        structure = structure_of(output)
        if not tensors_in(output):
            where = f'Module "{frame.path}"' if frame.path else "The network"
            raise self.refuse("output", f"{where} returns a {type(output).__name__} without a tensor.", frame.path)
        flat = isinstance(structure, list) and len(structure) > 1 and all(type(one) is int for one in structure)
        return {} if flat or structure == 0 else {"returns": structure}

    def _name(self, id_: str, output: Any) -> Any:
        """Gives a call's results their names. One that is also the call's input is replaced by an alias of itself."""
        index = 0

        def name(tensor: torch.Tensor) -> torch.Tensor:
            nonlocal index
            if id(tensor) in self.values:
                tensor = torch.ops.aten.alias(tensor)
            self.values[id(tensor)] = (tensor, f"{id_}:{index}" if index else id_)
            index += 1
            return tensor

        return replace_tensors(output, name)

    # Functions

    def function(self, called: Any, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> Any:
        known = self.spellings.find(called)
        if not known:
            given = tensors_in((args, kwargs))
            # Sizes, dtypes and the like cost nothing; what returns nothing may have changed its input.
            if not tensors_in(output) and (output is not None or not given):
                return output
            frame = self.frames[-1] if self.frames else None
            path = frame.path if frame else ""
            where = f'"{path}" ({type(frame.module).__name__})' if frame and path else "the network's forward"
            name = function_name(called)
            raise self.refuse("unknown_op", f'The function "{name}", called in {where}, is not known yet.', path)
        with torch._C.DisableTorchFunction():
            # `x[0] = y` returns nothing, and `x.type()` alone asks for a name.
            if output is None:
                self._known_function(known, args, kwargs, args[0])
            elif tensors_in(output):
                return self._known_function(known, args, kwargs, output)
            return output

    def _known_function(
        self, known: list[Known], args: tuple[Any, ...], kwargs: dict[str, Any], output: Any
    ) -> Any:
        frame = self.frames[-1]
        function, spelling, made = self._bound(known, args, kwargs, frame.path)
        id_ = self._unused(f"{frame.id}/{function.kind}" if frame.id else function.kind)
        inputs = self._references(made.inputs, frame.path, f"gives {function.kind}")
        call: dict[str, Any] = {"id": id_, "op": function.kind, "inputs": inputs, **self._further(made, frame.path)}
        if spelling != function.default_spelling(made.options):
            call["spelling"] = spelling
        if function.free in made.options:
            self.shapes[id_] = list(output.shape)
        frame.calls.append(call)
        return self._name(id_, output)

    def _bound(
        self, known: list[Known], args: tuple[Any, ...], kwargs: dict[str, Any], path: str
    ) -> tuple[Function, str, Bound]:
        """The first of the functions and of their signatures that these arguments fit."""
        reason: Exception | None = None
        for function, spelling in known:
            for arguments in function.signatures[spelling]:
                try:
                    return function, spelling, bound(arguments, args, kwargs, _options_json)
                except (TypeError, ValueError) as error:
                    reason = reason or error
        message = f'A call of "{known[0][0].kind}" cannot be recorded: {reason}.'
        raise self.refuse("call", message, path) from reason

    def _further(self, call: Bound, path: str) -> dict[str, Any]:
        named = dict(zip(call.named, self._references(list(call.named.values()), path, "takes"), strict=True))
        return {key: value for key, value in (("named", named), ("options", call.options)) if value}
