"""NNSmith's generation of models of five operators, and their making in PyTorch; nothing is counted. `nnsmith_generation.py CASES`."""

import json
import random
import sys
import time

import numpy
from nnsmith.graph_gen import model_gen
from nnsmith.materialize import Model
from nnsmith.narrow_spec import auto_opset


def main() -> None:
    count = int(sys.argv[1])
    model_type = Model.init("torch", "cpu")
    opset = auto_opset(model_type)

    def make(seed: int) -> None:
        random.seed(seed)
        numpy.random.seed(seed)
        made = model_gen(opset=opset, method="symbolic", seed=seed, max_nodes=5, timeout_ms=10_000)
        model_type.from_gir(made.make_concrete())

    make(0)
    start = time.perf_counter()
    for seed in range(1, count + 1):
        make(seed)
    print(json.dumps({"rate": count / (time.perf_counter() - start)}))


if __name__ == "__main__":
    main()
