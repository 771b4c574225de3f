"""
The worker: answers requests of protocol 2 on stdin with JSON lines on stdout.
Start it with `python -m countersign.worker --tools torch,thop`.
"""

import argparse
import contextlib
import gc
import json
import logging
import os
import platform
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from types import ModuleType
from typing import Any

import torch

from . import adapters, memory
from .adapters.answer import Raised
from .case import ArchitectureCase, Case, SourceCase, make_inputs
from .dynamo import unloaded
from .lines import Lines, Replies
from .load import loaded
from .nursery import Nursery
from .record import record
from .refusal import Refusal
from .settings import settings_kept

PROTOCOL = 2

# What every tool is run on once before the worker is ready, so that the first case does not pay for lazy imports.
_WARM_UP = {
    "name": "WarmUp",
    "inputs": [{"name": "x", "shape": [1, 3, 8, 8], "dtype": "float32"}],
    "modules": [
        {"path": "conv", "kind": "Conv2d", "options": {"in_channels": 3, "out_channels": 4, "kernel_size": 3}},
        {"path": "fc", "kind": "Linear", "options": {"in_features": 144, "out_features": 2}},
    ],
    "calls": [
        {"id": "conv", "module": "conv", "inputs": ["x"]},
        {"id": "flatten", "op": "flatten", "inputs": ["conv"], "options": {"start_dim": 1}},
        {"id": "fc", "module": "fc", "inputs": ["flatten"]},
    ],
    "outputs": ["fc"],
}

# Characters of a tool's text that are kept, from its end; a network may print without end.
_LONGEST = 1_000_000

# Weights beyond which a case's memory is given back at once.
_LARGE = 4_000_000


def _take_streams() -> tuple[Lines, Replies]:
    """The protocol's streams; whatever else reads stdin gets nothing, and whatever else writes stdout gets stderr."""
    requests, replies = Lines(os.dup(0)), Replies(os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


class _Printed(StringIO):
    """What was printed; stays readable when a network closes its stdout."""

    def close(self) -> None:
        pass


@contextmanager
def _captured() -> Iterator[StringIO]:
    """Python's stdout in a string, its stderr in none; both put back, whatever is done to them meanwhile."""
    stdout, stderr = sys.stdout, sys.stderr
    printed = _Printed()
    sys.stdout, sys.stderr = printed, _Printed()
    try:
        yield printed
    finally:
        sys.stdout, sys.stderr = stdout, stderr


def _message(error: BaseException) -> str:
    try:
        return str(error)[:300]
    except BaseException:
        return ""


def _ask(tool: ModuleType, case: Case) -> dict[str, Any]:
    with _captured() as printed:
        start = time.perf_counter()
        try:
            answer = {"status": "answered", **tool.run(case, printed)}
        except Refusal:
            raise
        # A network may call sys.exit in its forward.
        except BaseException as error:
            case.forget()
            answer = _raised(error, printed.getvalue())
        if len(answer.get("text", "")) > _LONGEST:
            answer["text"] = answer["text"][-_LONGEST:]
        answer["seconds"] = round(time.perf_counter() - start, 6)
    return answer


def _raised(error: BaseException, printed: str) -> dict[str, Any]:
    name, message = error.name if isinstance(error, Raised) else type(error).__name__, _message(error)
    if memory.is_exhausted(name, message):
        return {"status": "exhausted", "message": memory.told(message)}
    answer = {"status": "raised", "error": {"class": name, "message": message}}
    return {**answer, "text": printed} if printed else answer


class Worker:
    """The tools of this process."""

    def __init__(self, names: list[str]):
        self.tools: dict[str, ModuleType] = {}
        self.missing: dict[str, str] = {}
        for name in names:
            try:
                with _captured(), unloaded():
                    self.tools[name] = adapters.load(name)
            except Exception as error:
                self.missing[name] = _message(error) or type(error).__name__
        case = ArchitectureCase(_WARM_UP)
        for tool in self.tools.values():
            _ask(tool, case)
        # What is loaded by now stays; looking for garbage need not visit it again.
        gc.collect()
        gc.freeze()

    def ready(self) -> dict[str, Any]:
        return {
            "type": "ready",
            "protocol": PROTOCOL,
            "python": platform.python_version(),
            "torch": torch.__version__.partition("+")[0],
            "tools": {name: tool.version() for name, tool in self.tools.items()},
            "missing": self.missing,
            "pid": os.getpid(),
        }

    def reply(self, line: str) -> dict[str, Any]:
        id: Any = "?"
        try:
            request = json.loads(line)
            id = request["id"]
            with _captured():
                return {"id": id, **self._handle(request)}
        except Refusal as refusal:
            path = {} if refusal.path is None else {"path": refusal.path}
            return {"id": id, "type": "refused", "code": refusal.code, "message": refusal.message, **path}
        except BaseException as error:
            traceback.print_exc()
            return {"id": id, "type": "failed", "message": f"{type(error).__name__}: {_message(error)}"}

    def _handle(self, request: dict[str, Any]) -> dict[str, Any]:
        kind = request["type"]
        if kind == "run" and "architecture" in request:
            return self._run(request["tools"], ArchitectureCase(request["architecture"]))
        if kind not in ("run", "record"):
            raise ValueError(f'unknown request "{kind}"')
        source, inputs = request["source"], request["inputs"]
        with loaded(source["file"], source["name"]) as fresh:
            if kind == "record":
                torch.manual_seed(0)
                made = [torch.rand_like(one) if one.is_floating_point() else one for one in make_inputs(inputs)]
                return {"type": "recorded", "architecture": record(fresh(), *made)}
            return self._run(request["tools"], SourceCase(fresh, inputs))

    def _run(self, names: list[str], case: Case) -> dict[str, Any]:
        unknown = [name for name in names if name not in self.tools]
        if unknown:
            raise ValueError(f'the tool "{unknown[0]}" is not in this worker')
        answers = {}
        with settings_kept():
            for name in names:
                answers[name] = self.answer(name, case)
        return {"type": "ran", "answers": answers}

    def answer(self, name: str, case: Case) -> dict[str, Any]:
        """What a tool says of a case."""
        if case.exact:
            answer = _ask(self.tools[name], case)
        else:
            # A user's network may set what it likes.
            with settings_kept():
                answer = _ask(self.tools[name], case)
        # Tools tie a model to itself, so that it would stay until Python next looks for garbage.
        if case.size >= _LARGE:
            gc.collect()
        return answer


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    requests, replies = _take_streams()
    parser = argparse.ArgumentParser(prog="countersign.worker")
    parser.add_argument("--tools", default=",".join(adapters.names), help="names of tools, separated by commas")
    parser.add_argument("--memory", type=int, help="bytes that it may take on top of what it starts with")
    parser.add_argument("--nursery", help="fork a worker for each line of stdin, which connects to this socket")
    given = parser.parse_args()
    names = [name for name in given.tools.split(",") if name]
    unknown = [name for name in names if name not in adapters.names]
    if unknown:
        parser.error(f'unknown tool "{unknown[0]}", expected some of {", ".join(adapters.names)}')

    torch.set_num_threads(1)
    # Weights are whatever the memory held, and arithmetic on denormal numbers is slow.
    torch.set_flush_denormal(True)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)

    worker = Worker(names)

    def work(requests: Lines, replies: Replies) -> None:
        if given.memory is not None:
            memory.limit(given.memory)
        replies.say_now(worker.ready())
        for line in requests.each(idle=replies.flush):
            if line.strip():
                replies.say(worker.reply(line))
        replies.flush()

    with contextlib.suppress(BrokenPipeError):
        if given.nursery is None:
            work(requests, replies)
        else:
            Nursery(given.nursery, requests, replies, work).serve()
    # Not sys.exit: a user's file may have left threads or exit handlers behind.
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
