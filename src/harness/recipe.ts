/** A failure as a recipe: a PyTorch script without countersign that shows what a tool says of a network. */

import {
  type AnyOptions,
  type ArchitectureJson,
  type CallJson,
  type LayerDefinition,
  layers,
  type Module,
  parseArchitecture,
} from '../engine/index.ts';
import { descendant } from '../engine/modules.ts';
import { isOwnReference } from '../engine/ownTensors.ts';
import { tryShapes } from '../engine/shapes.ts';
import { atBatch, type Structure } from '../engine/structure.ts';
import { callText, functionText, literal, optionWords } from './callText.ts';
import type { ToolName } from './environments.ts';

/** A value's name as a Python variable; `lstm:1` is the second tensor of a nested result. */
const variable = (reference: string): string => {
  const [id, index = '0'] = reference.split(':') as [string, string?];
  const name = id.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  return index === '0' ? name : `${name}_${index}`;
};

const constructorOf = (module: Module): string => {
  const name = module.isSubclass ? module.className : `nn.${module.kind}`;
  const children = [...module.children.values()].map(constructorOf).join(', ');
  if (module.kind === 'Sequential') return `${name}(${children})`;
  if (module.kind === 'ModuleList') return `${name}([${children}])`;
  return module.definition
    ? `${name}(${optionWords(module.definition, module.options).join(', ')})`
    : `${module.className}()`;
};

/** A path as Python reaches it: `blocks[0].conv`. */
const attribute = (from: string, path: string): string =>
  path.split('.').reduce((text, name) => (/^\d+$/.test(name) ? `${text}[${name}]` : `${text}.${name}`), from);

/** A tensor of that shape and element type. */
const made = (how: 'rand' | 'zeros', shape: readonly number[], dtype: string): string =>
  `torch.${how}(${[literal(shape), ...(dtype === 'float32' ? [] : [`dtype=torch.${dtype}`])].join(', ')})`;

/** Lines that make a module's own parameters and buffers. */
const ownLines = (module: Module): string[] => {
  const ofKind = new Set(module.definition?.weights(module.options).map(({ name }) => name));
  return [...module.tensors].flatMap(([name, { shape, dtype, buffer }]) => {
    if (ofKind.has(name)) return [];
    const zeros = made('zeros', shape, dtype);
    return buffer ? [`self.register_buffer('${name}', ${zeros})`] : [`self.${name} = nn.Parameter(${zeros})`];
  });
};

/** Tensors as they are packed: `(output, (h_n, c_n))`. */
const packed = (structure: Structure, nameOf: (place: number) => string): string => {
  if (structure === null) return 'None';
  if (typeof structure === 'number') return nameOf(structure);
  const items = Object.values(structure).map((item) => packed(item, nameOf));
  if (Array.isArray(structure)) return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
  const names = Object.keys(structure);
  return `{${items.map((item, index) => `'${names[index]}': ${item}`).join(', ')}}`;
};

/** Lines that give each tensor of a structure its name. */
const unpacked = (structure: Structure, source: string, nameOf: (place: number) => string): string[] => {
  if (structure === null) return [];
  if (typeof structure === 'number') return nameOf(structure) === source ? [] : [`${nameOf(structure)} = ${source}`];
  if (isTarget(structure)) return [`${packed(structure, nameOf).replaceAll('None', '_')} = ${source}`];
  const isName = /^\w+$/.test(source);
  const from = isName ? source : 'packed';
  const items = Object.entries(structure).flatMap(([key, item]) =>
    unpacked(item, `${from}[${Array.isArray(structure) ? key : `'${key}'`}]`, nameOf),
  );
  return isName ? items : [`packed = ${source}`, ...items];
};

/** Whether Python can name the parts on the left side of an assignment. */
const isTarget = (structure: Structure): boolean =>
  structure === null || typeof structure === 'number' || (Array.isArray(structure) && structure.every(isTarget));

const shownShape = (shape: readonly number[]): string => literal(shape);

/** How a user runs each tool on `model` with `inputs`. */
const runs: Readonly<Record<ToolName, (json: ArchitectureJson) => readonly string[]>> = {
  torch: () => ['print(sum(p.numel() for p in model.parameters()), model(*inputs))'],
  torchsummary: ({ inputs }) => {
    const sizes = inputs.map(({ shape }) => shownShape(shape.slice(1)));
    return [
      'from torchsummary import summary',
      `summary(model, ${sizes.length === 1 ? sizes[0] : `[${sizes.join(', ')}]`}, device='cpu')`,
    ];
  },
  torchstat: ({ inputs }) => [
    'from torchstat import stat',
    `stat(model, ${shownShape(inputs[0]?.shape.slice(1) ?? [])})`,
  ],
  thop: () => ['from thop import profile', 'print(profile(model, inputs, verbose=False))'],
  'ultralytics-thop': () => [
    'from thop import profile',
    'print(profile(model, inputs, verbose=False, ret_layer_info=True))',
  ],
  ptflops: (json) => ptflops(json, 'pytorch'),
  'ptflops-aten': (json) => ptflops(json, 'aten'),
  'flop-counter': () => [
    'from torch.utils.flop_counter import FlopCounterMode',
    'with FlopCounterMode(display=False) as counter: model(*inputs)',
    'print(counter.get_total_flops())',
  ],
  deepspeed: () => [
    'from deepspeed.profiling.flops_profiler import get_model_profile',
    'print(get_model_profile(model, args=list(inputs), print_profile=False, as_string=False))',
  ],
  calflops: () => [
    'from calflops import calculate_flops',
    'print(calculate_flops(model, args=list(inputs), output_as_string=False))',
  ],
  torchinfo: () => ['from torchinfo import summary', 'summary(model, input_data=inputs)'],
  torchprofile: () => ['from torchprofile import profile_macs', 'print(profile_macs(model, inputs))'],
  fvcore: () => [
    'from fvcore.nn import FlopCountAnalysis',
    'analysis = FlopCountAnalysis(model, inputs)',
    'print(analysis.total(), analysis.by_operator(), analysis.by_module(), analysis.unsupported_ops())',
  ],
};

const ptflops = ({ inputs }: ArchitectureJson, backend: string): string[] => {
  const given =
    inputs.length === 1
      ? 'inputs[0]'
      : `dict(${inputs.map(({ name }, index) => `${name}=inputs[${index}]`).join(', ')})`;
  return [
    'from ptflops import get_model_complexity_info',
    `print(get_model_complexity_info(model, (1,), as_strings=False, print_per_layer_stat=False, backend='${backend}', input_constructor=lambda _: ${given}))`,
  ];
};

/** A PyTorch script that builds the network and runs one tool on it; at most 15 lines for a network of one or two layers. */
export const script = (json: ArchitectureJson, tool: ToolName): string =>
  `${networkScript(json)}${runs[tool](json).join('\n')}\n`;

/** A PyTorch script that makes `model`, in evaluation mode, and `inputs` for it. */
export const networkScript = (json: ArchitectureJson): string => {
  const architecture = parseArchitecture(json);
  const { root } = architecture;
  const returned = new Map(
    tryShapes(architecture).finished.map(({ id, returns, outputs }) => [
      id,
      returns ?? (outputs.length === 1 ? 0 : outputs.map((_, index) => index)),
    ]),
  );
  const read = placesRead(json.calls, json.outputs);
  const batch = json.inputs[0]?.shape[0] ?? 1;
  const listed = json.modules ?? [];
  const aliased = new Set(listed.flatMap((given) => ('same_as' in given ? [given.path] : [])));
  const seen = new Set<Module>();
  const lines = ['import torch', 'from torch import nn', ...derivedClasses(architecture.modules)];

  /** A value in the forward of the module at a path. */
  const valueIn =
    (path: string) =>
    (reference: string): string => {
      if (!isOwnReference(reference)) return variable(reference);
      const name = reference.slice(1);
      const isOwn = path === '' || name.startsWith(`${path}.`);
      return isOwn ? attribute('self', path ? name.slice(path.length + 1) : name) : attribute('model', name);
    };

  const callLines = (call: CallJson, module: Module, path: string): string[] => {
    const value = valueIn(path);
    const given = {
      inputs: call.inputs.map(value),
      named: Object.fromEntries(Object.entries(call.named ?? {}).map(([name, one]) => [name, value(one)])),
      options: atBatch(call.options ?? {}, batch) as AnyOptions,
    };
    const nameOf = (place: number): string => variable(`${call.id}:${place}`);
    const bound = (source: string): string[] => unpacked(returned.get(call.id) ?? 0, source, nameOf);
    if (call.op !== undefined) {
      const definition = layers.get(call.op) as LayerDefinition;
      const text = functionText(definition, call.spelling, given);
      if (definition.torch.assigns) return [text, `${nameOf(0)} = ${given.inputs[0]}`];
      // However many pieces there are, also where the block is called again, only those that are read have a name.
      if (definition.pieces) {
        const places = read.get(call.id) ?? new Set([0]);
        return [...places].map((place) => `${nameOf(place)} = ${text}[${place}]`);
      }
      return bound(text);
    }
    const name = path && call.module?.startsWith(`${path}.`) ? call.module.slice(path.length + 1) : call.module;
    const called = descendant(module, name as string);
    const { takes } = call;
    const inputOf = (place: number): string => given.inputs[place] as string;
    const words = takes
      ? [
          ...takes.args.map((one) => packed(one, inputOf)),
          ...Object.entries(takes.kwargs ?? {}).map(([word, one]) => `${word}=${packed(one, inputOf)}`),
        ].join(', ')
      : called?.definition
        ? callText(called.definition, given)
        : given.inputs.join(', ');
    return bound(`${attribute('self', name as string)}(${words})`);
  };

  const classOf = (module: Module, path: string, { inputs, calls = [], outputs = [], takes, returns }: Body): void => {
    for (const call of calls) {
      const child = [...module.children].find(([name]) => (path ? `${path}.${name}` : name) === call.module)?.[1];
      if (child && call.calls && !seen.has(child)) {
        seen.add(child);
        classOf(child, call.module as string, call);
      }
    }
    lines.push(`class ${module.className}(nn.Module):`);
    const own = ownLines(module);
    if (module.children.size > 0 || own.length > 0) {
      lines.push('    def __init__(self):', '        super().__init__()');
      for (const [name, child] of module.children) {
        if (!aliased.has(path ? `${path}.${name}` : name)) lines.push(`        self.${name} = ${constructorOf(child)}`);
      }
      lines.push(...own.map((line) => `        ${line}`));
    }
    const nameOf = (place: number): string => variable(inputs[place] as string);
    const words = takes
      ? [
          ...takes.args.map((one, index): [string, Structure] => [
            typeof one === 'number' ? nameOf(one) : `packed${index}`,
            one,
          ]),
          ...Object.entries(takes.kwargs ?? {}),
        ]
      : inputs.map((_, place): [string, Structure] => [nameOf(place), place]);
    const value = valueIn(path);
    const results = outputs.map(value);
    const body = [
      ...words.flatMap(([name, one]) => unpacked(one, name, nameOf)),
      ...calls.flatMap((call) => callLines(call, module, path)),
      `return ${returns === undefined ? results.join(', ') : packed(returns, (place) => results[place] as string)}`,
    ];
    lines.push(`    def forward(${['self', ...words.map(([name]) => name)].join(', ')}):`);
    lines.push(...body.map((line) => `        ${line}`), '');
  };

  if (root.definition || root.kind === 'Sequential') lines.push(`model = ${constructorOf(root)}.eval()`);
  else {
    const { inputs, calls, outputs, returns } = json;
    classOf(root, '', { inputs: inputs.map(({ name }) => name), calls, outputs, returns });
    lines.push(`model = ${root.className}().eval()`);
  }
  const inputs = json.inputs.map(({ shape, dtype = 'float32' }) =>
    made(dtype.includes('float') ? 'rand' : 'zeros', shape, dtype),
  );
  lines.push(...listed.flatMap(afterwards), `inputs = (${inputs.join(', ')},)`);
  return `${lines.join('\n')}\n`;
};

/** Of each call the results that are read somewhere. */
const placesRead = (
  calls: readonly CallJson[],
  outputs: readonly string[],
  read = new Map<string, Set<number>>(),
): ReadonlyMap<string, ReadonlySet<number>> => {
  const note = (reference: string): void => {
    const [id, place = '0'] = reference.split(':') as [string, string?];
    read.set(id, (read.get(id) ?? new Set()).add(Number(place)));
  };
  for (const reference of outputs) note(reference);
  for (const call of calls) {
    for (const reference of [...call.inputs, ...Object.values(call.named ?? {})]) note(reference);
    placesRead(call.calls ?? [], call.outputs ?? [], read);
  }
  return read;
};

type Body = Pick<CallJson, 'inputs' | 'calls' | 'outputs' | 'takes' | 'returns'>;

/** Classes that are derived from a layer's; what a layer's constructor makes comes with the layer. */
const derivedClasses = (modules: readonly Module[]): string[] => {
  const inner = new Set(modules.flatMap(({ definition, children }) => (definition ? [...children.values()] : [])));
  const derived = modules.filter((module) => module.isSubclass && !inner.has(module));
  return [...new Set(derived.map(({ className, kind }) => `class ${className}(nn.${kind}): pass`))];
};

/** What is done to a module once all are made: it is put under another parent, too, its weights are tied or frozen. */
const afterwards = (given: NonNullable<ArchitectureJson['modules']>[number]): string[] => {
  if ('same_as' in given) {
    const cut = given.path.lastIndexOf('.');
    const parent = cut < 0 ? 'model' : `model.get_submodule('${given.path.slice(0, cut)}')`;
    return [`setattr(${parent}, '${given.path.slice(cut + 1)}', model.get_submodule('${given.same_as}'))`];
  }
  const within = (name: string): string => (given.path ? `${given.path}.${name}` : name);
  return [
    ...Object.entries(given.tied ?? {}).map(
      ([name, other]) => `${attribute('model', within(name))} = ${attribute('model', other)}`,
    ),
    ...(given.frozen ?? []).map((name) => `model.get_parameter('${within(name)}').requires_grad_(False)`),
  ];
};
