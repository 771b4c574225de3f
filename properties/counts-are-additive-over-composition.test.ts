import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ArchitectureJson,
  type CallJson,
  operationClasses,
  parseArchitecture,
  shapeNetwork,
} from '../src/engine/index.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { withPlainSizes } from '../src/harness/ofBatch.ts';
import { counted, renamed } from './figures.ts';

const figures = [
  'params',
  'trainable',
  'buffers',
  'macs',
  'flops',
  ...operationClasses,
  'memory.reads',
  'memory.writes',
  'memory.activations',
];

/** A network within a container of its own: its module paths move, its calls become the container's body. */
const inside = (architecture: ArchitectureJson, path: string, id: string, inputs: readonly string[]) => {
  const rename = (value: string): string => {
    if (value.startsWith('@')) return `@${path}.${value.slice(1)}`;
    const index = architecture.inputs.findIndex(({ name }) => name === value);
    return index >= 0 ? (inputs[index] as string) : `${id}/${value}`;
  };
  const move = (call: CallJson): CallJson => ({
    ...call,
    id: rename(call.id),
    ...(call.module === undefined ? {} : { module: `${path}.${call.module}` }),
    inputs: call.inputs.map(rename),
    ...(call.named ? { named: renamed(call.named, rename) } : {}),
    ...(call.calls ? { calls: call.calls.map(move), outputs: (call.outputs ?? []).map(rename) } : {}),
  });
  const root = architecture.modules?.[0];
  return {
    modules: [
      { kind: 'Module', ...(root?.path === '' ? root : {}), path, class: 'Part' },
      ...(architecture.modules ?? [])
        .filter((module) => module.path !== '')
        .map((module) => ({
          ...module,
          path: `${path}.${module.path}`,
          ...('same_as' in module ? { same_as: `${path}.${module.same_as}` } : {}),
          ...('tied' in module && module.tied
            ? { tied: Object.fromEntries(Object.entries(module.tied).map(([name, from]) => [name, `${path}.${from}`])) }
            : {}),
        })),
    ] as NonNullable<ArchitectureJson['modules']>,
    call: {
      id,
      module: path,
      inputs: [...inputs],
      calls: architecture.calls.map(move),
      outputs: architecture.outputs.map(rename),
    },
  };
};

/** Side by side, two networks have the batch of the first: sizes that follow from one would be others. */
const networks = architectureArbitrary().map(withPlainSizes);

it('two networks side by side cost what each costs alone, and containers cost nothing', () => {
  fc.assert(
    fc.property(networks, networks, (a, b) => {
      const names = (given: ArchitectureJson, letter: string) => given.inputs.map(({ name }) => `${letter}_${name}`);
      const left = inside(a, 'left', 'l', names(a, 'a'));
      const right = inside(b, 'right', 'r', names(b, 'b'));
      const together: ArchitectureJson = {
        schema: 'countersign/architecture@1',
        name: 'Both',
        inputs: [
          ...a.inputs.map((input, index) => ({ ...input, name: names(a, 'a')[index] as string })),
          ...b.inputs.map((input, index) => ({ ...input, name: names(b, 'b')[index] as string })),
        ],
        modules: [...left.modules, ...right.modules],
        calls: [left.call, right.call],
        outputs: ['l', 'r'],
      };
      expect(() => shapeNetwork(parseArchitecture(together))).not.toThrow();
      const [both, one, other] = [together, a, b].map((given) => counted(given).totals) as [
        Record<string, bigint>,
        Record<string, bigint>,
        Record<string, bigint>,
      ];
      for (const figure of figures)
        expect(both[figure], figure).toBe((one[figure] as bigint) + (other[figure] as bigint));
    }),
    { numRuns: 200 },
  );
});

it('the total is the sum of the layers', () => {
  fc.assert(
    fc.property(architectureArbitrary(), (architecture) => {
      const { totals, layers } = counted(architecture);
      for (const figure of figures) {
        const sum = layers.reduce((total, row) => total + (row.figures[figure] as bigint), 0n);
        expect(sum, figure).toBe(totals[figure]);
      }
    }),
    { numRuns: 200 },
  );
});
