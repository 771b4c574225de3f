'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { constants } = require('node:os');
const path = require('node:path');
const { SetupError, explain } = require('./failure.cjs');

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How long a program may take to end after it was asked to. */
const patience = 3_000;

/** Becomes the program only when told to, so that none runs whose number is not yet in the lock. */
const onceNoted = 'read -r go && exec "$0" "$@"';

let active;
let stopped;

/** Runs `work` so that Ctrl-C ends the program at work, with all that it started, before this process gives up. */
async function guarded(work) {
  const stop = (signal) => {
    stopped = signal;
    if (active !== undefined) end(active, 'SIGTERM');
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.removeListener(signal, stop);
  }
}

function end(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    return;
  }
  if (signal !== 'SIGKILL') setTimeout(() => end(child, 'SIGKILL'), patience).unref();
}

/** Ends a set-up that was asked to stop. To be called between steps and while waiting. */
function checkpoint() {
  if (stopped === undefined) return;
  const code = 128 + constants.signals[stopped];
  throw new SetupError('stopped. Run the same command again; it goes on from here.', code);
}

/**
 * Runs one step's program in a process group of its own and resolves to its output. The whole output also goes to
 * `.countersign/logs/STEP.log`; `progress` picks the lines that the user sees. `what` completes "could not ...",
 * and `explain` makes the error of it.
 */
async function run(
  { root, state, lock },
  { step, what, file, args, env, cwd = root, progress = () => undefined, explain: tell = explain },
) {
  checkpoint();
  const logs = path.join(state, 'logs');
  fs.mkdirSync(logs, { recursive: true });
  const log = path.join(logs, `${step}.log`);
  const stream = fs.createWriteStream(log);
  // A full disk must not end the set-up on account of its log.
  stream.on('error', () => {});
  stream.write(`$ ${[file, ...args].join(' ')}\n`);
  const child = spawn('/bin/sh', ['-c', onceNoted, file, ...args], { cwd, env, detached: true, stdio: 'pipe' });
  active = child;
  if (child.pid !== undefined) lock.note(child.pid);
  child.stdin.on('error', () => {});
  child.stdin.end('go\n');
  let output = '';
  let rest = '';
  const take = (chunk) => {
    output += chunk;
    stream.write(chunk);
    const lines = (rest + chunk).split(/\r?\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      const said = progress(line);
      if (said) process.stderr.write(`  ${said}\n`);
    }
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(1);
    });
    child.on('close', (exit, signal) => resolve(exit ?? 128 + constants.signals[signal]));
  });
  active = undefined;
  lock.note(undefined);
  await new Promise((resolve) => stream.end(resolve));
  checkpoint();
  if (code === 127) output = `${file} was not found on this machine`;
  if (code !== 0) throw tell(what, { code, output, log }, root);
  return output;
}

/** Runs a program in the place of this process: its streams, its signals, its end. */
function become({ file, args, env }) {
  const child = spawn(file, args, { stdio: 'inherit', env });
  for (const signal of signals) {
    // A terminal sends Ctrl-C to the child as well; passed on, it would come twice.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  child.on('error', (error) => {
    process.stderr.write(`countersign: cannot run ${file}: ${error.message}\n`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

module.exports = { guarded, checkpoint, run, become };
