"""Outputs of networks with given numbers."""

import pytest

from countersign.evaluate import evaluate

LINEAR = {
    "schema": "countersign/architecture@1",
    "name": "Network",
    "inputs": [{"name": "x", "shape": [1, 2]}],
    "modules": [{"path": "fc", "kind": "Linear", "options": {"in_features": 2, "out_features": 1}}],
    "calls": [{"id": "fc", "module": "fc", "inputs": ["x"]}],
    "outputs": ["fc"],
}
WEIGHT = {"shape": [1, 2], "data": [10, 0.1]}
BIAS = {"shape": [1], "data": [1e-9]}


def run(weights):
    return evaluate({"architecture": LINEAR, "inputs": [{"shape": [1, 2], "data": [2, 3]}], "weights": weights})


def test_outputs_are_computed_in_float64_with_the_weights_given():
    [output] = run({"fc.weight": WEIGHT, "fc.bias": BIAS})
    assert output.tolist() == [[pytest.approx(20.300000001, rel=1e-15)]]


@pytest.mark.parametrize(
    "weights",
    [
        {"fc.weight": WEIGHT},
        {"fc.weight": WEIGHT, "fc.bias": BIAS, "fc.scale": BIAS},
        {"fc.weight": {"shape": [2, 1], "data": [10, 0.1]}, "fc.bias": BIAS},
    ],
    ids=["missing", "too many", "shape"],
)
def test_weights_that_are_not_the_models_own_are_refused(weights):
    with pytest.raises(ValueError, match="and was given"):
        run(weights)
