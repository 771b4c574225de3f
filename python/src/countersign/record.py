"""From a real module to an architecture, by running it once and listening."""

import copy
from typing import Any

import torch
from torch import nn
from torch.nn.modules.lazy import LazyModuleMixin

from .build import assemble
from .kinds import functions
from .modules import layer_for, modules_of
from .plan import read
from .recorder import Recorder
from .refusal import Refusal, brief
from .settings import plain_attention
from .tensors import dtype_name, tensors_in
from .trace import argument_names, watching


def record(module: nn.Module, *inputs: torch.Tensor) -> dict[str, Any]:
    """
    The architecture (countersign/architecture@1) of a module, as it ran on these inputs in eval mode. Raises Refusal
    where an architecture cannot say it. The module is left as it was, but for lazy layers, which get their shapes.
    """
    if not isinstance(module, nn.Module):
        raise Refusal("not_a_module", f"Only a torch.nn.Module can be recorded, got a {type(module).__name__}.")
    if not inputs or not all(isinstance(one, torch.Tensor) for one in inputs):
        raise Refusal("input", "A network needs at least one input, and every input must be a tensor.")
    training = [one for one in module.modules() if one.training]
    module.eval()
    try:
        # PyTorch's kernels for transformers take masks of numbers for masks of truth values.
        with torch.no_grad(), plain_attention():
            _settle(module, inputs)
            return _recorded(module, modules_of(module), inputs)
    finally:
        for one in training:
            one.training = True


def _settle(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
    """A first run makes lazy layers what they are to be, such as a LazyLinear a Linear."""
    if not any(isinstance(one, LazyModuleMixin) and one.has_uninitialized_params() for one in module.modules()):
        return
    try:
        module(*[one.clone() for one in inputs])
    except Exception as error:
        raise Refusal("forward", f"The network cannot run, which its lazy layers need: {brief(error)}", "") from error


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
        **first.returns,
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
    A size that was computed from the batch becomes -1 where it is the only one of its call, and else is said to follow from
    the batch; both are found by running once more with a larger batch. Where that run fails or takes another way, the
    network works for one batch only and stays as it was recorded.
    """
    if inputs[0].dim() == 0 or not any(call.get("options") for call in _function_calls(first.calls)):
        return
    larger = [torch.cat([one, one[:1]]) if one.dim() > 0 else one.clone() for one in inputs]
    try:
        second, _ = _listen(module, names, larger)
    except Refusal:
        return
    if _outline(first.calls) != _outline(second.calls):
        return
    batch = inputs[0].shape[0]
    for call, other in zip(_function_calls(first.calls), _function_calls(second.calls), strict=True):
        unsaid = functions()[call["op"]].free
        if unsaid in call.get("options", {}):
            shapes = zip(first.shapes[call["id"]], second.shapes[other["id"]], strict=True)
            free = [index for index, (one, two) in enumerate(shapes) if one != two]
            if len(free) == 1:
                sizes = first.shapes[call["id"]]
                call["options"][unsaid] = [-1 if index == free[0] else size for index, size in enumerate(sizes)]
                continue
        if "options" in call:
            call["options"] = _following(call["options"], other["options"], batch)


def _following(one: Any, other: Any, batch: int) -> Any:
    """Options of which a number that differs between two batches follows from the batch."""
    if isinstance(one, dict):
        return {name: _following(item, other[name], batch) for name, item in one.items()}
    if isinstance(one, list):
        return [_following(item, two, batch) for item, two in zip(one, other, strict=True)]
    if type(one) is not int or one == other:
        return one
    times = other - one
    plus = one - times * batch
    return {"batch": times, "plus": plus} if plus else {"batch": times}


def _function_calls(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for call in calls:
        if "op" in call:
            found.append(call)
        found.extend(_function_calls(call.get("calls", [])))
    return found


def _outline(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The calls without the whole numbers among their options, which alone may differ between two batches."""
    outline = copy.deepcopy(calls)
    for call in _function_calls(outline):
        if "options" in call:
            call["options"] = _without_numbers(call["options"])
    return outline


def _without_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_numbers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_numbers(item) for item in value]
    return 0 if type(value) is int else value


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
