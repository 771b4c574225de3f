"""An architecture read once: checked, and laid out so that modules can be built from it again and again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .arguments import Given, arranged, read_by, reference, tupled
from .kinds import Layer, Spelling, functions, layers
from .refusal import Refusal

CONTAINERS = ("Sequential", "Module", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict")


# Stands for outputs that are one tensor or a flat tuple; None is something that a forward may return.
PLAIN: Any = object()


@dataclass
class Entry:
    """A module to make, or (`same_as`) one made before under a further path."""

    path: str
    parent: str | None
    name: str
    kind: str = ""
    class_name: str = ""
    layer: Layer | None = None
    options: dict[str, Any] = field(default_factory=dict)
    # What the module has beside what its kind makes, and names that it has for tensors of others.
    parameters: tuple[dict[str, Any], ...] = ()
    buffers: tuple[dict[str, Any], ...] = ()
    tied: dict[str, str] = field(default_factory=dict)
    frozen: tuple[str, ...] = ()
    # Whether its forward is what its calls say, and not its class's.
    has_own_forward: bool = False
    same_as: str | None = None


@dataclass
class Call:
    """A call of a module or of a function; `calls` is the body that a container runs."""

    id: str
    inputs: list[str]
    path: str | None = None
    entry: Entry | None = None
    spelling: Spelling | None = None
    # What is handed over beside the inputs alone: see `Given`.
    given: Given | None = None
    calls: list["Call"] | None = None
    outputs: list[str] | None = None
    # How the inputs are packed in arguments, and the outputs in what is returned, where that is not plain.
    takes: dict[str, Any] | None = None
    returns: Any = PLAIN


@dataclass
class Plan:
    """What `build` needs: the modules in order, the calls, and the values that the root takes and returns."""

    name: str
    inputs: list[dict[str, Any]]
    entries: list[Entry]
    root: Entry
    calls: list[Call]
    outputs: list[str]
    returns: Any = PLAIN
    # Values made inside a Sequential that are read elsewhere; only a hook can get at them.
    tapped: frozenset[str] = frozenset()


def read(architecture: dict[str, Any]) -> Plan:
    """Checks an architecture (countersign/architecture@1) and lays it out; refuses what it cannot build."""
    try:
        return _read(architecture)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refusal("invalid", f"This is no architecture: {type(error).__name__}: {error}.") from error


def _read(architecture: dict[str, Any]) -> Plan:
    schema = architecture.get("schema", "countersign/architecture@1")
    if schema != "countersign/architecture@1":
        raise Refusal("invalid", f'Only "countersign/architecture@1" is known, got "{schema}".')
    name = architecture.get("name", "Network")
    given = architecture.get("modules", [])
    listed = bool(given) and given[0]["path"] == ""
    root = Entry("", None, "", kind="Module", class_name=_class_name(name), has_own_forward=True)
    entries: list[Entry] = [] if listed else [root]
    by_path = {} if listed else {"": root}
    for item in given:
        entry = _entry(item, by_path, name)
        if entry.path in by_path:
            raise Refusal("duplicate", f'Two modules have the path "{entry.path}".', entry.path)
        entries.append(entry)
        by_path[entry.path] = by_path[entry.same_as] if entry.same_as is not None else entry
    calls = [read_call(call, by_path) for call in architecture["calls"]]
    plan = Plan(
        name=name,
        inputs=architecture["inputs"],
        entries=entries,
        root=by_path[""],
        calls=calls,
        outputs=[reference(output) for output in architecture["outputs"]],
        returns=architecture.get("returns", PLAIN),
    )
    _check_values(plan)
    plan.tapped = frozenset(_tapped(plan))
    return plan


def _class_name(name: str) -> str:
    if isinstance(name, str) and name.isidentifier():
        return name
    raise Refusal("invalid", f"A class needs a name that Python takes, got {name!r}.")


def _entry(item: dict[str, Any], by_path: dict[str, Entry], name: str) -> Entry:
    path = item["path"]
    parent, _, own_name = path.rpartition(".")
    if path != "" and parent not in by_path:
        raise Refusal("orphan", f'Module "{path}" needs a module "{parent}" before it.', path)
    if path != "" and by_path[parent].layer is not None:
        raise Refusal("leaf_parent", f'Module "{path}" cannot be inside a {by_path[parent].kind}.', path)
    place = {"path": path, "parent": None if path == "" else parent, "name": own_name}
    if "same_as" in item:
        if item["same_as"] not in by_path:
            raise Refusal("unknown_module", f'There is no module "{item["same_as"]}" before "{path}".', path)
        return Entry(**place, same_as=item["same_as"])
    kind = item["kind"]
    layer = layers().get(kind)
    if layer is None and kind not in CONTAINERS:
        known = ", ".join([*CONTAINERS, *layers()])
        raise Refusal("unknown_kind", f'Module "{path}" has the unknown kind "{kind}"; known are {known}.', path)
    options = {option: tupled(value) for option, value in item.get("options", {}).items()}
    unknown = [option for option in options if layer is None or option not in layer.options]
    if unknown:
        raise Refusal("option", f'Module "{path}" ({kind}) has no option "{unknown[0]}".', path)
    return Entry(
        **place,
        kind=kind,
        class_name=_class_name(item.get("class", name)) if kind == "Module" or "class" in item else "",
        has_own_forward=kind == "Module",
        layer=layer,
        options=options,
        parameters=tuple(item.get("parameters", ())),
        buffers=tuple(item.get("buffers", ())),
        tied=dict(item.get("tied", {})),
        frozen=tuple(item.get("frozen", ())),
    )


def read_call(item: dict[str, Any], by_path: dict[str, Entry]) -> Call:
    inputs = [reference(given) for given in item["inputs"]]
    if "op" in item:
        return _function_call(item, inputs)
    path = item["module"]
    entry = by_path.get(path)
    if entry is None:
        raise Refusal("unknown_module", f'Call "{item["id"]}" uses the module "{path}", which is not listed.', path)
    call = Call(item["id"], inputs, path=path, entry=entry)
    if entry.layer is not None and (item.get("named") or item.get("options")):
        call.given = arranged(entry.layer.arguments, inputs, item, entry.kind)
    elif item.get("named") or item.get("options"):
        raise Refusal("option", f'Call "{call.id}" of the {entry.kind} "{path}" takes inputs only.', path)
    if "calls" in item:
        # A plain Sequential runs its children whatever its call says.
        entry.has_own_forward = entry.has_own_forward or entry.class_name != "" or entry.kind != "Sequential"
        call.calls = [read_call(inner, by_path) for inner in item["calls"]]
        call.outputs = [reference(output) for output in item["outputs"]]
        call.takes = item.get("takes")
        call.returns = item.get("returns", PLAIN)
    elif entry.kind == "Sequential" and path != "":
        call.calls = _implied(call, by_path)
        call.outputs = [call.calls[-1].id] if call.calls else inputs
    elif entry.layer is None:
        raise Refusal("body", f'Call "{call.id}" of the module "{path}" needs the calls that it makes.', path)
    return call


def _implied(call: Call, by_path: dict[str, Entry]) -> list[Call]:
    """A Sequential's body: each child takes what the one before gave."""
    made: list[Call] = []
    inputs = call.inputs
    prefix = f"{call.entry.path}." if call.entry else ""
    for path, entry in by_path.items():
        name = path.removeprefix(prefix)
        if not path.startswith(prefix) or "." in name:
            continue
        child = Call(f"{call.id}/{name}", inputs, path=path, entry=entry)
        if entry.kind == "Sequential":
            child.calls = _implied(child, by_path)
            child.outputs = [child.calls[-1].id] if child.calls else inputs
        elif entry.layer is None:
            raise Refusal("body", f'Call "{call.id}" needs its calls, since "{path}" has a forward of its own.', path)
        made.append(child)
        inputs = [child.id]
    return made


def _function_call(item: dict[str, Any], inputs: list[str]) -> Call:
    function = functions().get(item["op"])
    if function is None:
        raise Refusal("unknown_op", f'Call "{item["id"]}" has the unknown op "{item["op"]}".', item["id"])
    text = item.get("spelling") or function.default_spelling(item.get("options", {}))
    if text not in function.spellings:
        known = ", ".join(function.spellings)
        raise Refusal("spelling", f'{function.kind} cannot be spelt "{text}", only as {known}.', item["id"])
    given = arranged(function.signatures[text][0], inputs, item, function.kind)
    return Call(item["id"], inputs, spelling=function.spellings[text], given=given)


def walk(calls: list[Call]) -> Iterator[Call]:
    """Every call in the order in which calls begin."""
    for call in calls:
        yield call
        yield from walk(call.calls or [])


def _check_values(plan: Plan) -> None:
    known = {item["name"] for item in plan.inputs}
    many: set[str] = set()

    def need(text: str, where: str) -> None:
        if text.startswith("@"):
            return
        base, colon, index = text.rpartition(":")
        if text in known or (colon and index.isdigit() and base in known and base in many):
            return
        raise Refusal("unknown_value", f'"{where}" reads the value "{text}", which nothing gives before it.', where)

    def visit(calls: list[Call]) -> None:
        for call in calls:
            for text in read_by(call.inputs, call.given):
                need(text, call.id)
            if call.calls is not None:
                visit(call.calls)
                for text in call.outputs or []:
                    need(text, call.id)
            if call.id in known:
                raise Refusal("duplicate", f'Two values have the name "{call.id}".', call.id)
            known.add(call.id)
            many.add(call.id)

    visit(plan.calls)
    for text in plan.outputs:
        need(text, "outputs")


def _tapped(plan: Plan) -> set[str]:
    """Ids inside Sequentials that a body reads without being handed them as its input."""
    inside: set[str] = set()
    wanted: set[str] = set()

    def visit(calls: list[Call], handed: list[str], outputs: list[str], plain: bool) -> None:
        own = {call.id for call in calls}
        if plain:
            inside.update(own)
        else:
            read_here = {text for call in calls for text in read_by(call.inputs, call.given)} | set(outputs)
            wanted.update({text.partition(":")[0] for text in read_here - set(handed)} - own)
        for call in calls:
            if call.calls is not None and call.entry is not None:
                visit(call.calls, call.inputs, call.outputs or [], not call.entry.has_own_forward)

    if plan.root.layer is None:
        names = [item["name"] for item in plan.inputs]
        visit(plan.calls, names, plan.outputs, not plan.root.has_own_forward)
    return inside & wanted
