"""Workers for the tests, one for each environment, started once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parent.parent
EXAMPLES = PROJECT / "examples"
TORCHSTAT = PROJECT / "environments" / "torchstat" / ".venv" / "bin" / "python"
MAIN_TOOLS = ["torch", "torchsummary", "thop", "ptflops", "ptflops-aten"]


class Client:
    """A worker's other end."""

    def __init__(self, python: str, tools: list[str]):
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.process = subprocess.Popen(
            [python, "-m", "countersign.worker", "--tools", ",".join(tools)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.ready = json.loads(self.process.stdout.readline())
        self.tools = tools

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
    """Answers without what differs from run to run: the seconds, and torchstat's column of durations."""
    found = {}
    for tool, answer in answers.items():
        found[tool] = {name: value for name, value in answer.items() if name != "seconds"}
        if tool == "torchstat":
            found[tool].pop("text", None)
    return found


@pytest.fixture(scope="session")
def main_worker():
    client = Client(sys.executable, MAIN_TOOLS)
    yield client
    client.process.kill()


@pytest.fixture(scope="session")
def torchstat_worker():
    if not TORCHSTAT.exists():
        pytest.skip("the environment of torchstat is not set up")
    client = Client(str(TORCHSTAT), ["torch", "torchstat"])
    yield client
    client.process.kill()
