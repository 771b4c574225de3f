/** What a user would do otherwise, on this machine: a bare loop, a process for each case, Hypothesis, NNSmith's generation. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { casesOf, type Sizes } from '../../src/harness/cases.ts';
import { interpreterOf, packageRoot, type ToolName, workerVariables } from '../../src/harness/environments.ts';
import { measure, seed } from './harness.ts';
import { median, type Row } from './row.ts';

const folderOf = (name: string): string => join(packageRoot, '.countersign', 'bench', name);

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  ...workerVariables(),
  ...more,
});

const run = (file: string, args: readonly string[], env: NodeJS.ProcessEnv): string => {
  const { status, stdout, stderr } = spawnSync(file, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status === 0) return stdout;
  throw new Error(`${file} ${args.join(' ')} ends with ${status}:\n${(stderr ?? '').slice(-2_000)}`);
};

const rateIn = (text: string): number => (JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { rate: number }).rate;

const script = (name: string): string => join(packageRoot, 'python', 'bench', `${name}.py`);

/** Gives a file of the cases to `use`, one network a line. */
const withCases = <Result>(count: number, use: (file: string) => Result, sizes: Sizes = {}): Result => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  try {
    const file = join(folder, 'cases.jsonl');
    const draw = casesOf(seed, sizes);
    writeFileSync(file, Array.from({ length: count }, () => `${JSON.stringify(draw().architecture)}\n`).join(''));
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The same cases in one process without a harness. */
export const floorRow = (label: string, tools: readonly ToolName[], cases: number): Row => ({
  section: `campaigns: ${label}`,
  name: 'a bare loop in one Python process',
  value: withCases(cases, (file) =>
    rateIn(run(interpreterOf('main'), [script('floor'), file, tools.join(',')], environment())),
  ),
  unit: 'cases/s',
});

/** A process for each case, one after the other. */
export const spawnRow = (label: string, tools: readonly ToolName[]): Row => {
  const seconds = withCases(1, (file) =>
    Array.from({ length: 5 }, () => {
      const started = performance.now();
      run(interpreterOf('main'), [script('floor'), file, tools.join(',')], environment());
      return (performance.now() - started) / 1000;
    }),
  );
  return {
    section: `campaigns: ${label}`,
    name: 'a process for each case',
    value: 1 / median(seconds),
    unit: 'cases/s',
  };
};

const uv = (): string => {
  const state = join(packageRoot, '.countersign');
  const own = readdirSync(state).find((name) => name.startsWith('uv-'));
  return own === undefined ? 'uv' : join(state, own, 'bin', 'uv');
};

const hypothesis = 'hypothesis==6.170.15';

/** Hypothesis with a strategy for chains of seven kinds, and thop on each; its packages are installed beside those of the tools at the first call. */
const hypothesisRow = (cases: number): Row => {
  const folder = folderOf('hypothesis');
  if (!existsSync(folder)) {
    mkdirSync(folderOf('.'), { recursive: true });
    const into = ['--target', folder, '--python', interpreterOf('main')];
    run(uv(), ['pip', 'install', '--quiet', ...into, hypothesis], process.env);
  }
  const env = environment({ PYTHONPATH: folder });
  return {
    section: 'peers: chains of seven kinds, thop alone',
    name: hypothesis.replace('hypothesis==', 'Hypothesis '),
    value: rateIn(run(interpreterOf('main'), [script('hypothesis_thop'), String(cases)], env)),
    unit: 'cases/s',
  };
};

/** What the Hypothesis strategy draws from, up to as many layers. */
const chains: Sizes = {
  kinds: ['Conv2d', 'BatchNorm2d', 'ReLU', 'MaxPool2d', 'AvgPool2d', 'Dropout', 'Linear'],
  maxPicks: 10,
  plain: true,
};

/** Hypothesis and this, before the same tool on networks alike. */
export const chainRows = async (cases: number): Promise<Row[]> => {
  const peer = hypothesisRow(cases);
  const { section, unit, value } = peer;
  const rates: Row[] = [];
  for (const workers of [1, 2]) {
    const { rate } = await measure({ tools: ['thop'], workers, window: 16, sizes: chains }, cases);
    const name = `countersign, ${workers} ${workers === 1 ? 'worker' : 'workers'}, each count predicted and compared`;
    rates.push({ section, name, value: rate, unit, atLeast: value });
  }
  return [peer, ...rates];
};

/** NNSmith's generation of models; `python` is a Python 3.9, in whose environment it and an older PyTorch are installed at the first call. */
const nnsmithRow = (python: string, cases: number): Row => {
  const folder = folderOf('nnsmith');
  const interpreter = join(folder, 'bin', 'python');
  if (!existsSync(folder)) {
    run(uv(), ['venv', '--quiet', '--python', python, folder], process.env);
    const packages = ['nnsmith[torch]==0.1.0', 'torch==2.8.0'];
    run(uv(), ['pip', 'install', '--quiet', '--python', interpreter, ...packages], process.env);
  }
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONPATH: undefined, PYTHONDONTWRITEBYTECODE: undefined };
  return {
    section: 'peers: networks drawn and made in PyTorch, nothing counted',
    name: 'NNSmith 0.1.0, 5 operators',
    value: rateIn(run(interpreter, [script('nnsmith_generation'), String(cases)], env)),
    unit: 'models/s',
  };
};

/** NNSmith and this: networks of up to nine layers of all kinds, five in the mean, drawn and then made in PyTorch, one after the other. */
export const generationRows = (python: string | undefined, cases: number): Row[] => {
  const sizes: Sizes = { maxPicks: 9 };
  const draw = casesOf(seed, sizes);
  for (let index = 0; index < cases; index++) draw();
  const started = performance.now();
  for (let index = 0; index < cases; index++) draw();
  const drawn = (1000 * cases) / (performance.now() - started);
  const made = withCases(
    cases,
    (file) => rateIn(run(interpreterOf('main'), [script('floor'), file], environment())),
    sizes,
  );
  const peer = python === undefined ? [] : [nnsmithRow(python, cases)];
  const section = 'peers: networks drawn and made in PyTorch, nothing counted';
  const both = 1 / (1 / drawn + 1 / made);
  return [
    ...peer,
    { section, name: 'countersign, all kinds, drawn', value: drawn, unit: 'models/s' },
    {
      section,
      name: '... and made',
      value: both,
      unit: 'models/s',
      ...(peer[0] ? { atLeast: peer[0].value } : {}),
    },
  ];
};
