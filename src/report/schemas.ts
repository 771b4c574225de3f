/** The form of every JSON that a command prints. A form that changes gets a new number behind the @. */

import { z } from 'zod';
import { architectureSchema } from '../engine/index.ts';

const exact = z
  .string()
  .regex(/^-?[0-9]+$/)
  .describe('an exact count as a decimal string');
const figure = z.string().describe('an exact count as a decimal string, or a size as the tool prints it');
const shape = z.array(z.int());
const reason = { because: z.string(), source: z.string() };

const totals = z.object({ params: exact, memory: z.record(z.string(), exact).optional() }).catchall(figure);

const formulaText = z.strictObject({
  text: z.string(),
  numbers: z.string().describe('the text with each name replaced by its number'),
});

const layer = z
  .object({
    id: z.string().describe('of the call; for a tool that reports by module, as the tool names the row'),
    path: z.string().describe('of the module; empty for a function'),
    kind: z.string(),
    output_shapes: z.array(shape),
    memory: z.record(z.string(), figure).optional(),
    formulas: z.record(z.string(), formulaText),
    departure: z.strictObject(reason).optional().describe('why this differs from the definition'),
  })
  .catchall(figure);

const moduleSum = z
  .object({
    path: z.string(),
    kind: z.string(),
    class: z.string(),
    also: z.array(z.string()).optional().describe('other paths of the same module'),
    memory: z.record(z.string(), exact),
  })
  .catchall(exact);

const counted = {
  schema: z.literal('countersign/count@1'),
  name: z.string(),
  convention: z.string(),
  tool_version: z.string().nullable(),
};

const raises = z.strictObject({ error: z.string().describe("the exception's class in Python"), ...reason });

export const countSchema = z.union([
  z.strictObject({
    ...counted,
    units: z.record(z.string(), z.string()).describe('by the name of the total'),
    totals,
    uncounted: z.array(z.string()).describe('kinds in the network that the convention does not state'),
    lower_bound: z.boolean().describe('whether something is uncounted'),
    layers: z.array(layer),
    modules: z.array(moduleSum).optional().describe('sums for each module, of the definition'),
    text: z.string().optional().describe('what the tool prints, to the character'),
    statistics: z.array(z.record(z.string(), z.string())).optional().describe('what the tool prints for each module'),
  }),
  z.strictObject({ ...counted, raises }),
]);

/** A line of `count --ndjson` for a network that was refused. */
export const errorLineSchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), path: z.string() }),
});

const explainedFormula = z.strictObject({
  figure: z.string(),
  value: figure,
  ...formulaText.shape,
  parts: z.array(z.strictObject({ name: z.string(), value: exact, ...formulaText.shape })).optional(),
});

const comparison = z.strictObject({
  figure: z.string(),
  value: figure,
  definition: exact.optional().describe('absent where the definition has no such figure'),
  difference: exact.optional(),
});

export const explainSchema = z.strictObject({
  schema: z.literal('countersign/explain@1'),
  name: z.string(),
  conventions: z.array(z.strictObject({ name: z.string(), tool_version: z.string().nullable(), about: z.string() })),
  layers: z.array(
    z.strictObject({
      layer: z.string().describe("a module's path, or a function's call id"),
      kind: z.string(),
      source: z.string(),
      calls: z.array(
        z.strictObject({
          id: z.string(),
          input_shapes: z.array(shape),
          output_shapes: z.array(shape),
          formulas: z.array(explainedFormula),
        }),
      ),
      conventions: z.array(
        z.strictObject({
          convention: z.string(),
          status: z.enum(['agrees', 'differs', 'not seen', 'not stated']),
          figures: z.array(comparison),
          formulas: z.array(explainedFormula),
          because: z.string().optional(),
          source: z.string().optional(),
        }),
      ),
    }),
  ),
  totals: z.array(
    z.strictObject({
      convention: z.string(),
      raises: raises.optional(),
      figures: z.array(
        z.strictObject({
          ...comparison.shape,
          unit: z.string(),
          layers: z
            .array(z.strictObject({ layer: z.string(), kind: z.string(), difference: exact }))
            .optional()
            .describe('where the difference comes from; with the remainder they sum to it'),
          remainder: exact.optional().describe('what belongs to no layer'),
        }),
      ),
    }),
  ),
});

const side = z.strictObject({ name: z.string(), raises: raises.optional(), uncounted: z.array(z.string()) });

export const compareSchema = z.strictObject({
  schema: z.literal('countersign/compare@1'),
  convention: z.string(),
  tool_version: z.string().nullable(),
  a: side,
  b: side,
  figures: z.array(
    z.strictObject({
      figure: z.string(),
      unit: z.string(),
      a: figure.nullable(),
      b: figure.nullable(),
      difference: exact.nullable().describe('b - a'),
      ratio: z.string().nullable().describe('b / a in three significant digits'),
    }),
  ),
});

export type CountJson = z.output<typeof countSchema>;
export type ErrorLineJson = z.output<typeof errorLineSchema>;
export type ExplainJson = z.output<typeof explainSchema>;
export type CompareJson = z.output<typeof compareSchema>;

/** Every schema that is published, by name. */
export const schemas = {
  architecture: architectureSchema,
  count: countSchema,
  'count-error': errorLineSchema,
  explain: explainSchema,
  compare: compareSchema,
} as const;

/** A schema as JSON Schema, draft 2020-12. */
export const jsonSchema = (name: keyof typeof schemas): object => ({
  $id: `countersign/${name}`,
  ...z.toJSONSchema(schemas[name], { io: 'input' }),
});
