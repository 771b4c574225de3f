/** The form of an architecture's JSON, whatever its kinds and options are. */

import { z } from 'zod';
import type { AnyOptions } from './layer.ts';
import { type Structure, structureSchema, type Takes, takesSchema } from './structure.ts';
import { bytesOf, type Dtype, isFloating } from './tensor.ts';

export const architectureSchemaName = 'countersign/architecture@1';

/** What stands for what is not given. */
export const defaults = { schema: architectureSchemaName, name: 'Network', dtype: 'float32' } as const;

/** The name of a Python class or argument. */
export const pythonName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const identifier = z
  .string()
  .max(400)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/, 'it must consist of letters, digits and _ . / -');
const reference = z
  .string()
  .max(410)
  .regex(
    /^([A-Za-z0-9_][A-Za-z0-9_./-]*(:[0-9]{1,3})?|@[^.\s]+(\.[^.\s]+)*)$/,
    'it must name a value, as in "conv1" or "lstm:1", or a parameter, as in "@blocks.0.gamma"',
  );
const modulePath = z
  .string()
  .max(400)
  .regex(/^$|^[^.\s]+(\.[^.\s]+)*$/, 'it must be a path such as "features.0"');
const className = z.string().max(200).regex(pythonName, 'it must be the name of a Python class');
const options = z.record(z.string(), z.unknown());
const tensorName = z
  .string()
  .max(200)
  .regex(/^[^.\s@]+$/, 'it must be a name without points, as in "gamma"');
const tensorPath = z
  .string()
  .max(400)
  .regex(/^[^.\s@]+(\.[^.\s]+)*$/, 'it must name a parameter or buffer by its path, as in "embed.weight"');
const dtype = z.enum(Object.keys(bytesOf) as [Dtype, ...Dtype[]]).default(defaults.dtype);
const tensorShape = z.array(z.int().min(1)).max(32);
/** Only floating types can be learnt. */
const learntDtype = z
  .enum((Object.keys(bytesOf) as Dtype[]).filter(isFloating) as [Dtype, ...Dtype[]])
  .default(defaults.dtype);
const ownParameters = z.array(z.strictObject({ name: tensorName, shape: tensorShape, dtype: learntDtype }));
const ownBuffers = z.array(z.strictObject({ name: tensorName, shape: tensorShape, dtype }));

const inputSchema = z.strictObject({
  name: z.string().max(200).regex(pythonName, 'it must be a name that Python can give an argument'),
  shape: tensorShape,
  dtype,
});

export const moduleSchema = z.union([
  z.strictObject({ path: modulePath, same_as: modulePath }),
  z.strictObject({
    path: modulePath,
    kind: z.string().max(200),
    class: className.optional(),
    options: options.optional(),
    /** Parameters and buffers that are the module's own, beside those of its kind. */
    parameters: ownParameters.optional(),
    buffers: ownBuffers.optional(),
    /** Names under which it has a tensor that is another's, too, by that one's path. */
    tied: z.record(tensorPath, tensorPath).optional(),
    frozen: z.array(z.string()).optional(),
  }),
]);

export interface CallJson {
  readonly id: string;
  readonly module?: string | undefined;
  readonly op?: string | undefined;
  readonly spelling?: string | undefined;
  readonly inputs: readonly string[];
  /** Optional tensors under PyTorch's names of the arguments. */
  readonly named?: Readonly<Record<string, string>> | undefined;
  readonly options?: AnyOptions | undefined;
  readonly calls?: readonly CallJson[] | undefined;
  readonly outputs?: readonly string[] | undefined;
  /** How the inputs are packed in arguments, where they are not plain and in order. */
  readonly takes?: Takes | undefined;
  /** How the outputs are packed, where they are neither one tensor nor a flat tuple. */
  readonly returns?: Structure | undefined;
}

export const callSchema: z.ZodType<CallJson, CallJson> = z.strictObject({
  id: identifier,
  module: modulePath.optional(),
  op: z.string().max(200).optional(),
  spelling: z.string().max(200).optional(),
  inputs: z.array(reference),
  named: z.record(z.string().max(200), reference).optional(),
  options: options.optional(),
  get calls() {
    return z.array(callSchema).optional();
  },
  outputs: z.array(reference).min(1).optional(),
  takes: takesSchema.optional(),
  returns: structureSchema.optional(),
});

/** The form of an architecture's JSON; kinds and their options are checked against the registry by `parseArchitecture`. */
export const architectureSchema = z.strictObject({
  schema: z.literal(defaults.schema).default(defaults.schema),
  name: className.default(defaults.name),
  inputs: z.array(inputSchema).min(1),
  modules: z.array(moduleSchema).default([]),
  calls: z.array(callSchema).min(1),
  outputs: z.array(reference).min(1),
  returns: structureSchema.optional(),
});

/** The same but for the modules and calls. */
export const headSchema = architectureSchema.extend({ modules: z.tuple([]), calls: z.tuple([]) });

export type ArchitectureJson = z.input<typeof architectureSchema>;
/** The same, checked, with defaults in place. */
export type Checked = z.output<typeof architectureSchema>;
