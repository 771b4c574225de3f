/** A drawn network of one kind with one of the kind's options exchanged for a value that most options do not take. */

import fc from 'fast-check';
import { type ArchitectureJson, type CallJson, type LayerDefinition, layers } from '../../src/engine/index.ts';
import { architectureArbitrary } from '../../src/harness/generate.ts';

/** Out of range, huge, fractional, negative, of another type, of another length. */
const values: readonly unknown[] = [
  ...[0, 1, 2, -1, -2, -7, 13, 2 ** 31 - 1, 2 ** 31, 2 ** 40, 2 ** 53 - 1, 0.5, 1.5, -0.5, 1e-7, 1e30, Number.NaN],
  ...[null, true, false, '', 'zeros', 'same', [], {}, [1], [2, 1], [0, 1], [-1, 2], [1, 1, 1], [1, 2, 3, 4, 5, 6, 7]],
];

/** A network in which a kind's option has another value. */
export interface Changed {
  readonly json: ArchitectureJson;
  readonly option: string;
  readonly value: unknown;
}

/** Whether a value has a number so large that PyTorch must not be given memory for it, or one that JSON has no word for. */
export const isHuge = (value: unknown): boolean =>
  typeof value === 'number' ? !(Math.abs(value) <= 4096) : Array.isArray(value) && value.some(isHuge);

/** Gives the layers of a kind, or their calls where those take it, a value for an option. */
export const withOption = (json: ArchitectureJson, definition: LayerDefinition, option: string, value: unknown) => {
  const set = <Given extends { readonly options?: Readonly<Record<string, unknown>> | undefined }>(
    given: Given,
  ): Given => ({
    ...given,
    options: { ...given.options, [option]: value },
  });
  const ofCall = definition.target === 'function' || definition.callOptionNames.includes(option);
  const paths = new Set(
    (json.modules ?? []).flatMap((module) =>
      'kind' in module && module.kind === definition.kind ? [module.path] : [],
    ),
  );
  const isOwn = ({ op, module }: CallJson): boolean => op === definition.kind || paths.has(module ?? '');
  return ofCall
    ? { ...json, calls: json.calls.map((call) => (isOwn(call) ? set(call) : call)) }
    : {
        ...json,
        modules: (json.modules ?? []).map((module) => (paths.has(module.path) ? set(module as never) : module)),
      };
};

/** The options of a kind's layers and of their calls. */
export const optionNamesOf = ({ target, optionNames, callOptionNames }: LayerDefinition): readonly string[] =>
  target === 'module' ? [...optionNames, ...callOptionNames] : optionNames;

/** The options with which a network uses a kind for the first time, defaults included where all of them are known. */
export const optionsIn = (
  { modules = [], calls }: ArchitectureJson,
  { kind, schema }: LayerDefinition,
): Readonly<Record<string, unknown>> => {
  const module = modules.find((one) => 'kind' in one && one.kind === kind);
  const call = calls.find(({ op, module: path }) => op === kind || (module && path === module.path));
  const given = { ...(module && 'options' in module && module.options), ...call?.options };
  return { ...schema.safeParse(given).data, ...given };
};

/** Networks of one call of a kind, plain ones. */
export const networksOf = (kind: string): fc.Arbitrary<ArchitectureJson> =>
  architectureArbitrary({ kinds: [kind], maxPicks: 1, plain: true }).filter((json) =>
    JSON.stringify(json).includes(`"${kind}"`),
  );

/** Undefined for a kind without options. */
export const hostileTo = (kind: string): fc.Arbitrary<Changed> | undefined => {
  const definition = layers.get(kind) as LayerDefinition;
  const names = optionNamesOf(definition);
  if (names.length === 0) return undefined;
  return fc
    .tuple(networksOf(kind), fc.constantFrom(...names), fc.constantFrom(...values))
    .map(([json, option, value]) => ({ json: withOption(json, definition, option, value), option, value }));
};
