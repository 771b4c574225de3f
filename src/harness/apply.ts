/** One call of a network that grows. */

import { complaintOf } from '../engine/fit.ts';
import type { AnyOptions, Draw, LayerDefinition, Tensor } from '../engine/index.ts';
import { numel, Refusal } from '../engine/index.ts';
import type { Inputs, Named } from '../engine/layer.ts';
import { resultsOf, storageOf } from '../engine/results.ts';
import { setupOf } from '../engine/setups.ts';
import { defaultsOf, isInPlace, spellingsFor } from '../engine/spellings.ts';
import { areIndicesGiven, isWritable, memoryOf, overwrites, type Value } from './again.ts';
import { current, fresh, type Growth, obtain } from './growth.ts';
import { place, reuse } from './place.ts';

/** Elements of a module's weights: layers that widen one after the other would grow beyond all memory. */
const mostWeights = 1_000_000;

/** Numbers that decide whether a module is used again, and whether its lists have one number throughout. */
type Shaping = { readonly share: number; readonly even: number };

/** Lists of numbers made of their first one; undefined where they are already. */
const evened = (options: AnyOptions): AnyOptions | undefined => {
  let made: Record<string, unknown> | undefined;
  for (const name in options) {
    const value = options[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) continue;
    const [first] = value;
    if (value.every((item) => item === first)) continue;
    made ??= { ...options };
    made[name] = value.map(() => first);
  }
  return made;
};

/** Options checked and completed; undefined where the kind refuses them. */
const completed = (definition: LayerDefinition, options: AnyOptions): AnyOptions | undefined => {
  try {
    return setupOf(definition, options).options;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

/** Options as the kind draws them, made even where that is asked for and fits; undefined where none fit. */
const optionsFor = (
  definition: LayerDefinition,
  draw: Draw,
  tensor: Tensor,
  isEven: boolean,
): AnyOptions | undefined => {
  const drawn = definition.generate.options(draw, tensor);
  if (!drawn) return undefined;
  const changed = isEven && definition.arity === 1 ? evened(drawn) : undefined;
  const even = changed && completed(definition, changed);
  const fits = even && !complaintOf(definition, even, [tensor]);
  return fits ? even : completed(definition, drawn);
};

/** What a call is given: its options, and the values in order and by name. */
interface Given {
  readonly whole: AnyOptions;
  /** Options that belong to the call of a module. */
  readonly ofCall: AnyOptions | undefined;
  readonly operands: readonly Value[];
  readonly named: Readonly<Record<string, Value>>;
}

const tensorsIn = (named: Readonly<Record<string, Value>>): Named =>
  Object.fromEntries(Object.entries(named).map(([name, { tensor }]) => [name, tensor]));

const tensorsOf = (operands: readonly Value[]): Inputs => operands.map(({ tensor }) => tensor) as [Tensor, ...Tensor[]];

/** What a call on a value is given beside it; undefined where the layer does not fit, or where something is not to be had. */
const drawGiven = (
  growth: Growth,
  definition: LayerDefinition,
  options: AnyOptions,
  draw: Draw,
  value: Value,
): Given | undefined => {
  const scope = current(growth);
  const { tensor } = value;
  const { generate } = definition;
  // A Sequential hands its modules nothing but the input.
  const drawnCall = scope.kind === 'Sequential' ? undefined : generate.call?.(draw, tensor, options);
  const ofCall = drawnCall && definition.callSchema.safeParse(drawnCall);
  if (ofCall && !ofCall.success) return undefined;
  const whole =
    definition.callOptionNames.length === 0
      ? options
      : { ...options, ...(ofCall?.data ?? defaultsOf(definition.callSchema)) };
  const others = scope.kind === 'Sequential' ? [] : scope.values.map((other) => other.tensor);
  const merged = generate.merge?.(draw, tensor, others, whole).map((index) => scope.values[index] as Value) ?? [];
  const wanted = generate.operands?.(draw, tensor, whole) ?? {};
  // For a value of another rank than it takes, a layer may want what is no shape.
  const shapes = [...(wanted.inputs ?? []), ...Object.values(wanted.named ?? {})].map(({ shape }) => shape);
  if (!shapes.every((shape) => shape.every(Number.isSafeInteger))) return undefined;
  const further = (wanted.inputs ?? []).map((one) => obtain(growth, one));
  const found = Object.entries(wanted.named ?? {}).map(([name, one]) => [name, obtain(growth, one)] as const);
  if (further.includes(undefined) || found.some(([, one]) => !one)) return undefined;
  const operands: Value[] = definition.arity === 0 ? [] : [value, ...merged, ...(further as Value[])];
  const least = definition.arity === 'list' ? 1 : ([definition.arity].flat()[0] as number);
  while (operands.length < least) operands.push(value);
  const named = Object.fromEntries(found) as Readonly<Record<string, Value>>;
  const isRefused = complaintOf(definition, whole, tensorsOf(operands), tensorsIn(named));
  if (isRefused || !areIndicesGiven(definition, whole, operands, named, growth.memories)) return undefined;
  return { whole, ofCall: ofCall?.data, operands, named };
};

/** Calls a layer on a value; false where it does not fit. */
export const apply = (
  growth: Growth,
  definition: LayerDefinition,
  draw: Draw,
  value: Value,
  { share, even }: Shaping,
): boolean => {
  const scope = current(growth);
  const { tensor } = value;
  const { memories } = growth;
  const again = share % 3 === 2 && !growth.bounds.plain ? reuse(growth, definition, tensor, share) : undefined;
  const isTwin = share % 9 === 1 && !growth.bounds.plain;
  const alike = again ?? (isTwin ? reuse(growth, definition, tensor, share) : undefined);
  const options = alike?.options ?? optionsFor(definition, draw, tensor, even % 3 !== 0);
  if (!options) return false;
  const weights = definition.weights(options).reduce((sum, { shape }) => sum + numel(shape), 0);
  if (weights > mostWeights) return false;
  const given = drawGiven(growth, definition, options, draw, value);
  if (!given) return false;
  const { whole, ofCall, operands, named } = given;
  const tensors = tensorsOf(operands);
  const namedTensors = tensorsIn(named);
  const spellings = spellingsFor(definition, options) as readonly [string, ...string[]];
  const drawnSpelling = definition.target === 'function' ? draw.oneOf(spellings) : undefined;
  const isFree = isWritable(definition, [...operands, ...Object.values(named)], memories);
  // Written otherwise it asks for the same, unless it writes over its input.
  const isTaken =
    (!isInPlace(drawnSpelling) || !complaintOf(definition, whole, tensors, namedTensors, drawnSpelling)) &&
    (isFree || !overwrites(storageOf(definition, whole, tensors, drawnSpelling), whole));
  const spelling = isTaken ? drawnSpelling : spellings[0];
  const storage = storageOf(definition, whole, tensors, spelling);
  if (overwrites(storage, whole) && !isFree) return false;
  const outputs = resultsOf(definition, whole, tensors, namedTensors, storage);
  if (outputs.some(({ shape }) => shape.some((size) => size < 1) || numel(shape) > growth.mostElements)) return false;
  // No module of a Sequential hands on a tuple.
  if (outputs.length > 1 && scope.kind === 'Sequential') return false;
  const refs = {
    inputs: operands.map(({ ref }) => ref),
    ...(Object.keys(named).length > 0
      ? { named: Object.fromEntries(Object.entries(named).map(([name, { ref }]) => [name, ref])) }
      : {}),
  };
  const { id, path } =
    definition.target === 'function'
      ? { id: fresh(growth, definition.kind), path: undefined }
      : place(growth, scope, definition, options, draw, again, isTwin);
  if (path === undefined) {
    scope.calls.push({
      id,
      op: definition.kind,
      ...refs,
      options: { ...options },
      ...(spelling === undefined || spelling === spellings[0] ? {} : { spelling }),
    });
  } else scope.calls.push({ id, module: path, ...refs, ...(ofCall ? { options: { ...ofCall } } : {}) });
  for (const [index, output] of [...outputs.entries()].reverse()) {
    const ref = index === 0 ? id : `${id}:${index}`;
    scope.values.push({ ref, tensor: output, memory: memoryOf(value, storage, definition, ref, memories) });
  }
  return true;
};
