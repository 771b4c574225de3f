/** A failure as a recipe: a PyTorch script without countersign that shows what a tool says of a network. */

import { descendant } from '../engine/architecture.ts';
import { type ArchitectureJson, type CallJson, layers, type Module, parseArchitecture } from '../engine/index.ts';
import { isOwnReference } from '../engine/ownTensors.ts';
import { tryShapes } from '../engine/shapes.ts';
import type { Structure } from '../engine/structure.ts';
import type { ToolName } from './environments.ts';

const python = (value: unknown): string => {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (Array.isArray(value)) return `(${value.map(python).join(', ')}${value.length === 1 ? ',' : ''})`;
  return typeof value === 'string' ? `'${value}'` : String(value);
};

/** A value's name as a Python variable; `lstm:1` is the second tensor of a nested result. */
const variable = (reference: string): string => {
  if (isOwnReference(reference)) return attribute('model', reference.slice(1));
  const [id, index = '0'] = reference.split(':') as [string, string?];
  const name = id.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  return index === '0' ? name : `${name}_${index}`;
};

/** Options that are not PyTorch's defaults: those without which the layer, or its call, would be another. */
const optionWords = (
  kind: string,
  options: Readonly<Record<string, unknown>>,
  schema: 'schema' | 'callSchema' = 'schema',
): string[] =>
  Object.entries(options).flatMap(([name, value]) => {
    const { [name]: _, ...rest } = options;
    const without = layers.get(kind)?.[schema].safeParse(rest);
    const isDefault = without?.success === true && JSON.stringify(without.data[name]) === JSON.stringify(value);
    return isDefault ? [] : [`${name}=${python(value)}`];
  });

const constructorOf = (module: Module): string => {
  const name = module.isSubclass ? module.className : `nn.${module.kind}`;
  const children = [...module.children.values()].map(constructorOf).join(', ');
  if (module.kind === 'Sequential') return `${name}(${children})`;
  if (module.kind === 'ModuleList') return `${name}([${children}])`;
  return module.definition
    ? `${name}(${optionWords(module.kind, module.options).join(', ')})`
    : `${module.className}()`;
};

/** A path as Python reaches it: `blocks[0].conv`. */
const attribute = (from: string, path: string): string =>
  path.split('.').reduce((text, name) => (/^\d+$/.test(name) ? `${text}[${name}]` : `${text}.${name}`), from);

/** Lines that make a module's own parameters and buffers. */
const ownLines = (module: Module): string[] => {
  const ofKind = new Set(module.definition?.weights(module.options).map(({ name }) => name));
  return [...module.tensors].flatMap(([name, { shape, buffer }]) => {
    if (ofKind.has(name)) return [];
    const zeros = `torch.zeros${python(shape)}`;
    return buffer ? [`self.register_buffer('${name}', ${zeros})`] : [`self.${name} = nn.Parameter(${zeros})`];
  });
};

/** The left side for what a call returns: an LSTM's are `output, (h_n, c_n)`. */
const target = (id: string, returns: Structure): string => {
  const shown = (structure: Structure): string => {
    if (structure === null) return '_';
    if (typeof structure === 'number') return variable(`${id}:${structure}`);
    return `(${Object.values(structure).map(shown).join(', ')})`;
  };
  return Array.isArray(returns) ? returns.map(shown).join(', ') : shown(returns);
};

/** Tensors by name; those of one tuple, such as `hx.0` and `hx.1`, as that tuple. */
const namedWords = ({ named = {} }: CallJson): string[] => {
  const parts = Map.groupBy(Object.entries(named), ([name]) => name.split('.')[0] as string);
  return [...parts].map(([name, values]) => {
    const given = values.map(([, value]) => variable(value));
    return `${name}=${name in named ? given[0] : `(${given.join(', ')})`}`;
  });
};

const functionCall = (call: CallJson, kind: string): string => {
  const spelling = call.spelling ?? layers.get(kind)?.torch.spellings[0] ?? kind;
  const inputs = call.inputs.map(variable);
  const words = [...namedWords(call), ...optionWords(kind, call.options ?? {})];
  if (spelling === 'operator.add') return inputs.join(' + ');
  const [first, ...others] = layers.get(kind)?.arity === 'list' ? [`[${inputs.join(', ')}]`] : inputs;
  if (!spelling.startsWith('torch.Tensor.')) return `${spelling}(${[first, ...others, ...words].join(', ')})`;
  // A signature such as `input, *shape` takes its option as it comes.
  const isStarred = layers.get(kind)?.torch.signature.includes('*shape') ?? false;
  const given = isStarred ? [python(call.options?.shape).replace(/^\(|,?\)$/g, '')] : words;
  return `${first}.${spelling.slice('torch.Tensor.'.length)}(${[...others, ...given].join(', ')})`;
};

const shownShape = (shape: readonly number[]): string => python(shape);

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
    'print(calculate_flops(model, args=list(inputs), print_results=False, output_as_string=False))',
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
export const script = (json: ArchitectureJson, tool: ToolName): string => {
  const architecture = parseArchitecture(json);
  const { root, modules } = architecture;
  const returned = new Map(
    tryShapes(architecture).finished.map(({ id, returns, outputs }) => [
      id,
      returns ?? (outputs.length === 1 ? 0 : outputs.map((_, index) => index)),
    ]),
  );
  const left = ({ id }: CallJson): string => target(id, returned.get(id) ?? 0);
  // What a layer's constructor makes comes with the layer.
  const inner = new Set(modules.flatMap(({ definition, children }) => (definition ? [...children.values()] : [])));
  const aliases: string[] = [];
  const aliased = new Set((json.modules ?? []).flatMap((given) => ('same_as' in given ? [given.path] : [])));
  const seen = new Set<Module>();
  const lines = ['import torch', 'from torch import nn'];
  const derived = new Set<string>();
  for (const module of modules) {
    const { kind, className, isSubclass } = module;
    if (!isSubclass || inner.has(module)) continue;
    if (!derived.has(className)) lines.push(`class ${className}(nn.${kind}): pass`);
    derived.add(className);
  }

  const forward = (calls: readonly CallJson[], outputs: readonly string[], module: Module, path: string): string[] => [
    ...calls.map((call) => {
      if (call.op !== undefined) return `${left(call)} = ${functionCall(call, call.op)}`;
      const name =
        path && call.module?.startsWith(`${path}.`) ? call.module.slice(path.length + 1) : (call.module as string);
      const kind = descendant(module, name)?.kind ?? '';
      const words = [...namedWords(call), ...optionWords(kind, call.options ?? {}, 'callSchema')];
      const given = [...call.inputs.map(variable), ...words];
      return `${left(call)} = ${attribute('self', name)}(${given.join(', ')})`;
    }),
    `return ${outputs.map(variable).join(', ')}`,
  ];

  const classOf = (
    module: Module,
    path: string,
    inputs: readonly string[],
    calls: readonly CallJson[],
    outputs: readonly string[],
  ): void => {
    for (const call of calls) {
      const child = [...module.children].find(([name]) => (path ? `${path}.${name}` : name) === call.module)?.[1];
      if (child && call.calls && !seen.has(child)) {
        seen.add(child);
        classOf(child, call.module as string, call.inputs, call.calls, call.outputs ?? []);
      }
    }
    lines.push(`class ${module.className}(nn.Module):`);
    const own = ownLines(module);
    if (module.children.size > 0 || own.length > 0) {
      lines.push('    def __init__(self):', '        super().__init__()');
      for (const [name, child] of module.children) {
        const childPath = path ? `${path}.${name}` : name;
        if (!aliased.has(childPath)) lines.push(`        self.${name} = ${constructorOf(child)}`);
      }
      lines.push(...own.map((line) => `        ${line}`));
    }
    lines.push(`    def forward(self, ${inputs.map(variable).join(', ')}):`);
    lines.push(...forward(calls, outputs, module, path).map((line) => `        ${line}`), '');
  };

  if (root.definition || root.kind === 'Sequential') lines.push(`model = ${constructorOf(root)}.eval()`);
  else {
    classOf(
      root,
      '',
      json.inputs.map(({ name }) => name),
      json.calls,
      json.outputs,
    );
    lines.push(`model = ${root.className}().eval()`);
  }
  for (const given of json.modules ?? []) {
    if ('same_as' in given) {
      const cut = given.path.lastIndexOf('.');
      const parent = `model.get_submodule('${given.path.slice(0, Math.max(cut, 0))}')`;
      aliases.push(`setattr(${parent}, '${given.path.slice(cut + 1)}', model.get_submodule('${given.same_as}'))`);
    }
    if ('tied' in given)
      for (const [name, other] of Object.entries(given.tied ?? {}))
        aliases.push(
          `${attribute('model', given.path ? `${given.path}.${name}` : name)} = ${attribute('model', other)}`,
        );
    if ('frozen' in given)
      for (const name of given.frozen ?? [])
        aliases.push(`model.get_parameter('${given.path ? `${given.path}.${name}` : name}').requires_grad_(False)`);
  }
  const inputs = json.inputs.map(({ shape }) => `torch.rand${python(shape).replace(',)', ')')}`);
  lines.push(...aliases, `inputs = (${inputs.join(', ')},)`, ...runs[tool](json));
  return `${lines.join('\n')}\n`;
};
