/** A convention's totals beside the definition's, with lines of one cause each that sum exactly to the difference. */

import type { Printed, Row } from '../engine/index.ts';
import { type Compared, keyOf, type Line } from './causes.ts';
import { counterparts, definitionSum, unitOf } from './figures.ts';
import { linesBy } from './layerLines.ts';
import { decimalOf, thousand, thousandthsOf } from './numbers.ts';
import type { ExplainJson } from './schemas.ts';

type Total = ExplainJson['totals'][number]['figures'][number];

/** A line of a total: of a layer, or of none. */
interface TotalLine extends Line {
  readonly layer?: string;
  readonly kind?: string;
}

/** What a total is compared with, and what makes the difference. */
interface Difference {
  readonly definition: bigint;
  readonly lines: readonly TotalLine[];
}

/** The number that a rounded text stands for, in thousandths: in the unit that brings it nearest to what is exact. */
const shownBy = (text: string, exact: bigint, base: bigint): bigint => {
  const [digits = '0'] = /-?[0-9][0-9,]*(?:\.[0-9]+)?(?:e[+-][0-9]+)?/.exec(text) ?? [];
  const plain = digits.replaceAll(',', '');
  const mantissa = plain.includes('e') ? BigInt(Number(plain)) * thousand : thousandthsOf(plain);
  const distance = (value: bigint): bigint =>
    value > exact * thousand ? value - exact * thousand : exact * thousand - value;
  return [0n, 1n, 2n, 3n, 4n]
    .map((power) => mantissa * base ** power)
    .reduce((best, one) => (distance(one) < distance(best) ? one : best));
};

/** The figures of layers that make up a total which no layer has: those that stand for the same of the definition. */
const partsOf = ({ convention }: Compared, figure: string, names: readonly string[], known: ReadonlySet<string>) =>
  convention.figures.includes(figure)
    ? [figure]
    : convention.figures.filter((part) => {
        const own = counterparts(convention.name, part, known);
        return own.length > 0 && own.every((name) => names.includes(name));
      });

const rounded = { cause: 'rounding', because: 'The parts are added up before fractions are cut off.' } as const;
const printed = { cause: 'rounding', because: 'The text is rounded.' } as const;

/** A function that gives what a total of whole numbers differs in; undefined where the definition has no such figure. */
const differencesBy = (compared: Compared) => {
  const { convention, told, truth } = compared;
  const known = new Set(Object.keys(truth.totals));
  const layerLines = linesBy(compared);
  // Modules that never run have no call, but may have a row.
  const kinds = new Map([...truth.layers, ...told.layers].map((row: Row) => [keyOf(row), row.kind]));
  return (figure: string): Difference | undefined => {
    const value = told.totals[figure];
    const definition = definitionSum(convention, figure, truth);
    if (definition === undefined || typeof value !== 'bigint') return undefined;
    const names = counterparts(convention.name, figure, known);
    const parts = partsOf(compared, figure, names, known);
    const lines = [...kinds].flatMap(([layer, kind]): TotalLine[] =>
      layerLines(layer, figure, parts, names).map((line) => ({ layer, kind, ...line })),
    );
    const rest = lines.reduce((left, line) => left - line.difference, value - definition);
    return { definition, lines: rest === 0n ? lines : [...lines, { ...rounded, difference: rest }] };
  };
};

const lineJson = ({ difference, ...line }: TotalLine) => ({ ...line, difference: decimalOf(difference) });

const json = (value: bigint, { definition, lines }: Difference) => ({
  definition: decimalOf(definition),
  difference: decimalOf(value - definition),
  lines: lines.map(lineJson),
});

/** A difference in thousandths, as often as the total is taken. */
const scaled = ({ definition, lines }: Difference, times: bigint): Difference => ({
  definition: definition * times * thousand,
  lines: lines.map((line) => ({ ...line, difference: line.difference * times * thousand })),
});

/** A rounded text: what it shows against the definition. */
const ofText = (text: string, exact: bigint, { times = 1n, base }: Printed, found: Difference) => {
  const shown = shownBy(text, exact * times, BigInt(base ?? 1000));
  const { definition, lines } = scaled(found, times);
  const rounding = shown - exact * times * thousand;
  return json(shown, {
    definition,
    lines: rounding === 0n ? lines : [...lines, { ...printed, difference: rounding }],
  });
};

/** Every total of a count. */
export const totalFigures = (compared: Compared): Total[] => {
  const { convention, told, truth } = compared;
  const differenceOf = differencesBy(compared);
  return Object.entries(told.totals).map(([figure, value]): Total => {
    const line = { figure, unit: unitOf(convention.units, figure), value: String(value) };
    if (told === truth) return line;
    const text = convention.printed?.[figure];
    const of = text?.of ?? figure;
    const difference = differenceOf(of);
    if (!difference) return line;
    const exact = told.totals[of] as bigint;
    return {
      ...line,
      ...(text ? ofText(String(value), exact, text, difference) : json(exact * thousand, scaled(difference, 1n))),
    };
  });
};
