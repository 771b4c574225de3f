/** What a call takes: its arguments, how many tensors, of which element types and contents. */

/** What is called with what: names and defaults are PyTorch's own. */
export interface Signature {
  /** As Python would write it: `query, key, value, key_padding_mask=None, need_weights=True`. */
  readonly signature: string;
  /** The arguments that are tensors, in the order of the signature: first the inputs (see `arity`), then those that are given by name. */
  readonly tensors: readonly string[];
  /** For functions: signatures of those spellings that take their arguments otherwise; of several the first that a call fits. */
  readonly signatures?: Readonly<Record<string, string | readonly string[]>>;
  /** The argument that says places as `x[0, :, None]` does; the tensors in it follow the input. */
  readonly indexing?: string;
  /** The argument that is written at those places: a statement, which returns nothing. */
  readonly assigns?: string;
  /** The option in which -1 stands for a size that follows from the others. */
  readonly free?: string;
}

/** How many tensors a call takes in order. */
export type Arity = number | readonly [number, number] | 'list';

/** Element types that an input may have: any floating type (float32 where the layer has weights), any integer, bool, an integer or bool, a float or an integer, any. */
export type Takes = 'float' | 'integer' | 'bool' | 'integral' | 'number' | 'any';

/**
 * What indices must be: below a number, or the places at which as many parts begin as there are indices, none of them empty, of so
 * many elements; the last one is the end of all where they are closed; or, as places in between, numbers from 0 to below 1. All zeros
 * are indices, too, whatever is asked.
 */
export type IndexBound = number | { readonly parts: number; readonly closed: boolean } | 'fraction';
