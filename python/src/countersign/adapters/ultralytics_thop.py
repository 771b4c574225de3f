"""The `profile` of ultralytics-thop, which is imported as thop is."""

from io import StringIO
from typing import Any

from thop import profile

from ..case import Case
from .answer import answer, count, installed


def version() -> str:
    return installed("ultralytics-thop")


def _rows(tree: dict[str, Any], parent: str = "") -> list[dict[str, str]]:
    """The tree of modules as rows, a parent before its children."""
    rows = []
    for name, (macs, params, children) in tree.items():
        path = f"{parent}.{name}" if parent else name
        rows += [{"path": path, "macs": count(macs), "params": count(params)}, *_rows(children, path)]
    return rows


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    macs, params, tree = profile(case.model(), inputs=tuple(case.inputs()), verbose=False, ret_layer_info=True)
    return answer({"macs": count(macs), "params": count(params)}, _rows(tree))
