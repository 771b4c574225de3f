/** Matchers for vitest: what a network costs, and whether the real tools agree. Importing this file adds them. */

import { afterAll, beforeAll, expect } from 'vitest';
import type { ToolName } from '../harness/environments.ts';
import { type Cost, compareCost } from './cost.ts';
import { closePools, compareTools, poolOf, record } from './tools.ts';

export type { ToolName } from '../harness/environments.ts';
export type { Cost } from './cost.ts';
export { record };

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Holds an architecture to exact figures under a convention, `definition` unless another is named. */
    toCost: (expected: Cost, convention?: string) => R;
    /** Runs the real tools on an architecture, and compares each with its convention; all of them unless named. */
    toAgreeWith: (...tools: readonly ToolName[]) => Promise<void>;
  }
}

/** Python and PyTorch take some seconds to start. */
const startLimit = 120_000;

/** Starts tools before the tests of a file, so that no test's own time is spent on it. */
export const useTools = (...tools: readonly ToolName[]): void => {
  beforeAll(() => poolOf(tools), startLimit);
};

expect.extend({
  toCost: (received: unknown, expected: Cost, convention?: string) => compareCost(received, expected, convention),
  toAgreeWith: (received: unknown, ...tools: readonly ToolName[]) => compareTools(received, tools),
});

afterAll(closePools);
