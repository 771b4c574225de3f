/** Every way in which an architecture is refused, as data. No other file of the engine holds text of messages. */

import type { Shape } from './tensor.ts';

const show = (shape: Shape): string => `[${shape.join(', ')}]`;
const list = (names: readonly (string | number)[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** Why a layer cannot take what it is given; `explain` puts it into words behind the layer's name. */
export type Complaint = {
  /** The class of PyTorch's exception, where it is no RuntimeError. */
  readonly error?: string;
} & (
  | { readonly code: 'inputs'; readonly expected: string; readonly got: number }
  | { readonly code: 'argument'; readonly name: string; readonly known: readonly string[] }
  | { readonly code: 'rank'; readonly expected: readonly number[]; readonly shape: Shape }
  | {
      readonly code: 'size';
      readonly what: string;
      readonly dimension: string;
      readonly expected: number;
      readonly got: number;
      readonly shape: Shape;
    }
  | {
      readonly code: 'window';
      readonly window: number;
      readonly size: number;
      readonly dimension: string;
      readonly shape: Shape;
    }
  | {
      readonly code: 'padding';
      readonly padding: number;
      readonly mode: string;
      readonly size: number;
      readonly shape: Shape;
    }
  | { readonly code: 'mismatch'; readonly shapes: readonly Shape[]; readonly rule: string }
  | { readonly code: 'elements'; readonly shape: Shape; readonly target: Shape }
  | { readonly code: 'layout'; readonly shape: Shape; readonly target: Shape }
  | { readonly code: 'dimension'; readonly dimension: number; readonly shape: Shape }
  | { readonly code: 'dtype'; readonly expected: string; readonly got: string }
  | { readonly code: 'integral'; readonly got: string }
  | { readonly code: 'operand'; readonly got: string }
  | { readonly code: 'index'; readonly index: number; readonly size: number }
  | { readonly code: 'single'; readonly shape: Shape }
  | { readonly code: 'groups'; readonly groups: number; readonly channels: number; readonly shape: Shape }
  | { readonly code: 'end'; readonly end: Shape; readonly shape: Shape }
  | { readonly code: 'odd'; readonly dimension: number; readonly shape: Shape }
  | { readonly code: 'overwrite'; readonly rule: string }
  | { readonly code: 'tuple' }
  | { readonly code: 'empty'; readonly shape: Shape }
  | { readonly code: 'option'; readonly option: string; readonly rule: string; readonly got: unknown }
);

const complaintText = (complaint: Complaint): string => {
  switch (complaint.code) {
    case 'inputs':
      return `takes ${complaint.expected}, got ${complaint.got}. Name that many values in "inputs".`;
    case 'argument':
      return `takes no tensor "${complaint.name}" by name, ${complaint.known.length > 0 ? `only ${list(complaint.known)}` : 'nor any other'}.`;
    case 'rank':
      return `cannot take an input of shape ${show(complaint.shape)}: it needs ${list(complaint.expected)} dimensions, got ${complaint.shape.length}.`;
    case 'size':
      return `cannot take an input of shape ${show(complaint.shape)}: it needs ${complaint.expected} ${complaint.what} in ${complaint.dimension}, got ${complaint.got}.`;
    case 'window':
      return `cannot take an input of shape ${show(complaint.shape)}: its window spans ${complaint.window} in the ${complaint.dimension}, which has ${complaint.size} with its padding. Use a smaller kernel or more padding.`;
    case 'padding':
      return `cannot take an input of shape ${show(complaint.shape)}: padding_mode "${complaint.mode}" with padding ${complaint.padding} needs more than ${complaint.size} in that dimension.`;
    case 'mismatch':
      return `cannot take inputs of shapes ${complaint.shapes.map(show).join(' and ')}: ${complaint.rule}.`;
    case 'elements':
      return `cannot give an input of shape ${show(complaint.shape)} the shape ${show(complaint.target)}: the numbers of elements differ.`;
    case 'layout':
      return `cannot view an input of shape ${show(complaint.shape)} as ${show(complaint.target)}: its elements are not in that order in memory. Use flatten, which copies where it must.`;
    case 'dimension':
      return `has no dimension ${complaint.dimension} in an input of shape ${show(complaint.shape)}.`;
    case 'dtype':
      return `needs an input of type ${complaint.expected}, got ${complaint.got}.`;
    case 'integral':
    case 'operand':
      return `needs an input of an integer type or bool, got ${complaint.got}.`;
    case 'index':
      return `has no place ${complaint.index} in a dimension of ${complaint.size}.`;
    case 'single':
      return `cannot take an input of shape ${show(complaint.shape)}: without running statistics it needs more than one value for each channel.`;
    case 'groups':
      return `cannot take an input of shape ${show(complaint.shape)}: ${complaint.channels} channels cannot be put into ${complaint.groups} equal groups.`;
    case 'end':
      return `cannot take an input of shape ${show(complaint.shape)}: it must end with the sizes ${show(complaint.end)}.`;
    case 'odd':
      return `cannot take an input of shape ${show(complaint.shape)}: it halves dimension ${complaint.dimension}, whose size must be even.`;
    case 'overwrite':
      return `cannot write its result over its input: ${complaint.rule}.`;
    case 'tuple':
      return 'returns a tuple, which no module of a Sequential can take or hand on. Call it in a "Module" with a body.';
    case 'empty':
      return `would have an output of shape ${show(complaint.shape)}, which is empty or too large to count. Check the sizes.`;
    case 'option':
      return `has ${complaint.option} = ${JSON.stringify(complaint.got)}: ${complaint.rule}.`;
  }
};

interface Details {
  readonly not_json: { readonly reason: string };
  readonly inexact_number: { readonly number: string };
  readonly too_deep: { readonly limit: number };
  readonly invalid: { readonly reason: string };
  readonly unknown_kind: { readonly kind: string; readonly nearest: readonly string[] };
  readonly wrong_target: { readonly kind: string; readonly target: 'module' | 'function' };
  readonly unknown_spelling: {
    readonly kind: string;
    readonly spelling: string;
    readonly spellings: readonly string[];
  };
  readonly unknown_module: { readonly module: string; readonly nearest: readonly string[] };
  readonly unknown_value: { readonly value: string; readonly nearest: readonly string[] };
  readonly unknown_convention: { readonly convention: string; readonly nearest: readonly string[] };
  readonly unknown_layer: { readonly layer: string; readonly nearest: readonly string[] };
  readonly too_large: { readonly shape: Shape };
  readonly unknown_tensor: { readonly tensor: string };
  readonly tied: { readonly name: string; readonly shape: Shape; readonly other: string; readonly otherShape: Shape };
  readonly unknown_weight: { readonly weight: string; readonly weights: readonly string[] };
  readonly packing: { readonly count: number };
  readonly no_input: { readonly module: string };
  readonly duplicate: { readonly what: string; readonly name: string };
  readonly orphan: { readonly module: string; readonly parent: string };
  readonly leaf_parent: { readonly module: string; readonly parent: string; readonly kind: string };
  readonly body: { readonly kind: string; readonly expected: boolean };
  readonly not_called: { readonly kind: string };
  readonly recursion: { readonly module: string };
  readonly layer: { readonly layer: string; readonly kind: string; readonly complaint: Complaint };
}

export type IssueCode = keyof Details;

/** One reason for refusing an input: a stable code, the place in the input, and the message for a person. */
export interface Issue {
  readonly code: IssueCode | Complaint['code'];
  /** The place, as in `modules[2].options.kernel_size`; empty for the whole input. */
  readonly path: string;
  readonly message: string;
  /** The class of PyTorch's exception, where a layer refuses and it is no RuntimeError. */
  readonly error?: string;
}

const hint = (nearest: readonly string[]): string => (nearest.length > 0 ? ` Did you mean ${list(nearest)}?` : '');

const texts: { readonly [Code in IssueCode]: (details: Details[Code]) => string } = {
  not_json: ({ reason }) => `This is not JSON: ${reason}.`,
  inexact_number: ({ number }) =>
    `The number ${number} cannot be kept exactly: whole numbers go up to 9007199254740991.`,
  too_deep: ({ limit }) => `Values are nested deeper than ${limit} levels. Flatten the calls.`,
  invalid: ({ reason }) => reason,
  unknown_kind: ({ kind, nearest }) => `Kind "${kind}" is not known, so it cannot be counted.${hint(nearest)}`,
  wrong_target: ({ kind, target }) =>
    target === 'module'
      ? `"${kind}" is a module: list it under "modules" and call it with "module".`
      : `"${kind}" is a function: call it with "op".`,
  unknown_spelling: ({ kind, spelling, spellings }) =>
    `"${kind}" cannot be written "${spelling}": use ${list(spellings)}.`,
  unknown_module: ({ module, nearest }) => `No module has the path "${module}".${hint(nearest)}`,
  unknown_value: ({ value, nearest }) => `No earlier call or input gives the value "${value}".${hint(nearest)}`,
  unknown_convention: ({ convention, nearest }) => `No convention is called "${convention}".${hint(nearest)}`,
  unknown_layer: ({ layer, nearest }) => `No layer is called "${layer}".${hint(nearest)}`,
  unknown_weight: ({ weight, weights }) =>
    weights.length > 0
      ? `It has no parameter "${weight}", only ${list(weights)}.`
      : `It has no parameter "${weight}", nor any other.`,
  too_large: ({ shape }) => `A tensor of shape ${show(shape)} has more elements than can be counted exactly.`,
  unknown_tensor: ({ tensor }) =>
    `No module listed so far has a parameter or buffer "${tensor}". List its owner, with what it has of its own in "parameters" or "buffers".`,
  tied: ({ name, shape, other, otherShape }) =>
    `"${name}" of shape ${show(shape)} cannot be the same tensor as "${other}" of shape ${show(otherShape)}: shape, type and whether they are buffers must agree.`,
  packing: ({ count }) =>
    `The tensors must stand here as 0${count > 1 ? ` to ${count - 1}` : ''}, each once and in that order, as in the list that they are given in.`,
  no_input: ({ module }) => `A call of "${module}" needs at least one input.`,
  duplicate: ({ what, name }) => `${what} "${name}" is defined twice.`,
  orphan: ({ module, parent }) => `Module "${module}" comes before its parent "${parent}", or that is missing.`,
  leaf_parent: ({ module, parent, kind }) =>
    `Module "${module}" cannot lie in "${parent}", which is a ${kind} and holds no modules.`,
  body: ({ kind, expected }) =>
    expected
      ? `A call of a ${kind} needs the "calls" of its body and its "outputs".`
      : `A call of a ${kind} has no body: remove "calls" and "outputs".`,
  not_called: ({ kind }) => `A ${kind} only holds modules and cannot be called: call what it holds.`,
  recursion: ({ module }) => `Module "${module}" calls itself.`,
  layer: ({ layer, kind, complaint }) => `Layer "${layer}" (${kind}) ${complaintText(complaint)}`,
};

/** PyTorch's exceptions that are no RuntimeError, where a complaint names none of its own. */
const errorClasses: Readonly<Record<string, string>> = {
  dimension: 'IndexError',
  index: 'IndexError',
  integral: 'NotImplementedError',
  operand: 'TypeError',
};

/** Makes an issue; the message is written here and nowhere else. */
export const issue = <Code extends IssueCode>(code: Code, path: string, details: Details[Code]): Issue => {
  const complaint = code === 'layer' ? (details as Details['layer']).complaint : undefined;
  const error = complaint && (complaint.error ?? errorClasses[complaint.code]);
  return {
    code: complaint?.code ?? code,
    path,
    message: texts[code](details),
    ...(error ? { error } : {}),
  };
};

/** An input was refused: expected, typed and friendly; never a mistake of the engine's own. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly issues: readonly [Issue, ...Issue[]];

  constructor(...issues: [Issue, ...Issue[]]) {
    super(issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('\n'));
    this.issues = issues;
  }
}

export const refuse = <Code extends IssueCode>(code: Code, path: string, details: Details[Code]): never => {
  throw new Refusal(issue(code, path, details));
};

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, changed);
    }
    row = next;
  }
  return row[b.length] as number;
};

/** Up to three known names that are most like the given one, for a hint; none where nothing is alike. */
export const nearest = (name: string, known: Iterable<string>): string[] => {
  const wanted = name.slice(0, 80).toLowerCase();
  return [...known]
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.slice(0, 80).toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.floor(Math.min(wanted.length, candidate.length) / 3)))
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
};
