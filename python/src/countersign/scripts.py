"""
What scripts build: `python -m countersign.scripts` reads JSON lines `{"script": "..."}`, runs each, and prints of the
`model` and the `inputs` that it made `{"params": "...", "outputs": [{"shape": ..., "dtype": ...}, ...]}` or `{"error": "..."}`.
"""

import json
import sys
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import torch

from .tensors import dtype_name, tensors_in


def run(script: str) -> dict[str, Any]:
    """Runs a script, and its model once more, whose outputs it describes."""
    made: dict[str, Any] = {}
    with redirect_stdout(StringIO()):
        exec(compile(script, "script", "exec"), made)
    outputs = tensors_in(made["model"](*made["inputs"]))
    return {
        "params": str(sum(parameter.numel() for parameter in made["model"].parameters())),
        "outputs": [{"shape": list(one.shape), "dtype": dtype_name(one.dtype)} for one in outputs],
    }


def main() -> None:
    """One reply for each line, in order."""
    torch.set_num_threads(1)
    for line in sys.stdin:
        try:
            reply = run(json.loads(line)["script"])
        except Exception as error:  # Whatever it is, the next line can still be answered.
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
