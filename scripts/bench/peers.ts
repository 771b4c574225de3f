/** What others do on this machine: Hypothesis with a tool, and NNSmith's generation. */

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { casesOf, type Sizes } from '../../src/harness/cases.ts';
import { interpreterOf, packageRoot } from '../../src/harness/environments.ts';
import { environment, loop, rateIn, run, script, withCases } from './floor.ts';
import { measure, seed } from './harness.ts';
import type { Row } from './row.ts';

const folderOf = (name: string): string => join(packageRoot, '.countersign', 'bench', name);

const uv = (): string => {
  const state = join(packageRoot, '.countersign');
  const own = readdirSync(state).find((name) => name.startsWith('uv-'));
  return own === undefined ? 'uv' : join(state, own, 'bin', 'uv');
};

const hypothesis = 'hypothesis==6.170.15';

/** Hypothesis with a strategy for chains of seven kinds, and thop on each; its packages are installed beside those of the tools at the first call. */
const hypothesisRow = async (cases: number): Promise<Row> => {
  const folder = folderOf('hypothesis');
  if (!existsSync(folder)) {
    mkdirSync(folderOf('.'), { recursive: true });
    const into = ['--target', folder, '--python', interpreterOf('main')];
    await run(uv(), ['pip', 'install', '--quiet', ...into, hypothesis], process.env);
  }
  const env = environment({ PYTHONPATH: folder });
  return {
    section: 'peers: chains of seven kinds, thop alone',
    name: hypothesis.replace('hypothesis==', 'Hypothesis '),
    value: rateIn(await run(interpreterOf('main'), [script('hypothesis_thop'), String(cases)], env)),
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
  const peer = await hypothesisRow(cases);
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
const nnsmithRow = async (python: string, cases: number): Promise<Row> => {
  const folder = folderOf('nnsmith');
  const interpreter = join(folder, 'bin', 'python');
  if (!existsSync(folder)) {
    await run(uv(), ['venv', '--quiet', '--python', python, folder], process.env);
    const packages = ['nnsmith[torch]==0.1.0', 'torch==2.8.0'];
    await run(uv(), ['pip', 'install', '--quiet', '--python', interpreter, ...packages], process.env);
  }
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONPATH: undefined, PYTHONDONTWRITEBYTECODE: undefined };
  return {
    section: 'peers: networks drawn and made in PyTorch, nothing counted',
    name: 'NNSmith 0.1.0, 5 operators',
    value: rateIn(await run(interpreter, [script('nnsmith_generation'), String(cases)], env)),
    unit: 'models/s',
  };
};

/** NNSmith and this: networks of up to nine layers of all kinds, five in the mean, drawn and then made in PyTorch, one after the other. */
export const generationRows = async (python: string | undefined, cases: number): Promise<Row[]> => {
  const sizes: Sizes = { maxPicks: 9 };
  const draw = casesOf(seed, sizes);
  for (let index = 0; index < cases; index++) draw();
  const started = performance.now();
  for (let index = 0; index < cases; index++) draw();
  const drawn = (1000 * cases) / (performance.now() - started);
  const made = await withCases(cases, (file) => loop(file), sizes);
  const peer = python === undefined ? [] : [await nnsmithRow(python, cases)];
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
