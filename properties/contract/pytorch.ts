/** What PyTorch makes of networks, one after the other. */

import type { Running } from '../../src/engine/dispatch.ts';
import { startPython } from '../pythonProcess.ts';
import type { Made } from './ours.ts';

export interface Request {
  readonly architecture: object;
  /** Whether its tensors have no memory, so that sizes may be huge. */
  readonly meta: boolean;
  /** Without gradients and modes where undefined. */
  readonly running?: Running;
}

const plainly: Running = { gradients: false, mode: 'none' };

/** Asks a process that is started when it is needed; where PyTorch dies of a network it does not take it either, and another process goes on. */
export const asksPyTorch = () => {
  let process: ReturnType<typeof startPython> | undefined;
  const ask = async (request: Request): Promise<Made & { readonly refused?: string }> => {
    process ??= startPython('countersign.contract');
    try {
      return (await process.ask({ running: plainly, ...request })) as Made & { readonly refused?: string };
    } catch (error) {
      process = undefined;
      return { weights: [], outputs: [], memory: { outputs: [], written: [] }, refused: String(error) };
    }
  };
  return { ask, close: async () => process?.close() };
};
