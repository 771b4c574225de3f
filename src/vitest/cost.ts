/** Whether a network costs what a test says, and where it does not, by how much and which layers it comes from. */

import {
  type Convention,
  type Count,
  conventions,
  nearest,
  parseArchitecture,
  Refusal,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import { grouped, signed } from '../report/numbers.ts';
import { plain } from '../report/style.ts';
import { table } from '../report/table.ts';

/** Exact figures by name: whole numbers, as numbers where they are safe, else as bigint or decimal strings. */
export type Cost = Readonly<Record<string, number | bigint | string>>;

export interface Compared {
  readonly pass: boolean;
  readonly message: () => string;
}

const mostLayers = 5;

/** The network of an architecture, given as JSON text, as its value or checked; throws an error that says what is wrong with it. */
export const networkOf = (received: unknown): ShapedNetwork => {
  const checked = typeof received === 'object' && received !== null && 'json' in received ? received.json : received;
  try {
    return shapeNetwork(parseArchitecture(checked));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`This is not an architecture that can be counted.\n${error.message}`, { cause: error });
  }
};

/** A name that must be known; throws an error that names the nearest. */
export const known = <Name extends string>(name: string, what: string, names: Iterable<Name>): Name => {
  const all = [...names];
  const found = all.find((one) => one === name);
  if (found !== undefined) return found;
  const close = nearest(name, all);
  throw new Error(
    `No ${what} is called "${name}". ${close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Known are ${all.join(', ')}.`}`,
  );
};

const exact = (figure: string, value: number | bigint | string): bigint => {
  const isExact =
    typeof value === 'bigint' || (typeof value === 'number' ? Number.isSafeInteger(value) : /^-?[0-9]+$/.test(value));
  if (isExact) return BigInt(value);
  throw new Error(`${figure}: ${value} is not an exact whole number. Beyond 2^53 write it as a bigint, such as 123n.`);
};

const layersText = ({ layers }: Count, figure: string): string[] => {
  const rows = layers
    .map(({ id, path, kind, figures }) => ({ name: path || id, kind, value: figures[figure] }))
    .filter((row): row is typeof row & { value: bigint } => typeof row.value === 'bigint' && row.value !== 0n)
    .sort((a, b) => (a.value < b.value ? 1 : a.value > b.value ? -1 : 0));
  if (rows.length === 0) return [];
  const shown = rows.slice(0, mostLayers).map(({ name, kind, value }) => [name, kind, grouped(String(value))]);
  const columns = [{ title: 'layer' }, { title: 'kind' }, { title: figure, align: 'right' }] as const;
  const more = rows.length > mostLayers ? [`and ${rows.length - mostLayers} more layers`] : [];
  return ['', table(columns, shown, plain, '  '), ...more.map((line) => `  ${line}`)];
};

/** Compares a network's totals under a convention with the figures that are expected, each exactly. */
export const compareCost = (received: unknown, expected: Cost, name = 'definition'): Compared => {
  const convention = conventions.get(known(name, 'convention', conventions.keys())) as Convention;
  const network = networkOf(received);
  const figures = Object.entries(expected);
  if (figures.length === 0)
    throw new Error(
      `toCost needs a figure, such as { macs: 123n }. ${name} has ${Object.keys(convention.units).join(', ')}.`,
    );
  for (const [figure] of figures) known(figure, `figure of ${name}`, Object.keys(convention.units));
  const counted = convention.count(network);
  const of = `${network.architecture.name} by ${name}`;
  if (counted.status === 'raises')
    return {
      pass: false,
      message: () => `${of} costs nothing that can be told: it raises ${counted.error}. ${counted.because}`,
    };
  const rows = figures.map(([figure, value]) => ({
    figure,
    wanted: exact(figure, value),
    real: counted.totals[figure],
  }));
  const wrong = rows.filter(({ wanted, real }) => wanted !== real);
  if (wrong.length === 0) {
    const shown = rows.map(({ figure, wanted }) => `${figure} ${grouped(String(wanted))}`).join(', ');
    return { pass: true, message: () => `${of} costs ${shown}, which it was expected not to.` };
  }
  const columns = [
    { title: 'figure' },
    ...['expected', 'counted', 'difference'].map((title) => ({ title, align: 'right' as const })),
  ];
  const lines = wrong.map(({ figure, wanted, real }) => [
    figure,
    grouped(String(wanted)),
    grouped(String(real)),
    typeof real === 'bigint' ? signed(String(real - wanted)) : '',
  ]);
  const remark =
    counted.uncounted.length > 0 ? ['', `Not stated by ${name}, so not counted: ${counted.uncounted.join(', ')}.`] : [];
  const message = [
    `${of} does not cost what was expected:`,
    '',
    table(columns, lines, plain, '  '),
    ...layersText(counted, wrong[0]?.figure ?? ''),
    ...remark,
  ].join('\n');
  return { pass: false, message: () => message };
};
