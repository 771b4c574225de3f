"""The protocol, files that misbehave, and that no case leaves anything behind for the next."""

import signal
import sys

import pytest
from conftest import EXAMPLES, MAIN_TOOLS, PROBE, Client, untimed

from countersign.load import loaded

GOOD = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        {forward}
        return self.fc(x)
"""


def write(folder, text, name="model.py"):
    file = folder / name
    file.write_text(text)
    return file


def test_the_handshake(main_worker):
    ready = main_worker.ready
    assert ready["type"] == "ready"
    assert ready["protocol"] == 2
    assert ready["torch"] == "2.15.0"
    assert ready["tools"]["thop"] == "0.1.1.post2209072238"
    assert list(ready["tools"]) == MAIN_TOOLS
    assert ready["missing"] == {}
    assert ready["pid"] == main_worker.process.pid


def test_a_tool_that_is_not_installed_is_missing_and_a_signal_ends_the_worker_quietly():
    client = Client(sys.executable, ["thop", "torchstat"], probe=False)
    assert list(client.ready["tools"]) == ["thop"]
    assert client.ready["missing"] == {"torchstat": "No module named 'pandas'"}
    client.process.send_signal(signal.SIGTERM)
    assert client.end() == (-signal.SIGTERM, "")


@pytest.mark.parametrize("line", ["nonsense", "3", "{}", '{"id":"9"}', '{"id":"9","type":"dance"}', "[" * 5000])
def test_a_line_that_is_no_request_is_answered(main_worker, line):
    assert main_worker.say(line)["type"] == "failed"


HOSTILE = {
    "prints": 'print("{\\"type\\":\\"ran\\"}")',
    "writes to the file descriptor": 'import os; os.write(1, b"noise\\n")',
    "replaces stdout": "import sys; sys.stdout = None",
    "closes stdout": "import sys; sys.stdout.close(); sys.stderr.close()",
    "reads stdin": "import sys; sys.stdin.read(); assert not sys.stdin.read()",
    "warns": 'import warnings; warnings.warn("beware")',
    "logs": 'import logging; logging.getLogger().error("beware")',
    "changes folder": 'import os; os.chdir("/")',
    "turns gradients off": "torch.set_grad_enabled(False)",
    "uses another type": "x = x.to(torch.float32); torch.set_default_dtype(torch.float64)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_misbehaves_is_counted_all_the_same(main_worker, tmp_path, name):
    text = GOOD.format(forward=HOSTILE[name])
    at_import = HOSTILE[name] if "x = " not in HOSTILE[name] else "torch.set_default_dtype(torch.float32)"
    reply = main_worker.run_file(write(tmp_path, text + f"\n{at_import}\n"), "Net", [1, 4])
    assert reply["type"] == "ran", reply
    answers = reply["answers"]
    assert answers["thop"].get("totals") == {
        "macs": "12",
        "params": "15",
        "macs_string": "12.00B",
        "params_string": "15.00B",
        "origin_macs": "12",
        "origin_params": "15",
    }
    if name == "replaces stdout":
        assert answers["torchsummary"]["error"]["class"] == "Unreadable"
    else:
        assert answers["torchsummary"]["totals"]["params"] == "15"
    # Nothing of it is left for the next.
    after = main_worker.run_file(write(tmp_path, GOOD.format(forward="pass"), "next.py"), "Net", [1, 4])
    assert {answer["status"] for answer in after["answers"].values()} == {"answered"}


@pytest.mark.parametrize("exit", ["import sys; sys.exit(3)", "raise KeyboardInterrupt", "raise SystemExit"])
def test_a_forward_that_ends_the_program_only_raises(main_worker, tmp_path, exit):
    reply = main_worker.run_file(write(tmp_path, GOOD.format(forward=exit)), "Net", [1, 4])
    assert {answer["status"] for answer in reply["answers"].values()} == {"raised"}
    recorded = main_worker.record(tmp_path / "model.py", "Net", [1, 4])
    assert (recorded["type"], recorded["code"]) == ("refused", "forward")


REFUSED = [
    ("import sys\nsys.exit(1)\n", "Net", "source", "model.py, line 2: importing it ends the program (SystemExit: 1)."),
    ("\n\nimport quux\n", "Net", "source", "line 3: importing it raised ModuleNotFoundError: No module named 'quux'"),
    ("x = (\n", "Net", "source", "line 1: importing it raised SyntaxError: '(' was never closed"),
    ("raise ValueError('a\\nb')\n", "Net", "source", "line 1: importing it raised ValueError: a b"),
    (GOOD, "Nets", "no_name", 'Did you mean "Net"?'),
    ("Net = 3\n", "Net", "no_module", "a int"),
    ("class Net: pass\n", "Net", "no_module", "no torch.nn.Module"),
    ("def net(): return 3\n", "net", "no_module", "returned a int"),
    ("def net(width): return width\n", "net", "arguments", "needs the arguments width"),
    ("def net():\n    raise KeyError('w')\n", "net", "source", "line 2: calling \"net()\" raised KeyError: 'w'"),
]


@pytest.mark.parametrize(("text", "name", "code", "message"), REFUSED)
def test_a_file_without_a_network_is_refused(main_worker, tmp_path, text, name, code, message):
    file = write(tmp_path, text.replace("{forward}", "pass"))
    for reply in (main_worker.record(file, name, [1, 4]), main_worker.run_file(file, name, [1, 4])):
        assert (reply["type"], reply["code"]) == ("refused", code)
        assert message in reply["message"]
        assert "\n" not in reply["message"]


def test_a_missing_file_and_a_wrong_input_are_refused(main_worker, tmp_path):
    assert main_worker.record(tmp_path / "none.py", "Net", [1, 4])["code"] == "no_file"
    file = write(tmp_path, GOOD.format(forward="pass"))
    assert main_worker.record(file, "Net", [1, 5])["code"] == "forward"
    assert main_worker.record(file, "Net", [1, 4], [1, 4])["code"] == "input"
    assert main_worker.record(file, "Net", [-1])["code"] == "input"


def test_files_may_have_modules_of_the_same_name_beside_them(main_worker, tmp_path):
    for width in (2, 5):
        folder = tmp_path / str(width)
        folder.mkdir()
        write(folder, f"WIDTH = {width}\n", "sizes.py")
        file = write(folder, "from torch import nn\nfrom sizes import WIDTH\nnet = nn.Linear(4, WIDTH)\n")
        (module,) = main_worker.record(file, "net", [1, 4])["architecture"]["modules"]
        assert module["options"]["out_features"] == width


def test_a_file_may_import_packages_of_the_user_but_no_others_in_the_place_of_known_ones(tmp_path, monkeypatch):
    packages = tmp_path / "packages"
    for name in ("widths", "torch"):
        (packages / name).mkdir(parents=True)
        write(packages / name, "WIDTH = 7\n", "__init__.py")
    file = write(tmp_path, "from torch import nn\nfrom widths import WIDTH\nnet = nn.Linear(4, WIDTH)\n")
    monkeypatch.setenv("COUNTERSIGN_PYTHONPATH", str(packages))
    before = list(sys.path)
    with loaded(str(file), "net") as make:
        assert make().out_features == 7
    assert sys.path == before


def test_an_instance_is_copied_for_each_tool(main_worker, tmp_path):
    file = write(tmp_path, "from torch import nn\nnet = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 2))\n")
    answers = main_worker.run_file(file, "net", [2, 4])["answers"]
    assert {answer["status"] for answer in answers.values()} == {"answered"}
    assert answers["thop"]["totals"]["params"] == "18"


def various(count):
    """Small networks, every third of them one that makes tools raise."""
    for index in range(count):
        width = 1 + index % 7
        layers = [
            {"path": "", "kind": "Sequential"},
            {"path": "0", "kind": "Conv2d", "options": {"in_channels": 3, "out_channels": width, "kernel_size": 3}},
            {"path": "1", "kind": "BatchNorm2d", "options": {"num_features": width + (index % 3 == 0)}},
            {"path": "2", "kind": "ReLU", "options": {"inplace": index % 2 == 0}},
            {"path": "3", "kind": "AdaptiveAvgPool2d", "options": {"output_size": 1}},
            {"path": "4", "kind": "Flatten"},
            {"path": "5", "kind": "Linear", "options": {"in_features": width, "out_features": 2}},
        ]
        names = ["x", *(layer["path"] for layer in layers[1:])]
        yield {
            "name": "Various",
            "inputs": [{"name": "x", "shape": [1, 3, 8, 8], "dtype": "float32"}],
            "modules": layers,
            "calls": [
                {"id": own, "module": own, "inputs": [before]} for before, own in zip(names, names[1:], strict=False)
            ],
            "outputs": ["5"],
        }


def test_a_case_says_the_same_first_and_after_fifty_others(main_worker, torchstat_worker):
    for worker in (main_worker, torchstat_worker):
        assert {answer["status"] for answer in worker.first.values()} == {"answered"}
        for architecture in various(50):
            worker.run(architecture)
        worker.run_file(EXAMPLES / "lstm_classifier.py", "LSTMClassifier", [1, 16, 8])
        assert untimed(worker.run(PROBE)) == worker.first
