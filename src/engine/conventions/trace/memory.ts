/** What torch.jit's graph knows of memory: which results lie where others do, and what is written over. */

import type { LeafCall } from '../../shapes.ts';
import { arranging, arrangingFunctions } from '../arranged.ts';

/** Memory of which the graph knows nothing: all inputs and weights, and what is taken out of lists, may lie in one place. */
export const outside = { isOutside: true } as const;

/** `x.data` is not seen by the tracer, and Identity returns what it takes. */
export const leavesNoNode = ({ definition, spelling }: LeafCall): boolean =>
  definition.kind === 'Identity' || spelling === 'torch.Tensor.data.__get__';

/** Operators that may or may not copy: their signature says that the result is the input. */
const maybeViews: ReadonlySet<string> = new Set([
  ...['bfloat16', 'bool', 'byte', 'char', 'double', 'float', 'half', 'int', 'long', 'short'],
  ...['contiguous', 'flatten', 'Flatten', 'ravel', 'reshape', 'reshape_as', 'to'],
]);

/** Operators that may hand their input on: their signature says that the result is a new one. */
const maybeCopies: ReadonlySet<string> = new Set([
  ...[...arranging, ...arrangingFunctions].filter((kind) => /dropout/i.test(kind)),
  ...['einsum', 'type_as'],
]);

/** `x.to(other)` asks for the type of the other before the graph begins, and is `to` in it. */
export const readsFirstAlone = ({ definition: { kind }, spelling }: LeafCall): boolean =>
  kind === 'type_as' && spelling === 'torch.Tensor.to';

/** Whether the graph takes the first result for a look at the first input's memory. */
export const namesMemory = (call: LeafCall): boolean => {
  const { kind } = call.definition;
  return maybeViews.has(kind) || readsFirstAlone(call) || (call.storage === 'alias' && !maybeCopies.has(kind));
};

/** Cells write over pieces of the products of their gates. */
const cells: ReadonlySet<string> = new Set(['GRUCell', 'LSTMCell']);

/** Whether a call writes over memory of which the graph knows nothing: a list's elements, or rows of a table that are shortened. */
export const writesOutside = ({ definition: { kind }, options }: LeafCall): boolean =>
  cells.has(kind) || (typeof options.max_norm === 'number' && /embedding/i.test(kind));

/** Functions that put what they are given into a list of which the graph knows no more, unlike cat and stack. */
const lists: ReadonlySet<string> = new Set(['broadcast_tensors', 'column_stack', 'einsum', 'meshgrid']);

/** Whether a call puts what it is given where anything may write over it. */
export const putsInList = ({ definition: { kind }, spelling }: LeafCall): boolean =>
  lists.has(kind) || spelling === 'torch.concat' || spelling === 'torch.concatenate';

/** Modules that take the option and leave their input as it is. */
const notWritten: ReadonlySet<string> = new Set(['AlphaDropout', 'FeatureAlphaDropout']);

/** Whether a call writes over its first input: told to at a function's call, or as a module's option. */
export const isWritten = ({ storage, options, definition: { kind } }: LeafCall): boolean =>
  storage === 'in place' || (options.inplace === true && !notWritten.has(kind));

/** A function of Python, which the graph calls whether its result is needed or not. */
export const isAlwaysKept = ({ definition: { kind } }: LeafCall): boolean => kind === 'CrossMapLRN2d';
