"""From a real module to an architecture, by running it once and listening."""

import copy
from typing import Any

import torch
from torch import nn

from .build import assemble
from .kinds import functions
from .modules import layer_for, modules_of
from .plan import read
from .recorder import Recorder
from .refusal import Refusal, brief
from .tensors import dtype_name, tensors_in
from .trace import argument_names, watching


def record(module: nn.Module, *inputs: torch.Tensor) -> dict[str, Any]:
    """
    The architecture (countersign/architecture@1) of a module, as it ran on these inputs in eval mode. Raises Refusal
    where an architecture cannot say it. The module is left as it was.
    """
    if not isinstance(module, nn.Module):
        raise Refusal("not_a_module", f"Only a torch.nn.Module can be recorded, got a {type(module).__name__}.")
    if not inputs or not all(isinstance(one, torch.Tensor) for one in inputs):
        raise Refusal("input", "A network needs at least one input, and every input must be a tensor.")
    modules = modules_of(module)
    training = [one for one in module.modules() if one.training]
    module.eval()
    try:
        with torch.no_grad():
            return _recorded(module, modules, inputs)
    finally:
        for one in training:
            one.training = True


def _recorded(module: nn.Module, modules: list[dict[str, Any]], inputs: tuple[torch.Tensor, ...]) -> dict[str, Any]:
    names = argument_names(module, len(inputs))
    if len(names) != len(inputs):
        message = f"The network's forward takes {len(names)} inputs, got {len(inputs)}."
        raise Refusal("input", message, "")
    first, expected = _listen(module, names, [one.clone() for one in inputs])
    _free_the_batch(first, module, names, inputs)
    architecture = {
        "schema": "countersign/architecture@1",
        "name": type(module).__name__,
        "inputs": [
            {"name": name, "shape": list(one.shape), "dtype": dtype_name(one.dtype)}
            for name, one in zip(names, inputs, strict=True)
        ],
        "modules": modules,
        "calls": first.calls,
        "outputs": first.outputs,
    }
    if not architecture["calls"]:
        raise Refusal("empty", "The network's forward calls no layer and no function.", "")
    _check_faithful(module, architecture, inputs, expected)
    return architecture


def _listen(module: nn.Module, names: list[str], inputs: list[torch.Tensor]) -> tuple[Recorder, Any]:
    recorder = Recorder(module, names)
    try:
        with recorder.spellings.listening(), watching(module, lambda one: layer_for(one) is not None, recorder):
            output = module(*inputs)
    except Refusal:
        raise
    # A network may call sys.exit in its forward.
    except BaseException as error:
        if recorder.refusal:
            raise recorder.refusal from error
        frame = recorder.frames[-1] if recorder.frames else None
        path = frame.path if frame else ""
        where = f'in "{path}" ({type(frame.module).__name__})' if frame and path else "in its forward"
        shapes = ", ".join(str(list(one.shape)) for one in inputs)
        message = f"The network cannot take input of shape {shapes}: {where}, {brief(error)}"
        raise Refusal("forward", message, path) from error
    if recorder.refusal:
        raise recorder.refusal
    return recorder, output


def _free_the_batch(first: Recorder, module: nn.Module, names: list[str], inputs: tuple[torch.Tensor, ...]) -> None:
    """
    A size that was computed from the batch becomes -1, found by running once more with a larger batch. Where that run
    fails or takes another way, the network works for one batch only and stays as it was recorded.
    """
    if not first.shapes:
        return
    larger = [torch.cat([one, one[:1]]) if one.dim() > 0 else one.clone() for one in inputs]
    try:
        second, _ = _listen(module, names, larger)
    except Refusal:
        return
    if _outline(first.calls) != _outline(second.calls):
        return
    for call in _function_calls(first.calls):
        variadic = functions()[call["op"]].arguments.variadic
        if variadic not in call.get("options", {}):
            continue
        one, other = first.shapes[call["id"]], second.shapes[call["id"]]
        free = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(free) > 1:
            message = f'"{call["id"]}" has {len(free)} sizes that depend on the batch; only one can be recorded.'
            raise Refusal("batch", message, call["id"])
        if free:
            call["options"][variadic] = [-1 if index == free[0] else size for index, size in enumerate(one)]


def _function_calls(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for call in calls:
        if "op" in call:
            found.append(call)
        found.extend(_function_calls(call.get("calls", [])))
    return found


def _outline(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The calls without the sizes of variadic functions, which alone may differ between two batches."""
    outline = copy.deepcopy(calls)
    for call in _function_calls(outline):
        variadic = functions()[call["op"]].arguments.variadic
        if variadic in call.get("options", {}):
            call["options"][variadic] = len(call["options"][variadic])
    return outline


def _check_faithful(
    module: nn.Module, architecture: dict[str, Any], inputs: tuple[torch.Tensor, ...], expected: Any
) -> None:
    """The proof of the recording: a network built from it has the same weights and computes the same values."""
    built = assemble(read(architecture)).eval()
    shapes, built_shapes = _tensors(module), _tensors(built)
    for name in {**shapes, **built_shapes}:
        if shapes.get(name) != built_shapes.get(name):
            real, made = _shown(shapes.get(name)), _shown(built_shapes.get(name))
            message = f'The weight "{name}" is {real}, where the options of its layer make it {made}.'
            raise Refusal("unfaithful", message, name.rpartition(".")[0])
    try:
        for path, one in module.named_modules():
            other = built.get_submodule(path)
            # The very same tensors, so that what is tied stays so.
            other._parameters.update(one._parameters)
            other._buffers.update(one._buffers)
        outputs = tensors_in(built(*(one.clone() for one in inputs)))
    except Exception as error:
        raise Refusal("unfaithful", f"The recorded network does not run: {brief(error)}") from error
    wanted = tensors_in(expected)
    alike = len(outputs) == len(wanted) and all(
        a.shape == b.shape and torch.allclose(a, b, rtol=1e-3, atol=1e-5, equal_nan=True)
        for a, b in zip(outputs, wanted, strict=True)
    )
    if not alike:
        message = "The recorded network computes other values than the original: its forward does something unseen."
        raise Refusal("unfaithful", message, "")


def _tensors(module: nn.Module) -> dict[str, tuple[list[int], bool]]:
    """Shapes of all parameters and buffers, each under the first of its names, and whether they are learnt."""
    tensors = (*module.named_parameters(), *module.named_buffers())
    return {name: (list(one.shape), one.requires_grad) for name, one in tensors}


def _shown(weight: tuple[list[int], bool] | None) -> str:
    if weight is None:
        return "absent"
    return f"{weight[0]}{'' if weight[1] else ' and frozen'}"
