import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ArchitectureJson, CallJson } from '../src/engine/index.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { isTaken, operations, renamed } from './figures.ts';

const other = (name: string): string => `z${name}`;

const calledOtherwise = (architecture: ArchitectureJson): ArchitectureJson => {
  const path = (given: string): string =>
    given === ''
      ? ''
      : given
          .split('.')
          .map((part) => (/^\d+$/.test(part) ? part : other(part)))
          .join('.');
  /** A parameter's name in its module stays. */
  const own = (name: string): string => {
    const cut = name.lastIndexOf('.');
    return cut < 0 ? name : `${path(name.slice(0, cut))}${name.slice(cut)}`;
  };
  const sequential = (id: string): string =>
    id
      .split('/')
      .map((part) => (/^\d+$/.test(part) ? part : other(part)))
      .join('/');
  const reference = (value: string): string => {
    if (value.startsWith('@')) return `@${own(value.slice(1))}`;
    const [id, index] = value.split(':') as [string, string?];
    return index === undefined ? sequential(id) : `${sequential(id)}:${index}`;
  };
  const call = (given: CallJson): CallJson => ({
    ...given,
    id: sequential(given.id),
    ...(given.module === undefined ? {} : { module: path(given.module) }),
    inputs: given.inputs.map(reference),
    ...(given.named ? { named: renamed(given.named, reference) } : {}),
    ...(given.calls ? { calls: given.calls.map(call), outputs: (given.outputs ?? []).map(reference) } : {}),
  });
  return {
    ...architecture,
    name: other(architecture.name ?? 'Network'),
    inputs: architecture.inputs.map((input) => ({ ...input, name: other(input.name) })),
    modules: (architecture.modules ?? []).map((module) =>
      'same_as' in module
        ? { path: path(module.path), same_as: path(module.same_as) }
        : {
            ...module,
            path: path(module.path),
            ...(module.class ? { class: other(module.class) } : {}),
            ...(module.tied
              ? { tied: Object.fromEntries(Object.entries(module.tied).map(([name, from]) => [name, own(from)])) }
              : {}),
          },
    ),
    calls: architecture.calls.map(call),
    outputs: architecture.outputs.map(reference),
  };
};

const thawed = (architecture: ArchitectureJson): ArchitectureJson => ({
  ...architecture,
  modules: (architecture.modules ?? []).map((module) => ('frozen' in module ? { ...module, frozen: [] } : module)),
});

it('a network under other names costs the same', () => {
  fc.assert(
    fc.property(architectureArbitrary(), (architecture) => {
      expect(operations(calledOtherwise(architecture))).toEqual(operations(architecture));
    }),
    { numRuns: 200 },
  );
});

it('freezing weights changes how many are learnt and nothing else', () => {
  fc.assert(
    fc.property(architectureArbitrary(), (architecture) => {
      // PyTorch does not let a function write over a parameter that is learnt.
      fc.pre(isTaken(thawed(architecture)));
      const { trainable, ...rest } = operations(architecture);
      const { trainable: all, ...same } = operations(thawed(architecture));
      expect(rest).toEqual(same);
      expect(all).toBe(rest.params);
      expect((trainable as bigint) <= (all as bigint)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
