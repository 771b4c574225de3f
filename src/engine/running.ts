/** Which modules' forwards are running at a call. */

import type { Module } from './modules.ts';
import { type ContainerCall, isLeaf, type ShapedCall, type ShapedNetwork } from './shapes.ts';

/** A function that gives the distinct modules that are running at a call, its own first and the root last. */
export const runningIn = ({ architecture, calls }: ShapedNetwork): ((call: ShapedCall) => ReadonlySet<Module>) => {
  const around = new Map<string, ContainerCall>();
  for (const call of calls) if (!isLeaf(call)) for (const { id } of call.body) around.set(id, call);
  return (call) => {
    const running = new Set<Module>(call.module ? [call.module] : []);
    for (let outer = around.get(call.id); outer?.module; outer = around.get(outer.id)) running.add(outer.module);
    return running.add(architecture.root);
  };
};
