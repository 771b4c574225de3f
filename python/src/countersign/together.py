"""What tools say one after the other on one model: `python -m countersign.together --tools a,b` reads JSON lines, and prints answers.

A request is `{"architecture": ..., "orders": [[TOOL, ...], ...]}`, the reply `{"own": {TOOL: ANSWER}, "orders": [[ANSWER, ...], ...]}`:
what each tool says on a model of its own, and what the tools of each order say on one model, whether they would share it or not. Where
one raises, the next ones of its order are given another model, as in a worker.
"""

import argparse
import json
import os
import sys
import warnings
from typing import Any

import torch
from torch import nn

from .build import Observer
from .case import ArchitectureCase
from .settings import settings_kept
from .worker import Worker


class _OneModel(ArchitectureCase):
    def model(self, observe: Observer | None = None) -> nn.Module:
        return self.shared() if observe is None else super().model(observe)


def main() -> None:
    """One reply for each line, in order."""
    parser = argparse.ArgumentParser(prog="countersign.together")
    parser.add_argument("--tools", required=True, help="names of tools, separated by commas")
    names = parser.parse_args().tools.split(",")
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    warnings.simplefilter("ignore")
    worker = Worker(names)

    def answers(tools: list[str], case: ArchitectureCase) -> list[dict[str, Any]]:
        with settings_kept():
            return [worker.answer(name, case) for name in tools]

    for line in sys.stdin:
        request = json.loads(line)
        architecture = request["architecture"]
        own = {name: answers([name], ArchitectureCase(architecture))[0] for name in names}
        orders = [answers(tools, _OneModel(architecture)) for tools in request["orders"]]
        print(json.dumps({"own": own, "orders": orders}), flush=True)
    # What a tool has imported may have threads or exit handlers that print.
    os._exit(0)


if __name__ == "__main__":
    main()
