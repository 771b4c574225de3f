"""The floor: a bare loop over cases in one process, with no harness. `floor.py CASES.jsonl TOOLS`; without tools models are made alone."""

import json
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import torch

from countersign import adapters
from countersign.case import ArchitectureCase
from countersign.dynamo import unloaded


def main() -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = file.readlines()
    with unloaded():
        tools = [adapters.load(name) for argument in sys.argv[2:] for name in argument.split(",")]

    def run(line: str) -> None:
        case = ArchitectureCase(json.loads(line))
        if not tools:
            case.model()
        for tool in tools:
            printed = StringIO()
            with redirect_stdout(printed), redirect_stderr(printed):
                try:
                    tool.run(case, printed)
                except Exception:  # A tool that raises has answered as well.
                    continue

    for line in lines[:40]:
        run(line)
    start = time.perf_counter()
    for line in lines:
        run(line)
    print(json.dumps({"rate": len(lines) / (time.perf_counter() - start)}))


if __name__ == "__main__":
    main()
