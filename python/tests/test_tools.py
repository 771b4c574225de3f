"""What the real tools say of the article's AlexNet, and that they say the same of a file and of its recording."""

import pytest
from conftest import EXAMPLES, PROBE, PROJECT, untimed

IMAGE = [1, 3, 224, 224]
NETWORKS = PROJECT / "tests" / "networks_to_run.py"

# What both thops say of AlexNet.
THOP = {
    "macs": "861301280",
    "params": "61264904",
    "macs_string": "861.30M",
    "params_string": "61.26M",
    "origin_macs": "861301280",
    "origin_params": "61264904",
}


@pytest.fixture(scope="module")
def alexnet(main_worker):
    reply = main_worker.record(EXAMPLES / "alexnet.py", "AlexNet", IMAGE)
    assert reply["type"] == "recorded", reply
    return reply["architecture"]


def test_alexnet_has_its_published_figures(main_worker, alexnet):
    answers = main_worker.run(alexnet)
    assert {tool: answer["status"] for tool, answer in answers.items()} == dict.fromkeys(answers, "answered")
    assert answers["torch"]["totals"] == {
        "params": "61264904",
        "trainable": "61264904",
        "buffers": "0",
    }
    assert answers["flop-counter"]["totals"] == {
        "flops": "1722602560",
        "by_operator.convolution": "1605358656",
        "by_operator.addmm": "117243904",
    }
    assert answers["flop-counter"]["text"].splitlines()[2].split() == ["AlexNet", "1722.603M", "100.00%"]
    assert answers["fvcore"]["text"].splitlines()[2].split() == ["|", "model", "|", "61.265M", "|", "0.861G", "|"]
    assert answers["torchinfo"]["totals"] == {
        "total_params": "61264904",
        "trainable_params": "61264904",
        "total_mult_adds": "861310472",
        "total_input": "602176",
        "total_output_bytes": "4727872",
        "total_param_bytes": "245059616",
        "mult_adds_string": "861.31",
        "input_mb": "0.60",
        "forward_backward_mb": "4.73",
        "params_mb": "245.06",
        "total_mb": "250.39",
    }
    assert answers["torchinfo"]["layers"][2] == {
        "name": "Conv2d: 2-1",
        "output_shape": "[1, 96, 55, 55]",
        "num_params": "34848",
        "mult_adds": "105415200",
        "recursive": "False",
    }
    assert answers["torchprofile"]["totals"] == {
        "macs": "861301280",
        "by_operator.aten::_convolution": "802679328",
        "by_operator.aten::linear": "58621952",
    }
    assert answers["fvcore"]["totals"] == {
        "flops": "861301280",
        "params": "61264904",
        "activations": "590984",
        "by_operator.conv": "802679328",
        "by_operator.linear": "58621952",
        "activations_by_operator.conv": "581792",
        "activations_by_operator.linear": "9192",
        "unsupported_ops.aten::max_pool2d": "3",
    }
    assert answers["fvcore"]["layers"][1]["path"] == "features"
    assert answers["fvcore"]["layers"][1]["flops"] == "802679328"
    assert answers["fvcore"]["layers"][1]["printed"] == "#params: 2.63M, #flops: 0.8G"
    assert answers["fvcore"]["text"].split("\n\n")[1].splitlines()[2].split() == ["|", "model", "|", "61.3M", "|"]
    assert [layer["id"] for layer in answers["torch"]["layers"]][12:15] == ["features/12", "view", "classifier/0"]
    assert answers["torchsummary"]["totals"] == {
        "params": "61264904",
        "trainable": "61264904",
        "non_trainable": "0",
        "input_mb": "0.57",
        "forward_backward_mb": "9.96",
        "params_mb": "233.71",
        "total_mb": "244.24",
    }
    assert len(answers["torchsummary"]["layers"]) == 20
    assert answers["torchsummary"]["layers"][0] == {
        "name": "Conv2d-1",
        "output_shape": "[-1, 96, 55, 55]",
        "params": "34848",
    }
    assert answers["thop"]["totals"] == THOP
    assert answers["ptflops"]["totals"] == {
        "macs": "863437704",
        "params": "61264904",
        "macs_string": "863.44 MMac",
        "params_string": "61.26 M",
    }
    assert answers["ptflops-aten"]["totals"] == {
        "macs": "861310472",
        "params": "61264904",
        "macs_string": "861.31 MMac",
        "params_string": "61.26 M",
        "by_operator.convolution": "802679328",
        "by_operator.addmm": "58631144",
    }
    assert answers["ptflops-aten"]["layers"] == [
        {"path": "features", "by_operator.convolution": "802679328"},
        {"path": "classifier", "by_operator.addmm": "58631144"},
    ]
    assert answers["ptflops-aten"]["text"].splitlines()[:3] == [
        "Total:861.31 MMac",
        "Module:  Global",
        "aten.convolution: 802.68 MMac",
    ]
    assert answers["ptflops"]["layers"][2] == {
        "path": "features.0",
        "params": "34.85 k",
        "params_percent": "0.057%",
        "macs": "105.42 MMac",
        "macs_percent": "12.209%",
    }
    assert len(answers["ptflops"]["layers"]) == 23


def test_ptflops_aten_counts_under_children_of_the_network(main_worker):
    linear = {"in_features": 4, "out_features": 4}
    architecture = {
        "inputs": [{"name": "x", "shape": [2, 4]}, {"name": "w", "shape": [4, 3]}],
        "modules": [
            {"path": "block", "kind": "Sequential"},
            {"path": "block.0", "kind": "Linear", "options": linear},
            {"path": "inner", "same_as": "block.0"},
        ],
        "calls": [
            {"id": "y", "module": "block", "inputs": ["x"]},
            {"id": "z", "op": "mm", "inputs": ["y", "w"]},
        ],
        "outputs": ["z"],
    }
    answer = main_worker.run(architecture, ["ptflops-aten"])["ptflops-aten"]
    assert answer["layers"] == [{"path": name, "by_operator.addmm": "40"} for name in ("block", "inner")]
    assert answer["text"] == (
        "Total:64 Mac\n"
        "Module:  Global\naten.addmm: 40 Mac\naten.mm: 24 Mac\n\n"
        "Module:  block\naten.addmm: 40 Mac\n\n"
        "Module:  inner\naten.addmm: 40 Mac\n\n"
    )


def test_fvcore_tells_figures_of_a_model_without_parameters_and_that_its_table_of_them_fails(main_worker):
    architecture = {
        "inputs": [{"name": "x", "shape": [3]}],
        "modules": [{"path": "relu", "kind": "ReLU"}, {"path": "unused", "kind": "Tanh"}],
        "calls": [{"id": "y", "module": "relu", "inputs": ["x"]}],
        "outputs": ["y"],
    }
    answer = main_worker.run(architecture, ["fvcore"])["fvcore"]
    assert answer["text"].split("\n\n")[1] == "KeyError('')"
    printed = {layer["path"]: layer.get("printed") for layer in answer["layers"]}
    assert printed == {"": None, "relu": None, "unused": "#params: 0, #flops: N/A"}


def test_alexnet_has_its_published_figures_in_torchstat(torchstat_worker, alexnet):
    answer = torchstat_worker.run(alexnet, ["torchstat"])["torchstat"]
    assert answer["totals"] == {
        "params": "61264904",
        "madd": "1723494744",
        "flops": "862364896",
        "mem_read_write": "255998656",
        "params_string": "61,264,904",
        "memory_string": "4.98MB",
        "madd_string": "1.72GMAdd",
        "flops_string": "862.36MFlops",
        "mem_read_write_string": "244.14MB",
        "total_row.params": "61264904.0",
        "total_row.memory": "4.98",
        "total_row.madd": "1,723,494,744.0",
        "total_row.flops": "862,364,896.0",
        # What the last layer moves, not all of them: the row's own sum is right beside it.
        "total_row.mem_read": "16404384.0",
        "total_row.mem_write": "4000.0",
        "total_row.mem_read_write": "255998656.0",
    }
    assert len(answer["layers"]) == 20


def test_alexnet_has_its_published_figures_in_tools_that_replace_functions(extra_worker, alexnet):
    answers = extra_worker.run(alexnet)
    figures = {
        "flops": "1723666176",
        "macs": "861301280",
        "params": "61264904",
        "macs_string": "861.3 MMACs",
        "params_string": "61.26 M",
    }
    assert answers["calflops"]["totals"] == {
        **figures,
        "flops_string": "1.72 GFLOPS",
        "fwd_bwd_flops_string": "5.17 GFLOPS",
        "fwd_bwd_macs_string": "2.58 GMACs",
    }
    assert len(answers["calflops"]["layers"]) == 23
    assert answers["calflops"]["layers"][2] == {
        "path": "features.0",
        "params": "34.85 K",
        "params_percent": "0.06%",
        "macs": "105.42 MMACs",
        "macs_percent": "12.24%",
        "flops": "210.83 MFLOPS",
        "flops_percent": "12.23%",
    }
    assert answers["deepspeed"]["totals"] == {
        **figures,
        "flops_string": "1.72 G",
        "top_params.depth 0": "{'AlexNet': '61.26 M'}",
        "top_macs.depth 0": "{'AlexNet': '861.3 MMACs'}",
        "top_params.depth 1": "{'Sequential': '61.26 M'}",
        "top_macs.depth 1": "{'Sequential': '861.3 MMACs'}",
    }
    assert answers["ultralytics-thop"]["totals"] == THOP
    assert answers["ultralytics-thop"]["layers"][1] == {"path": "features.0", "macs": "105415200", "params": "34848"}


def test_fvcore_prints_a_model_with_none_under_the_name_of_a_module(main_worker):
    answer = main_worker.run_file(NETWORKS, "missing", [1, 4])["answers"]["fvcore"]
    assert answer["layers"][1]["printed"] == "#params: 20, #flops: 16"


def without_names(answers):
    """Rows of torch are found by id in an architecture and by path in a file."""
    found = untimed(answers)
    for row in found.get("torch", {}).get("layers", []):
        for name in ("id", "path", "op"):
            row.pop(name, None)
    return found


EXAMPLE_FILES = [
    ("depthwise_separable.py", "DepthwiseSeparableConv", [1, 32, 8, 8]),
    ("depthwise_separable.py", "small_network", [2, 3, 32, 32]),
    ("lstm_classifier.py", "LSTMClassifier", [1, 16, 8]),
]
AWKWARD = [
    ("residual", [1, 3, 4, 4]),
    ("calm", [2, 6]),
    ("tuples", [7, 1, 5]),
    ("two", [1, 4], [1, 5]),
    ("wrapper", [1, 3, 6, 6]),
    ("frozen", [1, 4]),
    ("shared", [1, 4]),
    ("leaf", [1, 4]),
    ("blocks", [1, 4, 5, 5]),
    ("conv1d", [1, 4, 9]),
    ("spellings", [3, 4]),
    ("slopes", [2, 3]),
]
CASES = [(EXAMPLES / file, name, shape) for file, name, shape in EXAMPLE_FILES]
CASES += [(NETWORKS, name, *shapes) for name, *shapes in AWKWARD]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_every_tool_says_the_same_of_a_file_and_of_its_recording(main_worker, case):
    file, name, *shapes = case
    recorded = main_worker.record(file, name, *shapes)
    assert recorded["type"] == "recorded", recorded
    from_file = main_worker.run_file(file, name, *shapes)
    assert from_file["type"] == "ran", from_file
    assert without_names(main_worker.run(recorded["architecture"])) == without_names(from_file["answers"])


def test_torchstat_says_the_same_of_a_file_and_of_its_recording(main_worker, torchstat_worker):
    file, name, shape = EXAMPLES / "depthwise_separable.py", "small_network", [1, 3, 32, 32]
    architecture = main_worker.record(file, name, shape)["architecture"]
    from_file = torchstat_worker.run_file(file, name, shape)["answers"]
    assert from_file["torchstat"]["status"] == "answered"
    assert without_names(torchstat_worker.run(architecture)) == without_names(from_file)


def test_tools_that_replace_functions_say_the_same_of_a_file_and_of_its_recording(main_worker, extra_worker):
    for file, name, shape in CASES[: len(EXAMPLE_FILES)]:
        architecture = main_worker.record(file, name, shape)["architecture"]
        from_file = extra_worker.run_file(file, name, shape)["answers"]
        assert {answer["status"] for answer in from_file.values()} == {"answered"}
        assert untimed(extra_worker.run(architecture)) == untimed(from_file)


def test_tools_that_replace_functions_leave_torch_as_it_was(extra_worker):
    first = extra_worker.first
    for _ in range(3):
        raised = extra_worker.run_file(NETWORKS, "leaf", [1, 9])["answers"]
        assert {answer["status"] for answer in raised.values()} == {"raised"}
    assert untimed(extra_worker.run(PROBE)) == first


def test_a_tools_exception_is_its_answer(main_worker):
    answers = main_worker.run_file(NETWORKS, "leaf", [1, 9])["answers"]
    assert {answer["status"] for answer in answers.values()} == {"raised"}
    assert {answer["error"]["class"] for answer in answers.values()} == {"RuntimeError"}
    assert "shapes cannot be multiplied" in answers["ptflops"]["error"]["message"]
