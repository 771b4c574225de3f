/** Why a layer cannot take what it is given, as data and in words. */

import type { Shape } from './tensor.ts';

/** A shape as Python shows a list. */
export const show = (shape: Shape): string => `[${shape.join(', ')}]`;
/** Names as in "a, b or c". */
export const list = (names: readonly (string | number)[]): string =>
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
  /** Without an error's class where PyTorch goes on with a result that has no elements. */
  | { readonly code: 'empty'; readonly shape: Shape }
  | { readonly code: 'option'; readonly option: string; readonly rule: string; readonly got: unknown }
);

/** The words behind the layer's name. */
export const complaintText = (complaint: Complaint): string => {
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
