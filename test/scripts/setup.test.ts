import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeProject } from './project.ts';

const everything = ['npm ci', 'uv sync', 'uv sync', 'uv sync'];

test('the first run installs everything, tells the size first, and says nothing on stdout', async () => {
  const project = makeProject();
  const { code, stdout, stderr } = await project.run();
  expect(stderr).toMatch(/Installing the npm packages, .*MB.*\n(.*\n)*.*"main".*a download of up to .*GB/);
  expect({ code, stdout, calls: project.calls() }).toEqual({ code: 0, stdout: '', calls: everything });
});

test('the second run does nothing and says nothing', async () => {
  const project = makeProject();
  await project.run();
  expect(await project.run()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(project.calls()).toEqual(everything);
});

test('counting needs no Python', async () => {
  const project = makeProject();
  project.write(
    'src/cli/main.ts',
    'console.log(JSON.stringify(process.argv.slice(2)) as string);\nprocess.exitCode = 1;',
  );
  const { code, stdout } = await project.run(['countersign', 'count', 'a b', '--json']);
  expect({ code, stdout, calls: project.calls() }).toEqual({
    code: 1,
    stdout: '["count","a b","--json"]\n',
    calls: ['npm ci'],
  });
});

test.each([
  ['package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '2.0.0' } } }), ['npm ci']],
  ['python/uv.lock', 'version = 2\n', ['uv sync']],
  ['python/environments/torchstat/pyproject.toml', 'requires-python = ">=3.12"\n', ['uv sync']],
  ['python/environments/extra/uv.lock', 'version = 2\n', ['uv sync']],
])('a change of %s installs that part again and no other', async (file, text, again) => {
  const project = makeProject();
  await project.run();
  project.write(file, text);
  await project.run();
  expect(project.calls()).toEqual([...everything, ...again]);
});

test('a removed folder is installed again', async () => {
  const project = makeProject();
  await project.run();
  for (const folder of ['node_modules', 'python/.venv']) rmSync(project.at(folder), { recursive: true });
  await project.run();
  expect(project.calls()).toEqual([...everything, 'npm ci', 'uv sync']);
});

test('packages that "npm install" has put in place are not installed again', async () => {
  const project = makeProject();
  project.write(
    'node_modules/.package-lock.json',
    JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
  );
  expect((await project.run()).code).toBe(0);
  expect(project.calls()).toEqual(['uv sync', 'uv sync', 'uv sync']);
});

test('packages of another version are not taken for the right ones', async () => {
  const project = makeProject();
  project.write(
    'node_modules/.package-lock.json',
    JSON.stringify({ packages: { 'node_modules/a': { version: '0.9.0' } } }),
  );
  await project.run();
  expect(project.calls()).toEqual(everything);
});

test("the shell's own settings of Python and npm do not leak in", async () => {
  const project = makeProject();
  project.fake('npm', 'env > "$FAKES/../npm.env"; mkdir -p node_modules');
  project.fake('python3', 'case "$1" in -c) echo 3.11;; *) env;; esac');
  const hostile = {
    PYTHONPATH: '/evil',
    PYTHONDONTWRITEBYTECODE: '1',
    VIRTUAL_ENV: '/evil',
    NODE_OPTIONS: '--no-warnings',
  };
  const { stdout } = await project.run(['python', 'script.py'], hostile);
  expect(stdout).not.toMatch(/PYTHONPATH|PYTHONDONTWRITEBYTECODE|VIRTUAL_ENV/);
  expect(project.read('npm.env')).not.toMatch(/NODE_OPTIONS/);
});

test('a Python that only one optional environment lacks is no obstacle, and is not asked for twice', async () => {
  const project = makeProject();
  project.fake(
    'uv',
    `case "$PWD" in */torchstat) [ "$1" = sync ] && { echo "error: No interpreter found for Python >=3.11,<3.12" >&2; exit 2; };; esac
    case "$1" in --version) ${'echo "uv 0.13.9"'};; sync) mkdir -p .venv/bin; ln -sf "$FAKES/python3" .venv/bin/python;; esac`,
  );
  const first = await project.run();
  expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('"torchstat", so it is left out') });
  expect(await project.run()).toMatchObject({ code: 0, stderr: '' });
});

test('another index for torch installs what the lock names, without the CUDA packages', async () => {
  const project = makeProject();
  project.write(
    'python/uv.lock',
    '[[package]]\nname = "nvidia-cublas"\n\n[[package]]\nname = "numpy"\n\n[[package]]\nname = "triton"\n',
  );
  const venv = 'venv) mkdir -p .venv/bin; ln -sf "$FAKES/python3" .venv/bin/python;;';
  project.fake('uv', `case "$1" in --version) echo "uv 0.13.9";; ${venv} esac`);
  expect((await project.run(['setup'], { COUNTERSIGN_TORCH_INDEX: 'https://torch.example/cpu' })).code).toBe(0);
  const calls = project.read('calls');
  expect(calls).toMatch(/uv export .*--no-emit-package nvidia-cublas --no-emit-package triton --output-file/);
  expect(calls).not.toMatch(/uv sync|no-emit-package numpy/);
  expect(calls).toMatch(/uv pip install --no-deps .*--index https:\/\/torch\.example\/cpu/);

  expect(await project.run()).toMatchObject({ code: 0, stderr: '' });
  await project.run(['setup'], { COUNTERSIGN_TORCH_INDEX: '' });
  expect(project.read('calls')).toMatch(/uv sync/);
});

test('an unknown task is a usage error', async () => {
  expect(await makeProject().run(['toString'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('expected one of'),
  });
});

test('relative paths are read from the folder in which the command was typed', async () => {
  const project = makeProject();
  project.write('sub/here', '');
  project.write('src/cli/main.ts', 'console.log(process.cwd());');
  const npm = { INIT_CWD: project.at('sub'), npm_package_json: project.at('package.json') };
  expect((await project.run(['countersign'], npm)).stdout.trim()).toBe(project.at('sub'));
  const other = { ...npm, npm_package_json: '/elsewhere/package.json' };
  expect((await project.run(['countersign'], other)).stdout.trim()).toBe(project.at());
});
