/** One network under one convention. */

import type { Convention, Prediction, Row, ShapedNetwork } from '../engine/index.ts';
import { flatten, isTold, nest, titleOf, unitOf } from './figures.ts';
import { moduleSums } from './modules.ts';
import { grouped, isCount, mebibytes, rounded } from './numbers.ts';
import type { CountJson } from './schemas.ts';
import { harmless, type Style, wrap } from './style.ts';
import { table } from './table.ts';

const layerOf = (row: Row) => ({
  id: row.id,
  path: row.path,
  kind: row.kind,
  output_shapes: row.output_shapes.map((shape) => [...shape]),
  ...nest(row.figures),
  formulas: Object.fromEntries(
    Object.entries(row.formulas).map(([name, { text, substitute }]) => [
      name,
      { text, numbers: substitute(row.symbols) },
    ]),
  ),
  ...(row.reason ? { departure: { because: row.reason.because, source: row.reason.source } } : {}),
});

/** What `count --json` prints. */
export const countJson = (prediction: Prediction, convention: Convention, network: ShapedNetwork): CountJson => {
  const head = {
    schema: 'countersign/count@1',
    name: network.architecture.name,
    convention: convention.name,
    tool_version: convention.tool?.version ?? null,
  } as const;
  if (prediction.status === 'raises') {
    const { error, because, source } = prediction;
    return { ...head, raises: { error, because, source } };
  }
  const { totals, uncounted, layers, text, statistics } = prediction;
  const isDefinition = convention.tool === undefined && convention.name === 'definition';
  const modules = isDefinition
    ? moduleSums(network, prediction).map(({ path, kind, className, also, figures }) => ({
        path,
        kind,
        class: className,
        ...(also.length > 0 ? { also: [...also] } : {}),
        ...nest(figures),
      }))
    : undefined;
  return {
    ...head,
    units: { ...convention.units },
    totals: nest(totals),
    uncounted: [...uncounted],
    lower_bound: uncounted.length > 0,
    layers: layers.map(layerOf),
    ...(modules ? { modules } : {}),
    ...(text === undefined ? {} : { text }),
    ...(statistics ? { statistics: statistics.map((line) => ({ ...line })) } : {}),
    // The schema's open records cannot be told from its fixed names by type; tests hold this to the schema.
  } as CountJson;
};

const shapeText = (shapes: readonly (readonly number[])[]): string =>
  shapes.map((shape) => shape.join('×') || 'scalar').join(', ');

const layerTable = (json: Extract<CountJson, { layers: unknown }>, names: readonly string[], style: Style): string => {
  const left = [{ title: 'Layer', most: 36 }, { title: 'Kind' }];
  const right = names.map((name) => ({ title: titleOf(name), align: 'right' as const }));
  const make = (hasShapes: boolean): string =>
    table(
      [...left, ...(hasShapes ? [{ title: 'Output', most: 24 }] : []), ...right],
      json.layers.map(({ id, path, kind, output_shapes, formulas: _, departure: __, ...rest }) => {
        const figures = flatten(rest as Parameters<typeof flatten>[0]);
        return [
          path || id,
          kind,
          ...(hasShapes ? [shapeText(output_shapes)] : []),
          ...names.map((name) => grouped(figures[name] ?? '')),
        ];
      }),
      style,
    );
  const full = make(true);
  return Math.max(...full.split('\n').map((line) => line.length)) <= style.width ? full : make(false);
};

/** Totals, one a line, each with its unit in words. */
export const totalsText = (
  totals: Readonly<Record<string, string>>,
  units: Readonly<Record<string, string>>,
  style: Style,
): string =>
  table(
    [{ title: 'Total' }, { title: '', align: 'right' }, { title: '', breaks: true }],
    Object.entries(totals)
      .filter(([name, value]) => isTold(name, value))
      .map(([name, value]) => {
        const unit = unitOf(units, name);
        const isLong = unit.startsWith('bytes') && isCount(value) && value.length > 5;
        return [name, grouped(value), isLong ? unit.replace('bytes', `bytes (${mebibytes(value)})`) : unit];
      }),
    style,
  );

export const titleLine = (name: string, convention: Convention): string => {
  const version = convention.tool ? ` ${convention.tool.version}` : '';
  return `${harmless(name)} as ${convention.name}${version} counts it`;
};

/** What `count` prints: layers, totals with their units, and what the tool would print. */
export const countText = (json: CountJson, convention: Convention, style: Style): string => {
  const title = style.bold(
    convention.name === 'definition' ? `${harmless(json.name)} by the definition` : titleLine(json.name, convention),
  );
  const head = `${title}\n${wrap(convention.about, style.width)}\n`;
  if ('raises' in json) {
    const { error, because, source } = json.raises;
    return `${head}\n${style.yellow(`The tool raises ${error} on this network.`)}\n${wrap(because, style.width)}\n${style.dim(source)}\n`;
  }
  const parts = [head];
  // Figures without a column of their own, such as multiplications, are in the totals and in --json.
  const columns = convention.name === 'definition' ? ['params', 'macs', 'flops'] : convention.figures;
  if (json.layers.length > 0) parts.push(`${layerTable(json, columns, style)}\n`);
  const totals = flatten(json.totals as Parameters<typeof flatten>[0]);
  parts.push(`${totalsText(totals, json.units, style)}\n`);
  if (totals.params !== undefined && totals.trainable !== undefined)
    parts.push(`${rounded(totals.params)}/${rounded(totals.trainable)} parameters/trainable\n`);
  if (json.lower_bound) {
    const kinds = json.uncounted.join(', ');
    parts.push(
      `${style.yellow(wrap(`Lower bound: ${convention.name} does not state ${kinds}, which ${json.uncounted.length > 1 ? 'are' : 'is'} left out.`, style.width))}\n`,
    );
  }
  if (json.text !== undefined) parts.push(`${style.bold(`What ${convention.name} prints:`)}\n${json.text}`);
  return parts.join('\n');
};
