"""Workers for the tests, one for each environment, started once."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parent.parent
EXAMPLES = PROJECT / "examples"
EXTRA = PROJECT / "environments" / "extra" / ".venv" / "bin" / "python"
TORCHSTAT = PROJECT / "environments" / "torchstat" / ".venv" / "bin" / "python"
PROBE = {
    "name": "Probe",
    "inputs": [{"name": "x", "shape": [1, 3, 8, 8], "dtype": "float32"}],
    "modules": [
        {"path": "conv", "kind": "Conv2d", "options": {"in_channels": 3, "out_channels": 5, "kernel_size": 3}},
        {"path": "norm", "kind": "BatchNorm2d", "options": {"num_features": 5}},
        {"path": "relu", "kind": "ReLU", "options": {"inplace": True}},
        {"path": "fc", "kind": "Linear", "options": {"in_features": 180, "out_features": 2}},
    ],
    "calls": [
        {"id": "conv", "module": "conv", "inputs": ["x"]},
        {"id": "norm", "module": "norm", "inputs": ["conv"]},
        {"id": "relu", "module": "relu", "inputs": ["norm"]},
        {"id": "add", "op": "add", "inputs": ["relu", "norm"], "spelling": "torch.add"},
        {"id": "view", "op": "view", "inputs": ["add"], "options": {"shape": [-1, 180]}},
        {"id": "fc", "module": "fc", "inputs": ["view"]},
    ],
    "outputs": ["fc"],
}
EXTRA_TOOLS = ["calflops", "deepspeed", "ultralytics-thop"]
MAIN_TOOLS = ["torch", "torchsummary", "thop", "ptflops", "ptflops-aten", "flop-counter", "torchinfo", "fvcore", "torchprofile"]


class Client:
    """A worker's other end."""

    def __init__(self, python: str, tools: list[str], probe: bool = True, more: Sequence[str] = ()):
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.process = subprocess.Popen(
            [python, "-m", "countersign.worker", "--tools", ",".join(tools), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.ready = json.loads(self.process.stdout.readline())
        self.tools = tools
        # What the tools say of one network before anything else has run.
        self.first = untimed(self.run(PROBE)) if probe else {}

    def say(self, line: str) -> dict[str, Any]:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def ask(self, **request: Any) -> dict[str, Any]:
        return self.say(json.dumps({"id": "1", **request}))

    def run(self, architecture: dict[str, Any], tools: list[str] | None = None) -> dict[str, Any]:
        reply = self.ask(type="run", tools=tools or self.tools, architecture=architecture)
        assert reply["type"] == "ran", reply
        return reply["answers"]

    def run_file(self, file: Path, name: str, *shapes: list[int]) -> dict[str, Any]:
        inputs = [{"shape": shape, "dtype": "float32"} for shape in shapes]
        return self.ask(type="run", tools=self.tools, source={"file": str(file), "name": name}, inputs=inputs)

    def record(self, file: Path, name: str, *shapes: list[int]) -> dict[str, Any]:
        inputs = [{"shape": shape, "dtype": "float32"} for shape in shapes]
        return self.ask(type="record", source={"file": str(file), "name": name}, inputs=inputs)

    def end(self) -> tuple[int, str]:
        _, stderr = self.process.communicate(timeout=30)
        return self.process.returncode, stderr


def untimed(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers without what differs from run to run: the seconds, and texts with what was measured by the clock."""
    found = {}
    for tool, answer in answers.items():
        found[tool] = {name: value for name, value in answer.items() if name != "seconds"}
        if tool in ("torchstat", "deepspeed"):
            found[tool].pop("text", None)
    return found


@pytest.fixture(scope="session")
def main_worker():
    client = Client(sys.executable, MAIN_TOOLS)
    yield client
    # The end of stdin ends a worker.
    assert client.end()[0] == 0


@pytest.fixture(scope="session")
def torchstat_worker():
    if not TORCHSTAT.exists():
        pytest.skip("the environment of torchstat is not set up")
    client = Client(str(TORCHSTAT), ["torch", "torchstat"])
    yield client
    assert client.end() == (0, "")


@pytest.fixture(scope="session")
def extra_worker():
    if not EXTRA.exists():
        pytest.skip("the environment of calflops is not set up")
    client = Client(str(EXTRA), EXTRA_TOOLS)
    yield client
    assert client.end()[0] == 0
