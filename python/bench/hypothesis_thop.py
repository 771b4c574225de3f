"""Hypothesis with a strategy of small networks, and thop on each: what a campaign of one's own would be. `hypothesis_thop.py CASES`."""

import json
import sys
import time

import thop
import torch
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from torch import nn

LAYERS = ("Conv2d", "BatchNorm2d", "ReLU", "MaxPool2d", "AvgPool2d", "Dropout", "Linear")
size = st.integers(1, 8)
layer = st.tuples(
    st.sampled_from(LAYERS), size, st.integers(1, 3), st.integers(1, 2), st.integers(0, 1), st.booleans()
)
network = st.tuples(st.integers(1, 2), size, st.integers(2, 10), st.lists(layer, min_size=1, max_size=10))


def build(drawn):
    batch, channels, side, picks = drawn
    shape = (batch, channels, side, side)
    modules = []
    with torch.no_grad():
        value = torch.zeros(shape)
        for kind, out, kernel, stride, padding, bias in picks:
            least = min(value.shape[-2:])
            if kind in ("Conv2d", "MaxPool2d", "AvgPool2d"):
                kernel = min(kernel, least)
                padding = min(padding, kernel // 2)
            if kind == "Conv2d":
                made = nn.Conv2d(value.shape[1], out, kernel, stride, padding, bias=bias)
            elif kind == "BatchNorm2d":
                made = nn.BatchNorm2d(value.shape[1])
            elif kind == "Linear":
                made = nn.Linear(value.shape[-1], out, bias)
            elif kind in ("MaxPool2d", "AvgPool2d"):
                made = getattr(nn, kind)(kernel, stride, padding)
            else:
                made = getattr(nn, kind)()
            made.eval()
            value = made(value)
            modules.append(made)
    return nn.Sequential(*modules).eval(), torch.zeros(shape)


def main() -> None:
    torch.set_num_threads(1)
    count = int(sys.argv[1])
    seen = 0

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(network)
    def every_count_is_whole(drawn):
        nonlocal seen
        model, inputs = build(drawn)
        macs, params = thop.profile(model, inputs=(inputs,), verbose=False)
        seen += 1
        assert int(macs) == macs and int(params) == params

    start = time.perf_counter()
    every_count_is_whole()
    print(json.dumps({"rate": seen / (time.perf_counter() - start)}))


if __name__ == "__main__":
    main()
