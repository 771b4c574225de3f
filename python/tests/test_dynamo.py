"""torch's compiler is not loaded by tools that watch every operation, and they count the same."""

import json
import subprocess
import sys

SCRIPT = """
import json, sys
for name in ("torchvision.ops", "timm"):
    sys.modules[name] = None
from contextlib import nullcontext
import torch
from torch import nn
from countersign.dynamo import unloaded
with unloaded() if sys.argv[1] == "without" else nullcontext():
    from torch.utils.flop_counter import FlopCounterMode
    from ptflops import get_model_complexity_info
model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten(), nn.Linear(288, 4)).eval()
counter = FlopCounterMode(display=False)
with counter:
    model(torch.zeros(1, 3, 8, 8))
aten = get_model_complexity_info(model, (3, 8, 8), as_strings=False, print_per_layer_stat=False, backend="aten")
print(json.dumps(["torch._dynamo" in sys.modules, counter.get_total_flops(), aten]))
"""


def run(how):
    done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_counts_are_the_same_without_it():
    was_loaded, *counts = run("with")
    is_loaded, *others = run("without")
    assert others == counts
    assert counts[0] > 0
    assert was_loaded and not is_loaded
