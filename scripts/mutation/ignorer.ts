/** What is not mutated, each with its reason: text that a user reads, and the generator's draws. All else that computes is. */

import type { Ignorer } from '@stryker-mutator/api/ignore';

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly key?: Node;
  readonly id?: Node | null;
  readonly callee?: Node;
  readonly property?: Node;
  readonly properties?: readonly Node[];
  readonly params?: readonly Node[];
}

interface Path {
  readonly node: Node;
  readonly parent?: Node | null;
}

const text = 'text: what a user reads';
const refusal = 'the words and numbers of a refusal, but not whether there is one';
const draw = 'draws cases: another draw is no other count';
const trial = 'what a composite would make of tensors: the generator alone asks, before it draws one';
const formulas = 'texts of formulas: their mistakes are planted name by name, by a property of their own';
const names = 'names by which PyTorch is called';
const kernels = 'which kernel PyTorch runs, which changes no count of the definition: tools alone see it';

const properties: Readonly<Record<string, string>> = {
  source: text,
  because: text,
  rule: text,
  about: text,
  units: text,
  traversal: text,
  page: text,
  kernel: kernels,
  indices: draw,
  generate: draw,
  draw,
  operands: draw,
  merge: draw,
  ranks: draw,
  second: draw,
  run: trial,
  depends: text,
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

/** A function that is given what draws, and draws. */
const isDrawing = ({ type, params }: Node): boolean =>
  type.endsWith('FunctionExpression') && params?.[0]?.name === 'draw';

const reasonOf = (node: Node): string | undefined => {
  if (isDrawing(node)) return draw;
  if (node.type === 'ObjectProperty' && isFormulas(node)) return formulas;
  if (node.type === 'ObjectProperty' || node.type === 'ObjectMethod') return reasonOfProperty(node);
  if (
    node.type === 'VariableDeclarator' &&
    /^(bagsDepend|both|dimensionNames|message|option|pages?|rule|source)$/.test(nameOf(node.id) ?? '')
  )
    return text;
  if (node.type === 'VariableDeclarator' && nameOf(node.id) === 'isFusable') return kernels;
  if (node.type === 'VariableDeclarator' && /^(run|targetOf)$/.test(nameOf(node.id) ?? '')) return trial;
  if (node.type === 'VariableDeclarator' && /^(below|draw|isDraw|merge|offsetsOf)/.test(nameOf(node.id) ?? ''))
    return draw;
  if (node.type === 'NewExpression' && nameOf(node.callee)?.endsWith('Error')) return text;
  return isComplaint(node) ? refusal : undefined;
};

/** What is said of a rule of zod's, or of a regular expression. */
const isMessage = (node: Node, parent: Node | null | undefined): boolean =>
  /^(refine|regex)$/.test(nameOf(parent?.callee?.property) ?? '') &&
  (isText(node) || (node.properties ?? []).some(({ key }) => nameOf(key) === 'message'));

const isText = ({ type }: Node): boolean => type === 'StringLiteral' || type === 'TemplateLiteral';

/** Functions that make a refusal of what they are given, or of the words in it. */
const complaining: ReadonlySet<string | undefined> = new Set([
  'mismatch',
  'neither',
  'option',
  'outOf',
  'refused',
  'rule',
]);
const refusals: ReadonlySet<string | undefined> = new Set([
  ...complaining,
  ...['complain', 'noAxis', 'oneUnknown', 'unequal', 'wrongDimensions'],
]);

/** Tells StrykerJS what to leave out. */
export const ignorer: Ignorer = {
  shouldIgnore: (given) => {
    const { node, parent } = given as unknown as Path;
    if (isMessage(node, parent)) return text;
    if (parent?.type === 'CallExpression' && node !== parent.callee && complaining.has(nameOf(parent.callee)))
      return refusal;
    if (isText(node) && parent?.type === 'CallExpression') {
      const callee = nameOf(parent.callee);
      if (refusals.has(callee)) return refusal;
      if (callee === 'called') return names;
    }
    return reasonOf(node);
  },
};
