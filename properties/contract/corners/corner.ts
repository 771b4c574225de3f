/** Networks of one call that random ones seldom are: options, orders in memory and types that meet in one place of a rule. */

import { type ArchitectureJson, type LayerDefinition, layers } from '../../../src/engine/index.ts';

/** A tensor that the call takes. */
export interface Given {
  readonly shape: readonly number[];
  readonly dtype?: string;
  /** Behind a view of this part of it, which lies with gaps in memory. */
  readonly index?: readonly unknown[];
  /** Behind a view with dimensions in this order. */
  readonly dims?: readonly number[];
  /** Behind a view that repeats it to this size. */
  readonly size?: readonly number[];
}

export interface Corner {
  readonly kind: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly inputs: readonly (Given | readonly number[])[];
  readonly named?: Readonly<Record<string, Given | readonly number[]>>;
  readonly spelling?: string;
  /** Options of a module's call. */
  readonly call?: Readonly<Record<string, unknown>>;
  /** Calls of functions one behind the other on its result `y`, which show how sizes of 1 lie in memory. */
  readonly behind?: readonly {
    readonly op: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly inputs?: readonly string[];
  }[];
  /** How many of its results the network returns; its result alone where nothing is said. */
  readonly results?: number;
}

const givenOf = (given: Given | readonly number[]): Given => ('shape' in given ? given : { shape: given });

/** Calls of views through which a call takes an input. */
const viewsOf = ({ index, dims, size }: Given, name: string) =>
  [
    ...(index ? [{ op: 'getitem', options: { index } }] : []),
    ...(dims ? [{ op: 'permute', options: { dims } }] : []),
    ...(size ? [{ op: 'expand', options: { size } }] : []),
  ].map((view, at) => ({ id: `${'seen_'.repeat(at + 1)}${name}`, inputs: [`${'seen_'.repeat(at)}${name}`], ...view }));

/** A corner as a network of one call. */
export const cornerNetwork = (corner: Corner): ArchitectureJson => {
  const { kind, options = {}, inputs, named = {}, spelling, call = {}, behind = [], results } = corner;
  const { target } = layers.get(kind) as LayerDefinition;
  const names = [...inputs.map((_, index) => `x${index}`), ...Object.keys(named)];
  const given = [...inputs, ...Object.values(named)].map(givenOf);
  const views = given.map((one, index) => viewsOf(one, names[index] as string));
  const takenAs = (index: number): string => views[index]?.at(-1)?.id ?? (names[index] as string);
  return {
    // What takes no tensor stands beside one, since a network has an input.
    inputs: (given.length > 0 ? given : [{ shape: [1] }]).map(({ shape, dtype = 'float32' }: Given, index) => ({
      name: names[index] ?? 'x',
      shape,
      dtype,
    })),
    modules: target === 'module' ? [{ path: 'layer', kind, options }] : [],
    calls: [
      ...views.flat(),
      {
        id: 'y',
        ...(target === 'module' ? { module: 'layer', options: call } : { op: kind, options }),
        inputs: inputs.map((_, index) => takenAs(index)),
        named: Object.fromEntries(Object.keys(named).map((name, index) => [name, takenAs(inputs.length + index)])),
        ...(spelling ? { spelling } : {}),
      },
      ...behind.map((one, index) => ({ id: `z${index + 1}`, inputs: [index === 0 ? 'y' : `z${index}`], ...one })),
    ],
    outputs: results
      ? Array.from({ length: results }, (_, index) => `y:${index}`)
      : [behind.length > 0 ? `z${behind.length}` : 'y'],
  } as unknown as ArchitectureJson;
};

type Choices = Readonly<Record<string, readonly unknown[]>>;

/** Every choice of each option with every other. */
export const combined = (choices: Choices): readonly Readonly<Record<string, unknown>>[] =>
  Object.entries(choices).reduce<readonly Readonly<Record<string, unknown>>[]>(
    (all, [name, values]) =>
      all.flatMap((one) => values.map((value) => (value === undefined ? one : { ...one, [name]: value }))),
    [{}],
  );

/** These kinds with every choice of options on each of these lists of inputs. */
export const each = (
  kinds: readonly string[],
  choices: Choices,
  ...inputs: readonly Corner['inputs'][]
): readonly Corner[] =>
  kinds.flatMap((kind) =>
    combined(choices).flatMap((options) => inputs.map((one): Corner => ({ kind, options, inputs: one }))),
  );
