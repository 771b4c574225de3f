/** The real tools for tests: started when they are first asked, and ended after the file's last test. */

import { resolve } from 'node:path';
import { type ToolName, toolNames } from '../harness/environments.ts';
import { judged } from '../harness/judged.ts';
import { openPool, type Pool } from '../harness/pool.ts';
import { plain } from '../report/style.ts';
import { verifyJson, verifyText } from '../report/verify.ts';
import { type Compared, known, networkOf } from './cost.ts';

const pools = new Map<string, Promise<Pool>>();

const toolsFrom = (names: readonly string[]): readonly ToolName[] =>
  names.length === 0 ? toolNames : [...new Set(names.map((name) => known(name, 'tool', toolNames)))];

/** The workers of these tools, which are started once. */
export const poolOf = (names: readonly string[]): Promise<Pool> => {
  const tools = toolsFrom(names);
  const key = tools.join();
  // Workers that have more tools than are asked will do as well.
  const found = [...pools].find(([others]) => tools.every((tool) => others.split(',').includes(tool)));
  if (found) return found[1];
  const opened = openPool({ tools });
  pools.set(key, opened);
  return opened;
};

/** Ends all workers. */
export const closePools = async (): Promise<void> => {
  const opened = [...pools.values()];
  pools.clear();
  for (const pool of await Promise.allSettled(opened)) if (pool.status === 'fulfilled') await pool.value.close();
};

/** Asks the tools what they say of a network, and compares each with its convention. */
export const compareTools = async (received: unknown, names: readonly string[]): Promise<Compared> => {
  const network = networkOf(received);
  const tools = toolsFrom(names);
  const pool = await poolOf(names);
  const { json } = network.architecture;
  const result = verifyJson(json.name, await judged(pool, { architecture: json, tools }, network));
  return { pass: result.outcome === 'agreement', message: () => verifyText(result, plain).trimEnd() };
};

/** The architecture of a module in a Python file, as in `net.py:Net`, from the shapes of its inputs. */
export const record = async (source: string, ...shapes: readonly (readonly number[])[]): Promise<object> => {
  const [, file, name] = /^(.*\.py):([\p{L}_][\p{L}\p{N}_.]*)$/u.exec(source) ?? [];
  if (file === undefined || name === undefined)
    throw new Error(`"${source}" is not a module in a Python file. Write it as FILE.py:NAME, such as net.py:Net.`);
  if (shapes.length === 0) throw new Error(`${source} needs the shape of each input, such as [1, 3, 224, 224].`);
  const pool = await poolOf(['torch']);
  return pool.record(
    { file: resolve(file), name },
    shapes.map((shape) => ({ shape: [...shape], dtype: 'float32' })),
  );
};
