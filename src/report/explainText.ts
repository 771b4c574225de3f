/** An explanation as text. */

import { isTold } from './figures.ts';
import { grouped, signed } from './numbers.ts';
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

/** By name, what each convention counts. */
type Abouts = ReadonlyMap<string, string>;

/** The reason of the layer's own cell, and how the convention walks: either can make a difference. */
const marksOf = (
  { convention, status, because, source }: Layer['conventions'][number],
  abouts: Abouts,
  reasons: Reasons,
): string => {
  if (status === 'agrees') return '';
  const texts = because ? [`${because} (${source})`] : [];
  return [...texts, `${convention}: ${abouts.get(convention) ?? ''}`]
    .map((text) => `[${noteOf(reasons, text)}]`)
    .join('');
};

/** How a figure stands to the definition's; nothing where that has no such figure. */
const againstDefinition = (difference: string | undefined, style: Style): Cell => {
  if (difference === undefined) return '';
  if (difference === '0') return { text: 'agrees', paint: style.green };
  return { text: signed(difference), paint: style.yellow };
};

const conventionRows = (layer: Layer, abouts: Abouts, reasons: Reasons, style: Style): Cell[][] =>
  layer.conventions.flatMap((one) => {
    const { convention, status, figures } = one;
    const note = marksOf(one, abouts, reasons);
    if (status === 'not seen' || status === 'not stated') return [[convention, status, '', '', note]];
    return figures.map(({ figure, value, difference }, index): Cell[] => [
      index === 0 ? convention : '',
      figure,
      grouped(value),
      againstDefinition(difference, style),
      index === 0 ? note : '',
    ]);
  });

const layerText = (layer: Layer, abouts: Abouts, reasons: Reasons, style: Style): string => {
  const rows = conventionRows(layer, abouts, reasons, style);
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

const differenceRows = (
  layers: readonly { readonly layer: string; readonly kind: string; readonly difference: string }[],
  remainder: string,
): Cell[][] => {
  const size = ({ difference }: { readonly difference: string }): bigint => {
    const value = BigInt(difference);
    return value < 0n ? -value : value;
  };
  const largest = [...layers].sort((a, b) => (size(a) < size(b) ? 1 : size(a) > size(b) ? -1 : 0));
  const named = largest.slice(0, mostNamed);
  const rest = largest.slice(mostNamed);
  return [
    ...named.map(({ layer, kind, difference }): Cell[] => ['', `  ${layer} (${kind})`, '', signed(difference)]),
    ...(rest.length > 0
      ? [
          [
            '',
            `  ${rest.length} more`,
            '',
            signed(String(rest.reduce((sum, each) => sum + BigInt(each.difference), 0n))),
          ],
        ]
      : []),
    ...(remainder === '0' ? [] : [['', '  of no layer', '', signed(remainder)]]),
  ];
};

const totalRows = (total: ExplainJson['totals'][number], style: Style): Cell[][] => {
  if (total.raises) return [[total.convention, { text: `raises ${total.raises.error}`, paint: style.yellow }, '', '']];
  return total.figures
    .filter(({ figure, value }) => isTold(figure, value))
    .flatMap(({ figure, value, difference, layers, remainder }, index) => [
      [index === 0 ? total.convention : '', figure, grouped(value), againstDefinition(difference, style)],
      ...(layers && difference !== '0' ? differenceRows(layers, remainder ?? '0') : []),
    ]);
};

/** What `explain` prints; `hasTotals` for the whole network. */
export const explainText = (json: ExplainJson, hasTotals: boolean, style: Style): string => {
  const reasons: Reasons = new Map();
  const abouts: Abouts = new Map(json.conventions.map(({ name, about }) => [name, about]));
  const parts = json.layers.map((layer) => layerText(layer, abouts, reasons, style));
  if (hasTotals) {
    const head = [
      { title: 'convention' },
      { title: 'total', most: 48 },
      { title: '', align: 'right' },
      { title: 'against definition', align: 'right' },
    ] as const;
    const rows = json.totals.flatMap((total) => totalRows(total, style));
    parts.push(`${style.bold(`${harmless(json.name)} in total`)}\n${table(head, rows, style, '  ')}`);
    const raised = json.totals.flatMap(({ convention, raises }) =>
      raises ? [wrap(`${convention}: ${raises.because} (${raises.source})`, style.width, '  ')] : [],
    );
    if (raised.length > 0) parts.push(raised.join('\n'));
  }
  if (reasons.size > 0)
    parts.push([...reasons].map(([text, number]) => wrap(`[${number}] ${text}`, style.width)).join('\n'));
  return `${parts.join('\n\n')}\n`;
};
