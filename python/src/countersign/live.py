"""What torch's allocator holds call by call: `python -m countersign.live` reads JSON lines of networks, and prints bytes.

A request is `{"architecture": ..., "calls": [CALL, ...], "outputs": [NAME, ...]}`, where the calls are those of layers and functions
alone, in order, as in an architecture; a module's has its `kind` besides, since it may lie inside another layer. The reply is
`{"live": [BYTES, ...]}`, one number for each call, or `{"error": "..."}`.

Each value is let go after the last call that names it, or right after the call that made it where none does; the network's inputs
and outputs are held to the end. What counts is what the allocator itself reports to torch's profiler between the calls, beyond what
it held before the first: whatever a kernel takes and gives back within its call is not in it.
"""

import json
import sys
import warnings
from typing import Any

import torch
from torch import nn
from torch._C._profiler import _EventType
from torch.profiler import ProfilerActivity, profile, record_function

from .arguments import read_by
from .build import Step, Values, build
from .kinds import layers
from .plan import Call, Entry, read_call, reference
from .settings import plain_attention
from .tensors import dtype_named

_SPAN = "countersign:"


def _call_of(item: dict[str, Any]) -> Call:
    path = item.get("module")
    if path is None:
        return read_call(item, {})
    return read_call(item, {path: Entry(path, None, "", kind=item["kind"], layer=layers()[item["kind"]])})


def _released(calls: list[Call], outputs: set[str]) -> list[list[str]]:
    """For each call the names that no later call reads, and that are not the network's outputs."""
    last = {name: place for place, call in enumerate(calls) for name in read_by(call.inputs, call.given)}
    names: list[list[str]] = [[] for _ in calls]
    for name, place in last.items():
        if name not in outputs:
            names[place].append(name)
    return names


def _run(model: nn.Module, calls: list[Call], inputs: dict[str, torch.Tensor], outputs: set[str]) -> None:
    """Runs the calls one after the other, each in a span of its own, and lets go between them what nothing reads any more."""
    values = Values()
    values.root = model
    first = next(iter(inputs.values()))
    values.batch = first.shape[0] if first.dim() > 0 else 1
    values.update(inputs)
    read = {name for call in calls for name in read_by(call.inputs, call.given)} | outputs
    for call, released in zip(calls, _released(calls, outputs), strict=True):
        module = None if call.path is None else model.get_submodule(call.path)
        known = set(values)
        with record_function(_SPAN):
            Step(call, module, None).run(values)
        for name in {*released, *(values.keys() - known - read)} - inputs.keys():
            values.pop(name, None)


def _events(nodes: list[Any]) -> list[Any]:
    return [event for node in nodes for event in (node, *_events(node.children))]


def _held(events: list[Any]) -> list[int]:
    """Bytes that the allocator held at the end of each span, beyond what it held at the beginning of the first."""
    allocations = [event for event in events if event.tag == _EventType.Allocation]
    changes = [(event.start_time_ns, event.extra_fields.alloc_size) for event in allocations]
    spans = sorted((event.start_time_ns, event.end_time_ns) for event in events if event.name == _SPAN)
    begin = spans[0][0] if spans else 0
    return [sum(size for time, size in changes if begin <= time <= end) for _, end in spans]


@torch.no_grad()
def live(request: dict[str, Any]) -> list[int]:
    """Bytes of results that are alive at the end of each call."""
    architecture = request["architecture"]
    model = build(architecture).eval()
    inputs = {
        one["name"]: torch.zeros(one["shape"], dtype=dtype_named(one.get("dtype", "float32")))
        for one in architecture["inputs"]
    }
    calls = [_call_of(item) for item in request["calls"]]
    outputs = {reference(name) for name in request["outputs"]}
    with plain_attention(), profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
        _run(model, calls, inputs, outputs)
    return _held(_events(profiler.profiler.kineto_results.experimental_event_tree()))


def main() -> None:
    """One reply for each line, in order."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        try:
            reply: dict[str, Any] = {"live": live(json.loads(line))}
        except Exception as error:  # Whatever it is, the next line can still be answered.
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
