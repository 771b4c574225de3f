import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));
const uvVersion = /version = '([^']+)'/.exec(readFileSync(join(scripts, 'setup/uv.cjs'), 'utf8'))?.[1];

/** What the stand-ins for npm, uv and Python do when all goes well: leave behind what the real ones would. */
const fakes = {
  npm: `mkdir -p node_modules/node/bin node_modules/.bin && ln -sf "$REAL_NODE" node_modules/node/bin/node`,
  uv: `case "$1" in --version) echo "uv ${uvVersion}";; sync) mkdir -p .venv/bin && ln -sf "$FAKES/python3" .venv/bin/python;; esac`,
  python3: `case "$1" in -c) echo 3.11;; esac`,
} as const;
export type Fake = keyof typeof fakes;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once the process has said this on stderr. */
  says(text: string): Promise<void>;
}

/** A project with nothing set up, on a machine where npm, uv and Python are shell scripts that note every call. */
export function makeProject() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'countersign-setup-'));
  const at = (...parts: string[]): string => join(folder, ...parts);
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  cpSync(scripts, at('scripts'), { recursive: true });
  const root = { name: 'project', version: '1.0.0' };
  write('package.json', JSON.stringify(root));
  write('package-lock.json', JSON.stringify({ packages: { '': root, 'node_modules/a': { version: '1.0.0' } } }));
  for (const environment of ['python', 'python/environments/extra', 'python/environments/torchstat']) {
    write(`${environment}/pyproject.toml`, 'requires-python = ">=3.11"\n');
    write(`${environment}/uv.lock`, 'version = 1\n');
  }
  write('calls', '');
  const started: ChildProcess[] = [];
  onTestFinished(() => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Has a stand-in do something else from now on; without a body it does well again. */
  const fake = (name: Fake, body: string = fakes[name]): void => {
    write(`fakes/${name}`, `#!/bin/sh\necho "${name} $*" >> "${at('calls')}"\n${body}\n`);
    chmodSync(at('fakes', name), 0o755);
  };
  for (const name of Object.keys(fakes) as Fake[]) fake(name);

  const start = (args: readonly string[] = ['setup'], env: NodeJS.ProcessEnv = {}): Running => {
    const child = spawn(process.execPath, [at('scripts/run.cjs'), ...args], {
      cwd: folder,
      env: { PATH: `${at('fakes')}:/usr/bin:/bin`, FAKES: at('fakes'), REAL_NODE: process.execPath, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
    const says = async (text: string): Promise<void> => {
      await until(() => stderr.includes(text) || child.exitCode !== null);
      if (!stderr.includes(text)) throw new Error(`it ended without saying "${text}": ${stderr}`);
    };
    return { child, ended, says };
  };

  return {
    at,
    write,
    fake,
    start,
    run: (args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> => start(args, env).ended,
    /** The calls that did work, in order: `npm ci`, `uv sync`, ... */
    calls: (): string[] =>
      readFileSync(at('calls'), 'utf8')
        .split('\n')
        .map((line) => line.split(' ').slice(0, 2).join(' '))
        .filter((call) => /^(npm|uv) /.test(call) && call !== 'uv --version'),
    exists: (file: string): boolean => existsSync(at(file)),
    read: (file: string): string => readFileSync(at(file), 'utf8').trim(),
  };
}

export async function until(holds: () => boolean, patience = 10_000): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited ${patience} ms in vain for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // A process that ended and that nobody has waited for yet.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !existsSync('/proc/self');
  }
}
