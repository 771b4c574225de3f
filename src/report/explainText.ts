/** An explanation as text. */

import { withSource } from './causes.ts';
import { isTold } from './figures.ts';
import { decimalOf, grouped, isCount, signed, thousandthsOf } from './numbers.ts';
import type { ExplainJson } from './schemas.ts';
import { harmless, type Style, wrap } from './style.ts';
import { type Cell, table } from './table.ts';

type Layer = ExplainJson['layers'][number];
type Formulas = Layer['calls'][number]['formulas'];

const shapes = (list: readonly (readonly number[])[]): string =>
  list.map((shape) => shape.join('×') || 'scalar').join(', ');

/** Formula, the same with numbers, and its value, one under the other so that long ones stay readable. */
const formulaLines = (formulas: Formulas, style: Style, indent: string): string[] =>
  formulas.flatMap(({ figure, text, numbers, value, parts }) => [
    `${indent}${style.bold(figure)} = ${text}`,
    ...(parts ?? []).map(
      (part) => `${indent}  where ${part.name} = ${part.text} = ${part.numbers} = ${grouped(part.value)}`,
    ),
    ...(numbers === text ? [] : [`${indent}  = ${numbers}`]),
    `${indent}  = ${style.bold(grouped(value))}`,
  ]);

const callLines = (layer: Layer, style: Style): string[] =>
  layer.calls.flatMap(({ id, input_shapes, output_shapes, formulas }) => {
    const name = id === layer.layer ? '' : `call ${id}: `;
    return [
      style.dim(`  ${harmless(name)}${shapes(input_shapes)} -> ${shapes(output_shapes)}`),
      ...(formulas.length > 0 ? formulaLines(formulas, style, '  ') : ['  costs no operations and has no parameters']),
    ];
  });

/** Reasons are told once, behind a number, since many layers share them. */
type Reasons = Map<string, number>;

const noteOf = (reasons: Reasons, text: string): number => {
  const known = reasons.get(text);
  if (known !== undefined) return known;
  reasons.set(text, reasons.size + 1);
  return reasons.size;
};

/** The numbers of the reasons for lines, each once. */
const marksOf = (lines: readonly { readonly because: string }[] | undefined, reasons: Reasons): string =>
  [...new Set((lines ?? []).map(({ because }) => `[${noteOf(reasons, because)}]`))].join('');

/** How a figure stands to the definition's; nothing where that has no such figure. */
const againstDefinition = (difference: string | undefined, style: Style): Cell => {
  if (difference === undefined) return '';
  if (difference === '0') return { text: 'agrees', paint: style.green };
  return { text: signed(difference), paint: style.yellow };
};

const conventionRows = (layer: Layer, reasons: Reasons, style: Style): Cell[][] =>
  layer.conventions.flatMap(({ convention, status, figures }) => {
    if (status === 'not seen' || status === 'not stated') {
      const lines = figures.flatMap((one) => one.lines ?? []);
      return [[convention, status, '', '', marksOf(lines, reasons)]];
    }
    return figures.map(({ figure, value, difference, lines }, index): Cell[] => [
      index === 0 ? convention : '',
      figure,
      grouped(value),
      againstDefinition(difference, style),
      marksOf(lines, reasons),
    ]);
  });

const layerText = (layer: Layer, reasons: Reasons, style: Style): string => {
  const rows = conventionRows(layer, reasons, style);
  const head = [
    { title: 'convention' },
    { title: 'figure' },
    { title: 'counts', align: 'right' },
    { title: 'against definition', align: 'right' },
    { title: '' },
  ] as const;
  return [
    `${style.bold(harmless(layer.layer))}  ${layer.kind}  ${style.dim(layer.source)}`,
    ...callLines(layer, style),
    ...(rows.length > 0 ? ['', table(head, rows, style, '  ')] : []),
  ].join('\n');
};

/** Layers of a difference that are named one by one; the rest is summed. */
const mostNamed = 8;

type Total = ExplainJson['totals'][number]['figures'][number];

type Lines = NonNullable<Total['lines']>;

const sumOf = (lines: Lines): bigint => lines.reduce((sum, { difference }) => sum + thousandthsOf(difference), 0n);

const together = (title: string, lines: Lines, reasons: Reasons): Cell[][] =>
  lines.length === 0 ? [] : [['', `  ${title}`, '', signed(decimalOf(sumOf(lines))), marksOf(lines, reasons)]];

/** The largest lines one by one; of a rounded text, whose lines are those of what it shows, the layers in one. */
const lineRows = (value: string, lines: Lines, reasons: Reasons): Cell[][] => {
  const size = (line: Lines[number]): bigint => {
    const difference = thousandthsOf(line.difference);
    return difference < 0n ? -difference : difference;
  };
  const largest = lines.toSorted((a, b) => (size(a) < size(b) ? 1 : size(a) > size(b) ? -1 : 0));
  const apart = isCount(value) ? largest.slice(0, mostNamed) : largest.filter(({ layer }) => layer === undefined);
  const rest = largest.filter((line) => !apart.includes(line));
  return [
    ...(isCount(value) ? [] : together('all layers', rest, reasons)),
    ...apart.map(({ layer, kind, cause, difference, because }): Cell[] => [
      '',
      layer === undefined ? `  ${cause}` : `  ${layer || 'the network itself'} (${kind})`,
      '',
      signed(difference),
      `[${noteOf(reasons, because)}]`,
    ]),
    ...(isCount(value) ? together(`${rest.length} more`, rest, reasons) : []),
  ];
};

const totalRows = (total: ExplainJson['totals'][number], reasons: Reasons, style: Style): Cell[][] => {
  if (total.raises)
    return [[total.convention, { text: `raises ${total.raises.error}`, paint: style.yellow }, '', '', '']];
  return total.figures
    .filter(({ figure, value }) => isTold(figure, value))
    .flatMap(({ figure, value, difference, lines }, index) => [
      [index === 0 ? total.convention : '', figure, grouped(value), againstDefinition(difference, style), ''],
      ...lineRows(value, lines ?? [], reasons),
    ]);
};

/** What `explain` prints; `hasTotals` for the whole network. */
export const explainText = (json: ExplainJson, hasTotals: boolean, style: Style): string => {
  const reasons: Reasons = new Map();
  const parts = json.layers.map((layer) => layerText(layer, reasons, style));
  if (hasTotals) {
    const head = [
      { title: 'convention' },
      { title: 'total', most: 48 },
      { title: '', align: 'right' },
      { title: 'against definition', align: 'right' },
      { title: '' },
    ] as const;
    const rows = json.totals.flatMap((total) => totalRows(total, reasons, style));
    parts.push(`${style.bold(`${harmless(json.name)} in total`)}\n${table(head, rows, style, '  ')}`);
    const raised = json.totals.flatMap(({ convention, raises }) =>
      raises ? [wrap(`${convention}: ${withSource(raises)}`, style.width, '  ')] : [],
    );
    if (raised.length > 0) parts.push(raised.join('\n'));
  }
  if (reasons.size > 0)
    parts.push([...reasons].map(([text, number]) => wrap(`[${number}] ${text}`, style.width)).join('\n'));
  return `${parts.join('\n\n')}\n`;
};
