/** What is not mutated, each with its reason: text that a user reads, and the generator's draws. All else that computes is. */

import type { Ignorer } from '@stryker-mutator/api/ignore';

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly key?: Node;
  readonly id?: Node | null;
  readonly callee?: Node;
  readonly properties?: readonly Node[];
}

const text = 'text: what a user reads';
const refusal = 'the words and numbers of a refusal, but not whether there is one';
const draw = 'draws cases: another draw is no other count';
const formulas = 'texts of formulas: their mistakes are planted name by name, by a property of their own';
const names = 'names by which PyTorch is called';

const properties: Readonly<Record<string, string>> = {
  source: text,
  because: text,
  rule: text,
  about: text,
  units: text,
  traversal: text,
  generate: draw,
  draw,
  operands: draw,
  kind: names,
  target: names,
  names,
  signature: names,
  signatures: names,
  spellings: names,
  tensors: names,
};

const nameOf = (node: Node | null | undefined): string | undefined =>
  node?.name ?? (typeof node?.value === 'string' ? node.value : undefined);

const reasonOfProperty = ({ key }: Node): string | undefined => {
  const name = nameOf(key) ?? '';
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
};

const isComplaint = ({ type, properties = [] }: Node): boolean =>
  type === 'ObjectExpression' && properties.some(({ key }) => nameOf(key) === 'code');

const isFormulas = ({ key, value }: Node): boolean =>
  (nameOf(key) === 'formulas' || nameOf(key) === 'parts') && (value as Node | undefined)?.type === 'ObjectExpression';

const reasonOf = (node: Node): string | undefined => {
  if (node.type === 'ObjectProperty' && isFormulas(node)) return formulas;
  if (node.type === 'ObjectProperty' || node.type === 'ObjectMethod') return reasonOfProperty(node);
  if (node.type === 'VariableDeclarator' && /^draw/.test(nameOf(node.id) ?? '')) return draw;
  if (node.type === 'NewExpression' && nameOf(node.callee)?.endsWith('Error')) return text;
  return isComplaint(node) ? refusal : undefined;
};

/** Tells StrykerJS what to leave out. */
export const ignorer: Ignorer = { shouldIgnore: (path) => reasonOf((path as { readonly node: Node }).node) };
