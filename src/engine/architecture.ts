/** A network as data: its JSON, checked. What the values' shapes are is the business of shapes.ts. */

import type { Checked } from './architectureJson.ts';
import type { Call } from './call.ts';
import { checkReturns, readCalls } from './calls.ts';
import { checkForm } from './form.ts';
import { issue } from './issues.ts';
import { parseJson } from './json.ts';
import type { Building, Module } from './modules.ts';
import { Names } from './names.ts';
import { readModules } from './readModules.ts';
import { refuseOne } from './refuse.ts';
import { numel } from './tensor.ts';

/** A checked architecture: every name resolves, every option is one that PyTorch takes. */
export interface Architecture {
  readonly json: Checked;
  readonly name: string;
  readonly inputs: Checked['inputs'];
  readonly root: Module;
  /** Every module object once, in the order of `named_modules()`, the root first. */
  readonly modules: readonly Module[];
  readonly calls: readonly Call[];
  readonly outputs: readonly string[];
  /** The names of what inputs and calls give, but for what composites call inside of them. */
  readonly names: Names;
}

/**
 * Checks an architecture: its form, every kind and option, every path. Throws Refusal with the place of each finding.
 * Takes what JSON.parse gives, or the text itself.
 */
export const parseArchitecture = (given: unknown): Architecture => {
  const value = typeof given === 'string' ? parseJson(given) : given;
  const json = checkForm(value);
  for (const [index, { shape }] of json.inputs.entries()) {
    if (!Number.isSafeInteger(numel(shape))) {
      refuseOne(issue('too_large', `inputs[${index}].shape`, { shape }));
    }
  }
  const { root, byPath } = readModules(json);
  checkReturns(json.returns, json.outputs.length, () => 'returns');
  const modules: Building[] = [];
  root.number(modules);
  const names = new Names();
  for (const [index, { name }] of json.inputs.entries())
    if (names.define(name) === undefined)
      refuseOne(issue('duplicate', `inputs[${index}].name`, { what: 'Value', name }));
  return {
    json,
    name: json.name,
    inputs: json.inputs,
    root,
    modules,
    calls: readCalls(json, modules, byPath, names),
    outputs: json.outputs,
    names,
  };
};
