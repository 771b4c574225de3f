/** From a flat list of picks to a valid architecture: each pick is read against the values at hand and repaired until it fits. */

import {
  type ArchitectureJson,
  architectureSchemaName,
  type CallJson,
  type LayerDefinition,
  layers,
} from '../engine/index.ts';
import type { Value } from './again.ts';
import { apply } from './apply.ts';
import { addOwn, bridge } from './attach.ts';
import { addInput, begin, current, type Growth, inputFor, mostInputs, obtain, type Scope } from './growth.ts';
import { withSizesOfBatch } from './ofBatch.ts';
import { packings } from './own.ts';
import { type Bounds, drawable, drawFrom, isImageNetwork, type Pick, type Picks, ranksOf } from './picks.ts';
import { callAgain, close, closeAll, closeSequentials, open, openList } from './scopes.ts';

/** Earlier values on which a kind is tried that does not fit the latest. */
const earlierTries = 4;

/** Every value that calls read. */
const referencesIn = (calls: readonly CallJson[]): Set<string> =>
  new Set(
    calls.flatMap(({ inputs, named, calls: body }) => [
      ...inputs,
      ...Object.values(named ?? {}),
      ...referencesIn(body ?? []),
    ]),
  );

/** Reads picks into an architecture that PyTorch can build and run. Always succeeds. */
export const resolve = (picks: Picks, bounds: Bounds = {}): ArchitectureJson =>
  resolveCounting(picks, bounds).architecture;

export interface Resolved {
  readonly architecture: ArchitectureJson;
  /** Picks that did not fit, even with a repair. */
  readonly discarded: number;
}

/** Opens and closes containers around the next call as a pick says; true where that was the call. */
const arrange = (growth: Growth, definition: LayerDefinition, pick: Pick): boolean => {
  const { scopes, inputs, bounds } = growth;
  const latest = (): Value => current(growth).values.at(-1) as Value;
  const structure = bounds.plain ? 0 : pick.structure % 10;
  if ((structure === 9 || structure === 4) && scopes.length > 1) close(growth);
  if ((structure === 4 || structure === 5) && callAgain(growth, pick.share)) return true;
  if (structure === 2 && pick.share % 2 === 1) openList(growth);
  if (structure === 3) addOwn(growth, drawFrom(pick.numbers));
  if (structure === 7) open(growth, 'Sequential', latest(), pick.share % 8 === 7);
  if (structure === 8) open(growth, 'Module', latest(), false, packings[pick.share % packings.length]);
  if (structure === 6 && inputs.length < 3 && pick.structure >= 8000) {
    closeAll(growth);
    const [usual] = ranksOf(definition, bounds);
    addInput(growth, inputFor(growth, definition, drawFrom(pick.numbers), [usual]));
  }
  return false;
};

/** Calls the layer of a pick on the value that it says, on an earlier one, on one of another rank, or on an input of its own; false where it fits none. */
const call = (growth: Growth, definition: LayerDefinition, pick: Pick, isImage: boolean): boolean => {
  const { operands, input } = definition.generate;
  const ranks = ranksOf(definition, growth.bounds);
  const fits = (value: Value | undefined): boolean =>
    value !== undefined && apply(growth, definition, drawFrom(pick.numbers), value, pick);
  // Real image networks flatten before their first Linear, and torchstat takes no other.
  const isFlat = isImage && ranks[0] === 2;
  const needsNoSequential =
    isFlat || definition.target === 'function' || definition.returns !== undefined || definition.arity !== 1;
  // A further input of the network can only be had where the network's own inputs are in sight; within, values at hand must do.
  if (operands && pick.from % 2 === 0) closeAll(growth);
  else if (operands || needsNoSequential) closeSequentials(growth);
  const { kind, values } = current(growth);
  const isChain = kind === 'Sequential' || pick.from % 3 !== 2;
  const value = (isChain ? values.at(-1) : values[Math.floor(pick.from / 3) % values.length]) as Value;
  const flat = isFlat && value.tensor.shape.length > 2 ? bridge(growth, value, 2) : undefined;
  if (fits(flat ?? value)) return true;
  const others = kind === 'Sequential' ? [] : values.toReversed();
  const earlier = others.filter(({ tensor }) => ranks.includes(tensor.shape.length)).slice(0, earlierTries);
  if (earlier.some(fits)) return true;
  // Most kinds take float32 alone.
  const isPlain = ({ tensor }: Value): boolean => tensor.dtype === 'float32' && tensor.shape.length > 1;
  if (fits(bridge(growth, isPlain(value) ? value : (others.find(isPlain) ?? value), ranks[0]))) return true;
  if (!input || growth.inputs.length >= mostInputs) return false;
  closeAll(growth);
  return fits(obtain(growth, input(drawFrom(pick.numbers), growth.batch)));
};

/** As `resolve`, and says how many picks came to nothing. */
export const resolveCounting = ({ input, picks }: Picks, bounds: Bounds = {}): Resolved => {
  const draw = drawFrom(input);
  const theme = draw.integer(0, 99);
  const isImage = isImageNetwork(theme);
  const candidates = drawable(bounds, theme);
  const growth = begin(bounds, candidates, draw.integer(1, 4));
  const { inputs, modules } = growth;
  let discarded = 0;
  for (const [index, pick] of picks.entries()) {
    const definition = candidates[pick.kind % candidates.length] as LayerDefinition;
    const ranks = ranksOf(definition, bounds);
    const fitting = isImage && ranks.includes(4) ? ([4] as const) : ranks;
    if (index === 0) addInput(growth, inputFor(growth, definition, draw, fitting));
    if (!arrange(growth, definition, pick) && !call(growth, definition, pick, isImage)) discarded++;
  }
  closeAll(growth);
  const root = growth.scopes[0] as Scope;
  // A network takes something, also where all picks came to nothing or work on parameters of its own.
  const taken = referencesIn(root.calls);
  if (!inputs.some(({ name }) => taken.has(name))) {
    const first = root.values.find(({ ref }) => ref === inputs[0]?.name) as Value;
    apply(growth, layers.get('relu') as LayerDefinition, drawFrom([]), first, { share: 0, even: 0 });
  }
  const outputs = [(root.calls.at(-1) as CallJson).id];
  const read = referencesIn(root.calls);
  // An input that was made for a call which then did not fit is of no use.
  const used = inputs.filter(({ name }) => read.has(name));
  const architecture: ArchitectureJson = {
    schema: architectureSchemaName,
    name: 'Network',
    // A network of parameters alone takes an input all the same.
    inputs: used.length > 0 ? used : inputs.slice(0, 1),
    modules,
    calls: root.calls,
    outputs,
  };
  const isOfBatch = !bounds.plain && (picks[0]?.structure ?? 0) % 100 >= 70;
  return { architecture: isOfBatch ? withSizesOfBatch(architecture) : architecture, discarded };
};
