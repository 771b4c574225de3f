"""What XLA's cost analysis says of convolutions: reads JSON lines of them, and prints `{"flops": NUMBER}` for each.

A convolution is `{"input": SHAPE, "weight": SHAPE, "stride": [...], "padding": [[before, behind], ...], "dilation": [...],
"groups": N, "spread": [...]}`: `spread` is how far apart the elements of the input are put first, 1 for a plain convolution and the
stride of a transposed one.
"""

import json
import sys
from typing import Any

import jax
from jax import lax


def flops(given: dict[str, Any]) -> float:
    """Floating-point operations of the convolution as it is written: compiled, one of a single tap becomes something else."""

    def convolution(x: jax.Array, w: jax.Array) -> jax.Array:
        return lax.conv_general_dilated(
            x,
            w,
            window_strides=given["stride"],
            padding=given["padding"],
            lhs_dilation=given["spread"],
            rhs_dilation=given["dilation"],
            feature_group_count=given["groups"],
        )

    shapes = [jax.ShapeDtypeStruct(given[name], "float32") for name in ("input", "weight")]
    return jax.jit(convolution).lower(*shapes).cost_analysis().get("flops", 0)


for line in sys.stdin:
    print(json.dumps({"flops": flops(json.loads(line))}), flush=True)
