/** What the row of a module says of parameters by its convention's rule, beside what formulas say of its kind. */

import type { Row } from '../engine/index.ts';
import type { Module } from '../engine/modules.ts';
import { elementsOf } from '../engine/ownTensors.ts';
import { parameters, trainableParameters } from '../engine/parameters.ts';
import { type Compared, rules, type Step, sumOf } from './causes.ts';

const isWeightLearnt = ({ tensors }: Module): boolean => {
  const weight = tensors.get('weight');
  return weight !== undefined && !weight.buffer && !weight.frozen;
};

/** Elements of what the module's kind makes, and of a weight and a bias that it has besides. */
const sized = ({ definition, options, tensors }: Module): bigint => {
  const ofKind = new Set(definition?.weights(options).map(({ name }) => name));
  const besides = ['weight', 'bias'].filter((name) => !ofKind.has(name));
  const usual = [...ofKind].flatMap((name) => tensors.get(name) ?? []).filter(({ buffer }) => !buffer);
  return elementsOf([...usual, ...besides.flatMap((name) => tensors.get(name) ?? [])]);
};

/** A function that gives the steps for a module's key and figures of the definition that are of parameters. */
export const ownStepsBy = (
  { convention: { traversal } }: Compared,
  ownOf: ReadonlyMap<string, readonly Row[]>,
  rowsOf: ReadonlyMap<string, readonly Row[]>,
) => {
  /** The nearest module around a path that has a row. */
  const nearest = (path: string): string => {
    const outer = path.slice(0, Math.max(path.lastIndexOf('.'), 0));
    return outer === '' || rowsOf.has(outer) ? outer : nearest(outer);
  };
  return (module: Module, key: string, names: readonly string[]): readonly Step[] => {
    if (traversal.containers === 'what is left' && !module.definition) {
      const others = [...ownOf].filter(([path]) => path !== key && !rowsOf.has(path) && nearest(path) === key);
      const parts = [ownOf.get(key) ?? [], ...others.map(([, rows]) => rows)];
      return [{ ...rules.left, value: parts.reduce((sum, rows) => sum + sumOf(rows, names), 0n) }];
    }
    const ofLearnt = names.includes('trainable');
    if (!ofLearnt && !names.includes('params')) return [];
    const tied: Step = { ...rules.tied, value: ofLearnt ? trainableParameters(module) : parameters(module) };
    const isCounted = !ofLearnt || traversal.learnt === undefined || isWeightLearnt(module);
    const asWeight: Step = { ...rules.asWeight, value: isCounted ? parameters(module) : 0n };
    const beside: Step = { ...rules.beside, value: isCounted ? sized(module) : 0n };
    return [
      tied,
      ...(ofLearnt && traversal.learnt ? [asWeight] : []),
      ...(traversal.containers === 'weight and bias' ? [beside] : []),
    ];
  };
};
