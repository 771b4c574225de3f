/** Asks PyTorch and the executed definition of every kind, so that a mutant needs to ask nobody. */

import fc from 'fast-check';
import { cornerNetwork, corners } from '../../properties/contract/corners/index.ts';
import { type Changed, hostileTo, isHuge, optionNamesOf } from '../../properties/contract/hostile.ts';
import { misshapen, retyped } from '../../properties/contract/misshapen.ts';
import { nearTo } from '../../properties/contract/near.ts';
import { madeOrRefused } from '../../properties/contract/ours.ts';
import type { asksPyTorch } from '../../properties/contract/pytorch.ts';
import { expanded, rearranged, rearrangedThroughout } from '../../properties/contract/rearranged.ts';
import { networksToRun, runnings } from '../../properties/contract/running.ts';
import { rules } from '../../properties/contract/stricter.ts';
import { waysOf, writing } from '../../properties/contract/writing.ts';
import { executedFigure, figures } from '../../properties/executed/counts.ts';
import { drawn, executeNetwork } from '../../properties/executed/network.ts';
import { composites, networksOf } from '../../properties/executed/networks.ts';
import { definedKinds } from '../../reference/index.ts';
import type { Running } from '../../src/engine/dispatch.ts';
import { type ArchitectureJson, type LayerDefinition, layers, Refusal } from '../../src/engine/index.ts';
import { errorOf } from '../../src/engine/wholes.ts';
import { shown } from './check.ts';
import type { Witnessed } from './witnessed.ts';

/** The same in every run. */
const seed = 20260101;

/** What is drawn for each kind. */
const draws = {
  ...{ networks: 40, options: 40, near: 60, shapes: 50, types: 50, orders: 80, severalOrders: 60, written: 12 },
  ...{ nearShapes: 80, nearOrders: 80, run: 40, otherRun: 8 },
};

const listening: Running = { gradients: true, mode: 'listens' };

/** Options of a kind from which on more is drawn for each further one. */
const usualOptions = 5;

const isExecuted: ReadonlySet<string> = new Set([...definedKinds, ...composites]);

export type Ask = ReturnType<typeof asksPyTorch>['ask'];

const executedOf = (architecture: ArchitectureJson, index: number): Witnessed['executed'] =>
  Object.fromEntries(
    executeNetwork(architecture, drawn(index)).calls.map((ran) => [
      ran.call.id,
      shown(Object.fromEntries(figures.map((name) => [name, executedFigure(name, ran)]))),
    ]),
  );

/** What PyTorch makes of a network; undefined where it takes one that is refused here for a reason of no rule. */
const madeBy = async (
  ask: Ask,
  architecture: ArchitectureJson,
  meta: boolean,
  isStricter: (code: string) => boolean = () => false,
  running?: Running,
): Promise<Pick<Witnessed, 'made' | 'error'>> => {
  const ours = madeOrRefused(architecture, running);
  if (ours instanceof Refusal && meta) return { made: 'refused' };
  const inputs = architecture.inputs.map((input) => ({ dtype: 'float32', ...input }));
  const { refused, ...made } = await ask({
    architecture: { ...architecture, inputs },
    meta,
    ...(running && { running }),
  });
  const error = refused?.split(':')[0];
  // Where another exception is raised than is said here, that is all the same to what is counted.
  if (refused) return { made: 'refused', ...(ours instanceof Refusal && errorOf(ours) === error && { error }) };
  if (!(ours instanceof Refusal)) return { made };
  return isStricter(ours.issues[0].code) ? { made: 'refused' } : {};
};

/** Networks with a changed option whose inputs are other ones as well. */
const inputsChanged = (
  near: fc.Arbitrary<Changed>,
  change: (networks: fc.Arbitrary<ArchitectureJson>) => fc.Arbitrary<ArchitectureJson>,
): fc.Arbitrary<Changed> => near.chain((one) => change(fc.constant(one.json)).map((json) => ({ ...one, json })));

/** What is known of networks of a kind, small ones, some with options and inputs that do not fit. */
export const witnessedBy = async (kind: string, ask: Ask): Promise<readonly Witnessed[]> => {
  const definition = layers.get(kind) as LayerDefinition;
  const networks = networksOf(kind);
  const found: Witnessed[] = [];
  for (const [index, architecture] of fc.sample(networks, { numRuns: draws.networks, seed }).entries()) {
    const told = await madeBy(ask, architecture, false);
    const executed = isExecuted.has(kind) ? executedOf(architecture, index) : undefined;
    if (told.made) found.push({ architecture, ...told, ...(executed && { executed }) });
  }
  const near = nearTo(kind);
  const much = Math.max(1, Math.ceil(optionNamesOf(definition).length / usualOptions));
  const sample = <Drawn>(from: fc.Arbitrary<Drawn> | undefined, numRuns: number): readonly Drawn[] =>
    from ? fc.sample(from, { numRuns, seed }) : [];
  for (const { json, option, value } of [
    ...sample(hostileTo(kind), draws.options),
    ...sample(near, draws.near * much),
    ...sample(near && inputsChanged(near, misshapen), draws.nearShapes * much),
    ...sample(near && inputsChanged(near, rearranged), draws.nearOrders * much),
  ]) {
    // JSON has no word for it.
    if (Number.isNaN(value)) continue;
    const told = await madeBy(ask, json, isHuge(value), (code) =>
      rules.some((rule) => rule.covers(definition, option, value, code)),
    );
    if (told.made) found.push({ architecture: json, ...told });
  }
  for (const architecture of [
    ...sample(misshapen(networks), draws.shapes),
    ...sample(retyped(networks), draws.types),
    ...sample(rearranged(networks), draws.orders),
    ...sample(rearrangedThroughout(networks), draws.severalOrders),
    ...(corners.get(kind) ?? []).map(cornerNetwork),
    ...(writing.includes(definition) ? sample(expanded(networks), draws.written) : []).flatMap((json) =>
      waysOf(definition, json),
    ),
  ]) {
    const told = await madeBy(ask, architecture, false);
    if (told.made) found.push({ architecture, ...told });
  }
  for (const architecture of definition.otherwise ? sample(networksToRun(definition), draws.run) : [])
    for (const running of runnings) {
      const told = await madeBy(ask, architecture, false, undefined, running);
      if (told.made) found.push({ architecture, running, ...told });
    }
  // Where torch has one kernel, the way to run a network changes nothing.
  for (const architecture of sample(rearrangedThroughout(networks), draws.otherRun)) {
    const told = await madeBy(ask, architecture, false, undefined, listening);
    if (told.made) found.push({ architecture, running: listening, ...told });
  }
  return found;
};
