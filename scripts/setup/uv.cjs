'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { SetupError } = require('./failure.cjs');
const { run } = require('./child.cjs');

const version = '0.13.9';

/** The path of uv: the one of this version on PATH, or else one that is installed into `.countersign/uv-VERSION/`. */
async function provideUv(context, findPython, env) {
  if (versionOf('uv') === version) return 'uv';
  const folder = path.join(context.state, `uv-${version}`);
  const file = path.join(folder, 'bin', 'uv');
  if (versionOf(file) === version) return file;
  process.stderr.write(`Installing uv ${version}, which manages the Python packages (a download of up to 20 MB) ...\n`);
  fs.rmSync(folder, { recursive: true, force: true });
  await makeVenv(context, findPython(), env, folder);
  await run(context, {
    step: 'uv',
    what: 'install uv',
    file: path.join(folder, 'bin', 'python'),
    args: ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--retries', '2', `uv==${version}`],
    env,
  });
  return file;
}

async function makeVenv(context, interpreter, env, folder) {
  try {
    await run(context, {
      step: 'venv',
      what: 'make a Python environment',
      file: interpreter,
      args: ['-m', 'venv', folder],
      env,
    });
  } catch (error) {
    const said = fs.readFileSync(path.join(context.state, 'logs', 'venv.log'), 'utf8');
    if (!/ensurepip|No module named '?venv/.test(said)) throw error;
    throw new SetupError(
      `${interpreter} lacks the venv module. On Debian or Ubuntu run "sudo apt install python3-venv", then the same command again.`,
    );
  }
}

function versionOf(file) {
  const said = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return /^uv (\S+)/.exec(said)?.[1];
}

module.exports = { provideUv };
