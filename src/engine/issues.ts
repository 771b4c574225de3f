/** Every way in which an architecture is refused, as data. No file of the engine but this one and complaint.ts holds text of messages. */

import { type Complaint, complaintText, list, show } from './complaint.ts';
import type { Shape } from './tensor.ts';

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

/** Python's exceptions that are no RuntimeError, where a complaint names none of its own. */
const errorClasses: Readonly<Record<string, string>> = {
  dimension: 'IndexError',
  index: 'IndexError',
  integral: 'NotImplementedError',
  operand: 'TypeError',
  // A chunk that there is not with another batch: the program that runs a network looks its values up by name.
  unknown_value: 'KeyError',
};

/** Makes an issue; the message is written here and nowhere else. */
export const issue = <Code extends IssueCode>(code: Code, path: string, details: Details[Code]): Issue => {
  const complaint = code === 'layer' ? (details as Details['layer']).complaint : undefined;
  const error = complaint?.error ?? errorClasses[complaint?.code ?? code];
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
