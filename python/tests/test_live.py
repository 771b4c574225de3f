"""What torch's allocator holds between calls."""

from countersign.live import live

X = {"name": "x", "shape": [10], "dtype": "float32"}


def _relu(id: str, given: str, inplace: bool = False) -> dict:
    spelling = "torch.nn.functional.relu"
    return {"id": id, "op": "relu", "inputs": [given], "options": {"inplace": inplace}, "spelling": spelling}


def _held(calls: list[dict], outputs: list[str], modules: list[dict] | None = None) -> list[int]:
    architecture = {"inputs": [X], "modules": modules or [], "calls": calls, "outputs": outputs}
    return live({"architecture": architecture, "calls": calls, "outputs": outputs})


def test_each_value_is_let_go_after_its_last_use() -> None:
    assert _held([_relu("a", "x"), _relu("b", "a"), _relu("c", "b")], ["c"]) == [40, 80, 80]


def test_outputs_stay_and_what_nothing_reads_goes_at_once() -> None:
    assert _held([_relu("a", "x"), _relu("b", "x"), _relu("c", "x")], ["a"]) == [40, 80, 80]


def test_what_is_written_over_takes_nothing() -> None:
    assert _held([_relu("a", "x"), _relu("b", "a", inplace=True)], ["b"]) == [40, 40]


def test_workspace_within_a_call_is_not_told() -> None:
    # A softmin is a softmax of the negative, which is gone when the call ends.
    calls = [{"id": "a", "module": "m", "kind": "Softmin", "inputs": ["x"]}]
    assert _held(calls, ["a"], [{"path": "m", "kind": "Softmin", "options": {"dim": 0}}]) == [40]
