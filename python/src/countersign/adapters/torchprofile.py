"""torchprofile's profile_macs, asked for the counts of each node, of which its total is the sum."""

import warnings
from collections import Counter
from io import StringIO
from typing import Any

from torchprofile import profile_macs

from ..case import Case
from .answer import answer, count, installed


def version() -> str:
    return installed("torchprofile")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model, inputs = case.shared(), tuple(case.inputs())
    with warnings.catch_warnings():
        # It warns of each operator that it has no handler for.
        warnings.simplefilter("ignore")
        nodes = profile_macs(model, inputs, reduction=None)
    operators: Counter[str] = Counter()
    for node, macs in nodes.items():
        operators[node.operator] += macs
    by_operator = {f"by_operator.{name}": count(macs) for name, macs in operators.items() if macs != 0}
    return answer({"macs": count(sum(nodes.values())), **by_operator})
