/** `npm run bench`: how fast this is on this machine, beside what else there is, in one run. */

import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { environments, type ToolName } from '../src/harness/environments.ts';
import { plain } from '../src/report/style.ts';
import { table } from '../src/report/table.ts';
import { engineRows } from './bench/engine.ts';
import { bareLoops, floorRows, spawnRow } from './bench/floor.ts';
import { everyToolRows, harnessRows } from './bench/harness.ts';
import { chainRows, generationRows } from './bench/peers.ts';
import { isMet, type Row } from './bench/row.ts';

const help = `Usage: npm run bench -- [--cases N] [--only engine,campaigns,peers] [--nnsmith PYTHON] [--json]

  --cases N         cases of each campaign, 600 unless given
  --only PARTS      some of the parts: engine, campaigns, peers
  --nnsmith PYTHON  measure NNSmith as well, in an environment made with this Python 3.9 (a download of 3 GB)
  --json            print JSON

Figures mean something on a machine that does nothing else. Hypothesis is installed at the first run.
`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '600' },
    only: { type: 'string', default: 'engine,campaigns,peers' },
    nnsmith: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const three: readonly ToolName[] = ['torchsummary', 'thop', 'ptflops'];
const sets: readonly (readonly [string, readonly ToolName[]])[] = [
  ['thop alone', ['thop']],
  [three.join(', '), three],
  ['all tools of the main environment', environments.main.tools],
];

const note = (text: string): void => void process.stderr.write(`${text}\n`);

const parts: Readonly<Record<string, (cases: number) => Promise<Row[]>>> = {
  engine: async () => engineRows(),
  campaigns: async (cases) => {
    const rows: Row[] = [];
    for (const [label, tools] of sets) {
      note(`${label} ...`);
      const floors = await bareLoops(tools, cases);
      rows.push(...(await harnessRows(label, tools, cases, floors)), ...floorRows(label, floors));
      rows.push(await spawnRow(label, tools));
    }
    return [...rows, ...(await everyToolRows(availableParallelism(), cases))];
  },
  peers: async (cases) => [
    ...(await chainRows(cases)),
    ...(await generationRows(values.nnsmith, Math.min(cases, 200))),
  ],
};

const shown = (value: number): string => String(Number(value.toPrecision(3)));

const main = async (): Promise<void> => {
  if (values.help) return void process.stdout.write(help);
  const machine = {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? '',
    node: process.version,
    load: loadavg()[0] ?? 0,
  };
  const rows: Row[] = [];
  for (const name of values.only.split(',')) {
    const part = parts[name];
    if (!part) throw new Error(`There is no part "${name}". Known are ${Object.keys(parts).join(', ')}.`);
    note(`${name} ...`);
    rows.push(...(await part(Number(values.cases))));
  }
  if (values.json) {
    const result = { schema: 'countersign/bench@1', machine, rows: rows.map((row) => ({ ...row, met: isMet(row) })) };
    return void process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  }
  const columns = [
    { title: '' },
    { title: 'figure', align: 'right' },
    { title: 'unit' },
    { title: 'aim', align: 'right' },
    { title: '' },
  ] as const;
  process.stdout.write(
    `${machine.cores} cores, ${machine.cpu}, Node ${machine.node}, load ${machine.load.toFixed(1)} at the start\n`,
  );
  for (const section of new Set(rows.map((row) => row.section))) {
    const cells = rows
      .filter((row) => row.section === section)
      .map((row) => [
        row.name,
        shown(row.value),
        row.unit,
        row.atMost !== undefined
          ? `<= ${shown(row.atMost)}`
          : row.atLeast !== undefined
            ? `>= ${shown(row.atLeast)}`
            : '',
        { true: 'met', false: 'missed', undefined: '' }[String(isMet(row))] ?? '',
      ]);
    process.stdout.write(`\n${section}\n\n${table(columns, cells, plain)}\n`);
  }
};

await main();
