import { hostname } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, makeProject, until } from './project.ts';

/** An npm that never ends, with a process of its own that never ends either. */
const hangs = 'sleep 600 & echo $! > "$FAKES/../grandchild"; echo $$ > "$FAKES/../child"; wait';

async function startHanging() {
  const project = makeProject();
  project.fake('npm', hangs);
  const running = project.start();
  await until(() => project.exists('child') && project.read('child') !== '');
  const pids = ['child', 'grandchild'].map((file) => Number(project.read(file)));
  onTestFinished(() => {
    for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
  });
  return { project, running, anyAlive: () => pids.some(isAlive) };
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends all that was started, says so, and the next run goes on', async (signal, code) => {
  const { project, running, anyAlive } = await startHanging();
  running.child.kill(signal);
  const ended = await running.ended;
  expect(ended).toMatchObject({
    code,
    stdout: '',
    stderr: expect.stringMatching(/countersign: stopped\. .*goes on from here\.\n$/),
  });
  await until(() => !anyAlive());
  expect(project.exists('.countersign/lock')).toBe(false);
  project.fake('npm');
  expect((await project.run()).code).toBe(0);
});

test('a program that ignores the request to end is killed', async () => {
  const project = makeProject();
  project.fake('npm', `trap '' TERM; echo $$ > "$FAKES/../child"; while :; do sleep 0.1; done`);
  const running = project.start();
  await until(() => project.exists('child') && project.read('child') !== '');
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(130);
  expect(isAlive(Number(project.read('child')))).toBe(false);
});

test('a set-up killed outright leaves a lock and a running npm: the next run ends that npm and takes over', async () => {
  const { project, running, anyAlive } = await startHanging();
  running.child.kill('SIGKILL');
  await running.ended;
  expect(project.exists('.countersign/lock')).toBe(true);
  expect(anyAlive()).toBe(true);
  project.fake('npm');
  expect((await project.run()).code).toBe(0);
  await until(() => !anyAlive());
});

test('two at once: the second waits, says so, and finds the work done', async () => {
  const project = makeProject();
  project.fake('npm', 'while [ ! -e "$FAKES/../go" ]; do sleep 0.05; done; mkdir -p node_modules');
  const first = project.start();
  await first.says('Installing the npm packages');
  const second = project.start();
  await second.says(`Another run (process ${first.child.pid}) is setting up; waiting`);
  project.write('go', '');
  expect([(await first.ended).code, (await second.ended).code]).toEqual([0, 0]);
  expect(project.calls()).toEqual(['npm ci', 'uv sync', 'uv sync', 'uv sync']);
});

test('a waiting run can be stopped', async () => {
  const { project, running } = await startHanging();
  const second = project.start();
  await second.says('waiting');
  second.child.kill('SIGINT');
  expect((await second.ended).code).toBe(130);
  expect(project.exists('.countersign/lock')).toBe(true);
  running.child.kill('SIGINT');
  await running.ended;
});

const gone = { host: hostname(), pid: 2 ** 22 + 1, born: '1', token: 'gone' };
test.each([
  ['of a process that is gone', JSON.stringify(gone)],
  ['whose process number now belongs to another', JSON.stringify({ ...gone, pid: process.pid })],
  ['that nobody can read', '{"pid":'],
  ['without an owner', undefined],
])('a lock %s is taken over, by one run only', async (_name, owner) => {
  const project = makeProject();
  project.write(owner === undefined ? '.countersign/lock/other' : '.countersign/lock/owner.json', owner ?? '');
  const ended = await Promise.all([1, 2, 3].map(() => project.run()));
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(project.calls()).toEqual(['npm ci', 'uv sync', 'uv sync', 'uv sync']);
  expect(project.exists('.countersign/lock')).toBe(false);
});

test("the task's signals and exit codes are those of its program", async () => {
  const project = makeProject();
  project.fake('python3', 'case "$1" in exit) exit 7;; wait) echo ready >&2; exec sleep 600;; -c) echo 3.11;; esac');
  expect(await project.run(['python', 'exit'])).toMatchObject({ code: 7 });
  const waiting = project.start(['python', 'wait']);
  await waiting.says('ready');
  waiting.child.kill('SIGTERM');
  expect(await waiting.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
});
