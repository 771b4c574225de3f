/** Where a prediction and a tool's answer differ: totals, rows and printed text, all exactly. */

import type { Count } from '../engine/convention.ts';
import type { ShapedNetwork } from '../engine/shapes.ts';
import type { Answered } from './answers.ts';
import type { Fields, Witness } from './witness.ts';

/** One figure on which the two sides differ; undefined where a side does not state it. */
export interface Difference {
  readonly figure: string;
  /** `total`, a layer's id or path, or a line of the print. */
  readonly where: string;
  readonly predicted: string | undefined;
  readonly measured: string | undefined;
}

type Shown = ReadonlyMap<string, string>;

/** What a convention's figures and a tool's are called where the two go together or are left alone, by witness. */
interface Settled {
  readonly ours: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
}

const settledOf = new WeakMap<Witness, Settled>();

const settledBy = (witness: Witness): Settled => {
  const { totals, onlyPredicted = [], onlyMeasured = [] } = witness;
  const settled = settledOf.get(witness) ?? {
    ours: new Set([...Object.keys(totals), ...onlyPredicted]),
    theirs: new Set([...Object.values(totals), ...onlyMeasured]),
  };
  settledOf.set(witness, settled);
  return settled;
};

const compareTotals = (prediction: Count, answer: Answered, witness: Witness): Difference[] => {
  const differences: Difference[] = [];
  const check = (figure: string, predicted: bigint | string | undefined, measured: string | undefined): void => {
    const ours = predicted === undefined ? undefined : String(predicted);
    if (ours !== measured || ours === undefined)
      differences.push({ figure, where: 'total', predicted: ours, measured });
  };
  for (const name in witness.totals)
    check(name, prediction.totals[name], answer.totals[witness.totals[name] as string]);
  const { ours, theirs } = settledBy(witness);
  const left = new Set<string>();
  for (const name in prediction.totals) if (!ours.has(name)) left.add(name);
  for (const name in answer.totals) if (!theirs.has(name)) left.add(name);
  for (const name of left)
    check(
      name,
      ours.has(name) ? undefined : prediction.totals[name],
      theirs.has(name) ? undefined : answer.totals[name],
    );
  return differences;
};

const list = (numbers: readonly (number | string)[]): string => `[${numbers.join(', ')}]`;

/** A row as texts; a stride along a dimension of size 1 is never stepped, so it is shown as `*`. */
const show = (row: Fields): Shown => {
  const shown = new Map<string, string>();
  const shapes = row.output_shapes;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === 'string') shown.set(name, value);
    else if (name !== 'output_strides' || !Array.isArray(shapes)) shown.set(name, value.map(list).join(', '));
    else {
      const steps = value.map((strides, output) =>
        strides.map((stride, dimension) => (shapes[output]?.[dimension] === 1 ? '*' : stride)),
      );
      shown.set(name, steps.map(list).join(', '));
    }
  }
  return shown;
};

const compareRow = (predicted: Shown, measured: Shown, where: string, witness: Witness): Difference[] => {
  const { key, unpredicted = [] } = witness;
  const differences: Difference[] = [];
  for (const figure of new Set([...predicted.keys(), ...measured.keys()])) {
    const [ours, theirs] = [predicted.get(figure), measured.get(figure)];
    if (ours === theirs) continue;
    if (theirs === undefined ? figure === key : unpredicted.includes(figure)) continue;
    differences.push({ figure, where, predicted: ours, measured: theirs });
  }
  return differences;
};

const missing = (where: string, side: 'predicted' | 'measured'): Difference => ({
  figure: 'layer',
  where,
  predicted: side === 'predicted' ? undefined : where,
  measured: side === 'measured' ? undefined : where,
});

const compareByKey = (ours: readonly Shown[], theirs: readonly Shown[], key: string, witness: Witness) => {
  const differences: Difference[] = [];
  const left = new Map<string, Shown>();
  for (const row of theirs) {
    const name = row.get(key) as string;
    if (left.has(name)) differences.push(missing(name, 'predicted'));
    left.set(name, row);
  }
  for (const row of ours) {
    const name = row.get(key) as string;
    const found = left.get(name);
    left.delete(name);
    if (found) differences.push(...compareRow(row, found, name, witness));
    else differences.push(missing(name, 'measured'));
  }
  for (const name of left.keys()) differences.push(missing(name, 'predicted'));
  return differences;
};

const nameOf = (row: Shown | undefined, index: number): string =>
  row?.get('path') || row?.get('name') || row?.get('id') || `row ${index + 1}`;

const compareByOrder = (ours: readonly Shown[], theirs: readonly Shown[], witness: Witness): Difference[] => {
  const differences: Difference[] = [];
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const [predicted, measured] = [ours[index], theirs[index]];
    if (predicted && measured) differences.push(...compareRow(predicted, measured, nameOf(predicted, index), witness));
    else differences.push(missing(nameOf(predicted ?? measured, index), predicted ? 'measured' : 'predicted'));
  }
  return differences;
};

type Field = Fields[string];

const isSameField = (a: Field, b: Field | undefined): boolean =>
  a === b ||
  (typeof a !== 'string' &&
    typeof b === 'object' &&
    a.length === b.length &&
    a.every((row, index) => {
      const other = b[index] as readonly number[];
      return row.length === other.length && row.every((number, place) => number === other[place]);
    }));

const isSameRow = (predicted: Fields, measured: Fields, unpredicted: readonly string[]): boolean => {
  for (const name in predicted) if (!isSameField(predicted[name] as Field, measured[name])) return false;
  for (const name in measured) if (predicted[name] === undefined && !unpredicted.includes(name)) return false;
  return true;
};

/** Whether both sides have the same rows in the same order, as they mostly do, each under a name of its own. */
const areSameRows = (ours: readonly Fields[], theirs: readonly Fields[], { key, unpredicted = [] }: Witness): boolean =>
  ours.length === theirs.length &&
  ours.every((row, index) => isSameRow(row, theirs[index] as Fields, unpredicted)) &&
  (key === undefined || new Set(theirs.map((row) => row[key])).size === theirs.length);

const compareRows = (predicted: readonly Fields[], measured: readonly Fields[], witness: Witness): Difference[] => {
  if (areSameRows(predicted, measured, witness)) return [];
  const [ours, theirs] = [predicted.map(show), measured.map(show)];
  const { key } = witness;
  const isKeyed = key !== undefined && theirs.every((row) => row.has(key));
  return isKeyed ? compareByKey(ours, theirs, key, witness) : compareByOrder(ours, theirs, witness);
};

/** The first line that differs, its end of line included. */
const compareText = (predicted: string, measured: string | undefined): Difference[] => {
  if (predicted === measured) return [];
  const [ours, theirs] = [predicted.split('\n'), measured?.split('\n') ?? []];
  const index = ours.findIndex((line, position) => line !== theirs[position]);
  const line = index < 0 ? ours.length : index;
  return [{ figure: 'text', where: `line ${line + 1}`, predicted: ours[line], measured: theirs[line] }];
};

/** Every difference between a count and an answer; the network adds where results lie in memory. */
export const differencesOf = (
  prediction: Count,
  answer: Answered,
  witness: Witness,
  network: ShapedNetwork | undefined,
): Difference[] => {
  const rows = witness.rows?.(prediction, network);
  return [
    ...compareTotals(prediction, answer, witness),
    ...(rows ? compareRows(rows, answer.layers, witness) : []),
    ...(prediction.text === undefined ? [] : compareText(prediction.text, answer.text)),
  ];
};
