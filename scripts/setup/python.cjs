'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { SetupError, explain } = require('./failure.cjs');
const { keyOf, readStamp, writeStamp } = require('./stamp.cjs');

/**
 * The Python environments. An optional one may be missing: its tools are so old that not every machine has a Python for
 * them, and then the other witnesses are asked without it.
 */
const environments = [
  { name: 'main', folder: 'python', cuda: '3.0 GB, 5.2 GB on disk', cpu: '0.4 GB, 1.2 GB on disk', disk: 5.2 },
  {
    name: 'torchstat',
    folder: 'python/environments/torchstat',
    optional: true,
    cuda: '30 MB, torch is shared',
    cpu: '30 MB, torch is shared',
    disk: 0.3,
  },
  {
    name: 'extra',
    folder: 'python/environments/extra',
    cuda: '0.1 GB, torch is shared',
    cpu: '0.1 GB, torch is shared',
    disk: 0.5,
  },
];

/** The packages that a build of torch without CUDA does without. */
const cudaOnly = /^name = "((?:nvidia|cuda)-[^"]+|triton)"$/gm;

const indexFor = (root) => path.join(root, '.countersign', 'torch-index');

/** The index that torch comes from, if not the usual one; kept, so that it need be named for the first run only. */
function torchIndex(root) {
  const named = process.env.COUNTERSIGN_TORCH_INDEX;
  if (named !== undefined) return named;
  try {
    return fs.readFileSync(indexFor(root), 'utf8');
  } catch {
    return '';
  }
}

function keyFor(root, { folder }) {
  const files = ['uv.lock', 'pyproject.toml'].map((file) => path.join(root, folder, file));
  // An environment holds absolute paths, so a project that was moved needs it anew.
  return keyOf([root, process.platform, process.arch, torchIndex(root), process.env.COUNTERSIGN_PYTHON ?? ''], files);
}
// Kept inside the environment, so that whoever removes the folder removes the claim that it is complete.
const stampFor = (root, { folder }) => path.join(root, folder, '.venv', '.countersign.json');
const skipFor = (root, { name }) => path.join(root, '.countersign', `without-${name}.json`);

/**
 * `{ main: { interpreter, folder }, torchstat: the same or null, env }` when all environments are in place.
 * `env` is what their processes are to be started with.
 */
function ready(root) {
  const found = { env: pythonEnvironment() };
  for (const environment of environments) {
    const key = keyFor(root, environment);
    const state = readStamp(stampFor(root, environment), key);
    if (state !== undefined && fs.existsSync(state.interpreter)) found[environment.name] = state;
    else if (environment.optional && readStamp(skipFor(root, environment), key)) found[environment.name] = null;
    else return undefined;
  }
  return found;
}

async function prepare(context) {
  const { root } = context;
  fs.writeFileSync(indexFor(root), torchIndex(root));
  const env = { UV_HTTP_TIMEOUT: '120', ...pythonEnvironment() };
  const { provideUv } = require('./uv.cjs');
  const uv = await provideUv(context, findPython, env);
  for (const environment of environments) {
    const key = keyFor(root, environment);
    if (readStamp(stampFor(root, environment), key) !== undefined) continue;
    announce(root, environment);
    const started = Date.now();
    try {
      await install(context, uv, environment, env);
    } catch (error) {
      if (!environment.optional || !(error instanceof NoInterpreter)) throw error;
      process.stderr.write(
        `No Python here suits the environment "${environment.name}", so it is left out. After installing one, remove ${path.relative(root, skipFor(root, environment))} to try again.\n`,
      );
      writeStamp(skipFor(root, environment), key, true);
      continue;
    }
    const folder = path.join(root, environment.folder);
    writeStamp(stampFor(root, environment), key, { interpreter: path.join(folder, '.venv', 'bin', 'python'), folder });
    process.stderr.write(
      `Installed the Python environment "${environment.name}" in ${Math.round((Date.now() - started) / 1000)} s.\n`,
    );
  }
  return ready(root);
}

class NoInterpreter extends SetupError {}

async function install(context, uv, environment, env) {
  const { run } = require('./child.cjs');
  const cwd = path.join(context.root, environment.folder);
  const step = {
    step: `python-${environment.name}`,
    what: `install the Python environment "${environment.name}"`,
    file: uv,
    cwd,
    env,
    progress: (line) => /^\s*((Downloading|Downloaded|Building|Built|Prepared|Installed) .*)$/.exec(line)?.[1],
    explain: (what, result, root) =>
      /No interpreter found|incompatible with the project's Python requirement|does not satisfy|No download found for request/i.test(
        result.output,
      )
        ? new NoInterpreter(
            `could not ${what}: it needs Python ${requirement(cwd)}. Install one, or set COUNTERSIGN_PYTHON to it, and run the same command again.`,
          )
        : explain(what, result, root),
  };
  const python = process.env.COUNTERSIGN_PYTHON ? ['--python', process.env.COUNTERSIGN_PYTHON] : [];
  const index = torchIndex(context.root);
  if (index === '') {
    await run(context, { ...step, args: ['sync', '--frozen', ...python] });
    return;
  }
  // The lock names the CUDA build of torch. Its versions hold for the build of the other index as well; its hashes do not.
  const lock = fs.readFileSync(path.join(cwd, 'uv.lock'), 'utf8');
  const without = [...lock.matchAll(cudaOnly)].flatMap(([, name]) => ['--no-emit-package', name]);
  const list = path.join(context.state, `requirements-${environment.name}.txt`);
  const into = path.join(cwd, '.venv');
  await run(context, {
    ...step,
    args: ['export', '--frozen', '--quiet', '--no-hashes', ...without, '--output-file', list],
  });
  await run(context, { ...step, args: ['venv', '--clear', ...python, into] });
  await run(context, {
    ...step,
    args: [
      'pip',
      'install',
      '--no-deps',
      '--python',
      into,
      '--index',
      index,
      '--index-strategy',
      'unsafe-best-match',
      '--requirements',
      list,
    ],
  });
}

/** Python caches what it compiles, even where the shell forbids it: imports of torch take half the time. */
function pythonEnvironment() {
  const env = { ...process.env };
  for (const name of ['PYTHONDONTWRITEBYTECODE', 'PYTHONPATH', 'PYTHONHOME', 'VIRTUAL_ENV', 'UV_PROJECT_ENVIRONMENT']) {
    delete env[name];
  }
  return env;
}

/** A Python that can make an environment for uv; uv itself then looks for the Python that a project needs. */
function findPython() {
  const own = process.env.COUNTERSIGN_PYTHON;
  const names = own ? [own] : ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.14', 'python'];
  for (const name of names) {
    const said = spawnSync(name, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
    }).stdout;
    const [major, minor] = (said ?? '').split('.').map(Number);
    if (major === 3 && minor >= 9) return name;
  }
  throw new SetupError(
    own
      ? `COUNTERSIGN_PYTHON is "${own}", which is no Python 3.11 or newer. Correct it and run the same command again.`
      : 'no Python was found, and 3.11 or newer is needed. Install one (on Debian or Ubuntu "sudo apt install python3-venv") and run the same command again.',
  );
}

const requirement = (folder) =>
  /^requires-python = "([^"]+)"/m.exec(fs.readFileSync(path.join(folder, 'pyproject.toml'), 'utf8'))?.[1] ?? '3';

function announce(root, { name, cuda, cpu, disk }) {
  const size = process.platform === 'linux' && torchIndex(root) === '' ? cuda : cpu;
  process.stderr.write(`Installing the Python environment "${name}" (a download of up to ${size}) ...\n`);
  if (fs.statfsSync === undefined || size !== cuda) return;
  const { bavail, bsize } = fs.statfsSync(root);
  const free = Math.floor((bavail * bsize) / 1e9);
  if (free < disk) process.stderr.write(`Only ${free} GB are free here, which may not be enough.\n`);
}

module.exports = { ready, prepare };
