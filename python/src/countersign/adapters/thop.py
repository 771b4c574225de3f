"""thop's `profile`, and its older `profile_origin`."""

from io import StringIO
from typing import Any

from thop import clever_format, profile, profile_origin

from ..case import Case
from ..settings import settings_kept
from .answer import answer, count, installed


def version() -> str:
    return installed("thop")


def layers_of(tree: dict[str, Any], parent: str = "") -> list[dict[str, str]]:
    """The tree of modules as rows, a parent before its children."""
    rows = []
    for name, (macs, params, children) in tree.items():
        path = f"{parent}.{name}" if parent else name
        rows += [{"path": path, "macs": count(macs), "params": count(params)}, *layers_of(children, path)]
    return rows


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    # A module under two parents keeps its hooks, so each run has a model of its own. A network may set what it likes, and the second
    # run is to be as the first.
    with settings_kept():
        macs, params, tree = profile(case.model(), inputs=tuple(case.inputs()), verbose=False, ret_layer_info=True)
    origin_macs, origin_params = profile_origin(case.model(), inputs=tuple(case.inputs()), verbose=False)
    macs_string, params_string = clever_format([macs, params])
    totals = {
        "macs": count(macs),
        "params": count(params),
        "macs_string": macs_string,
        "params_string": params_string,
        "origin_macs": count(origin_macs),
        "origin_params": count(origin_params),
    }
    return answer(totals, layers_of(tree))
