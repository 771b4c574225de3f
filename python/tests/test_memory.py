"""A worker's memory has an end, which costs the case that asks for more and nothing else."""

import sys

import pytest
from conftest import PROBE, Client, untimed


def large(features):
    return {
        "name": "Large",
        "inputs": [{"name": "x", "shape": [1, 5], "dtype": "float32"}],
        "modules": [{"path": "fc", "kind": "Linear", "options": {"in_features": 5, "out_features": features}}],
        "calls": [{"id": "fc", "module": "fc", "inputs": ["x"]}],
        "outputs": ["fc"],
    }


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_network_that_is_too_large_is_told_of_and_the_next_is_counted():
    tools = ["torch", "thop", "ptflops"]
    client = Client(sys.executable, tools, more=["--memory", "1000000000"])
    for tool, answer in client.run(large(200_000_000)).items():
        assert answer["status"] == "exhausted", tool
        assert answer["message"] == (
            "It asked for 4,000,000,000 bytes, and got none: that is more than the 1,000,000,000 bytes that a worker may take."
        )
    totals = client.run(large(1_000))["thop"]["totals"]
    assert (totals["macs"], totals["params"]) == ("5000", "6000")
    assert untimed(client.run(PROBE)) == client.first
    assert client.end()[0] == 0
