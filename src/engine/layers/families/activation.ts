/** An activation as a row of data: a module and a function that compute the same for each element. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { type AnyOptions, defineLayer, type LayerDefinition, type Options } from '../../layer.ts';
import type { FormulaName } from '../../operations.ts';
import type { Takes } from '../../signature.ts';
import { alike, isFloating, tensor } from '../../tensor.ts';

export interface Activation<Fields extends z.ZodRawShape> {
  /** Its class in torch.nn, and its function in torch.nn.functional. */
  readonly names: readonly [module: string, fn: string];
  /** The numbers that it is given, of both. */
  readonly options?: Fields;
  /** Arguments that the module has alone, as old names of others. */
  readonly ofModule?: z.ZodRawShape;
  /** Arguments that the function has alone. */
  readonly ofFunction?: z.ZodRawShape;
  /** Which of both can be told to overwrite its input: neither, where nothing is said. */
  readonly inplace?: 'both' | 'module';
  /** The function's arguments behind `input`, as Python writes them. */
  readonly signature?: string;
  /** Further ways to write the function. */
  readonly spellings?: readonly string[];
  /** Floating types alone, where nothing is said. */
  readonly takes?: Takes;
  /** Whether integers become float32. */
  readonly floats?: true;
  /** Whether a result of its own lies row by row in memory, whatever the input. */
  readonly rowByRow?: true;
  /** Whether it writes over an input of which several elements lie in one place in memory. */
  readonly overlaps?: true;
  readonly valid?: (options: Options<Fields>) => Complaint | undefined;
  readonly depends?: string;
  readonly symbols?: (options: Options<Fields>) => Readonly<Record<string, number>>;
  readonly formulas: Readonly<Partial<Record<FormulaName, string>>>;
  readonly draw?: (draw: Draw) => AnyOptions;
}

const pages = 'https://pytorch.org/docs/stable/generated/torch.nn';

/** The module and the function of a row. */
export const activation = <Fields extends z.ZodRawShape>(row: Activation<Fields>): readonly LayerDefinition[] => {
  const [module, fn] = row.names;
  const {
    inplace,
    signature,
    takes = 'float',
    floats,
    rowByRow,
    overlaps = false,
    valid,
    depends,
    symbols,
    formulas,
    draw,
  } = row;
  const flag = () => ({ inplace: z.boolean().default(false) });
  const shared = {
    takes: [takes] as const,
    requires: () => undefined,
    outputs: (_: unknown, [input]: readonly [Parameters<typeof alike>[0], ...unknown[]]) => {
      const made = rowByRow ? tensor(input.shape, input.dtype) : alike(input);
      return [floats && !isFloating(made.dtype) ? { ...made, dtype: 'float32' as const } : made];
    },
    storage: (options: AnyOptions) => (options.inplace === true ? ('in place' as const) : ('new' as const)),
    overlaps: () => overlaps,
    depends: () => depends,
    symbols: (symbols ?? (() => ({}))) as (options: AnyOptions) => Readonly<Record<string, number>>,
    formulas,
  };
  const ofModule = (): z.ZodRawShape => ({ ...row.options, ...(inplace ? flag() : {}), ...row.ofModule });
  const ofFunction = (): z.ZodRawShape => ({
    ...row.options,
    ...row.ofFunction,
    ...(inplace === 'both' ? flag() : {}),
  });
  // Each row states its rules on its own fields, which are among those of both definitions.
  const rules = (valid ?? (() => undefined)) as (options: AnyOptions) => Complaint | undefined;
  const spellings = [`torch.nn.functional.${fn}`, ...(row.spellings ?? [])] as const;
  return [
    defineLayer({
      ...shared,
      kind: module,
      target: 'module',
      source: `${pages}.${module}.html`,
      options: ofModule,
      valid: rules,
      generate: {
        ranks: [4, 2, 3],
        options: (next) => ({ ...draw?.(next), ...(inplace ? { inplace: next.boolean() } : {}) }),
      },
    }),
    defineLayer({
      ...shared,
      kind: fn,
      target: 'function',
      source: `${pages}.functional.${fn}.html`,
      options: ofFunction,
      torch: {
        spellings: spellings as unknown as readonly [string, ...string[]],
        signature: ['input', ...(signature ? [signature] : [])].join(', '),
        tensors: ['input'],
      },
      valid: rules,
      generate: {
        ranks: [4, 2, 3],
        // Other spellings do not take `inplace`.
        options: (next) => ({
          ...draw?.(next),
          ...(inplace === 'both' ? { inplace: spellings.length === 1 && next.boolean() } : {}),
        }),
      },
    }),
  ];
};
