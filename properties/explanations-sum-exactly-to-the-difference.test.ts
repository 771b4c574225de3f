/**
 * Under every convention each total's lines sum to its difference from the definition, and each line has a reason that holds: a
 * formula's, or a rule by which the tool walks. None is left to the walk at large. What two conventions differ in is the
 * lines of the one less those of the other, so that it has no unnamed rest either. Held on random networks and on the corpus.
 */

import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { type Count, conventions, findConvention, parseArchitecture, shapeNetwork } from '../src/engine/index.ts';
import { pathCounts } from '../src/engine/paths.ts';
import { casesOf } from '../src/harness/cases.ts';
import { listCases, readCase } from '../src/harness/corpus.ts';
import { explainJson, groupsOf } from '../src/report/explain.ts';
import { isCount, thousand, thousandthsOf } from '../src/report/numbers.ts';
import { cases, seed } from './tools.ts';

const definition = findConvention('definition');
const files = await listCases(join(import.meta.dirname, '../corpus'));
const kept = await Promise.all(
  files.map(async (file) => ({ name: basename(file), architecture: (await readCase(file)).architecture })),
);

it('for every figure that the definition has as well', { timeout: 3_600_000 }, () => {
  const next = casesOf(seed, {});
  const drawn = Array.from({ length: cases(100) }, (_, index) => ({
    name: `case ${index}`,
    architecture: next().architecture,
  }));
  const seen = new Map<string, number>();
  for (const { name, architecture } of [...kept, ...drawn]) {
    const network = shapeNetwork(parseArchitecture(structuredClone(architecture)));
    const truth = definition.count(network) as Count;
    const counted = [...conventions.values()].map((convention) => ({
      convention,
      prediction: convention === definition ? truth : convention.count(network),
    }));
    const groups = new Map(groupsOf(network).map((group) => [group.key, group]));
    const isShared = [...pathCounts(network).values()].some((paths) => paths > 1n);
    const tensors = network.architecture.modules.flatMap((module) => [...module.tensors.values()]);
    const isTied = new Set(tensors).size < tensors.length;
    const callsOf = Map.groupBy(network.calls, ({ id, module }) => module?.paths[0] ?? id);
    for (const { convention, figures } of explainJson(network, truth, counted, []).totals) {
      for (const { figure, value, definition: whole, difference, lines } of figures) {
        if (difference === undefined || lines === undefined) continue;
        const where = `${convention} ${figure} of ${name}`;
        const sum = lines.reduce((left, line) => left + thousandthsOf(line.difference), 0n);
        expect(sum, where).toBe(thousandthsOf(difference));
        if (isCount(value)) expect(sum, where).toBe((BigInt(value) - BigInt(whole as string)) * thousand);
        for (const { layer, kind, cause, because, difference: one } of lines) {
          seen.set(cause, (seen.get(cause) ?? 0) + 1);
          expect(one, where).not.toBe('0');
          expect(because, where).toMatch(/^[A-Z\u0060].+\S/i);
          const calls = groups.get(layer ?? '')?.calls ?? [];
          expect(cause, where).not.toBe('walk');
          if (cause === 'uncalled') expect(calls, where).toEqual([]);
          if (cause === 'calls') expect(callsOf.get(layer ?? '')?.length, where).toBeGreaterThan(1);
          if (cause === 'shared') expect(isShared || isTied, where).toBe(true);
          if (cause === 'unstated')
            expect(Object.keys(conventions.get(convention)?.cells ?? {}), where).not.toContain(kind);
          if (layer === undefined) expect(cause, where).toBe('rounding');
        }
      }
    }
  }
  for (const cause of ['formula', 'batch', 'calls', 'shared', 'frozen', 'own', 'unseen', 'unstated', 'rounding'])
    expect(seen.get(cause) ?? 0, cause).toBeGreaterThan(0);
});
