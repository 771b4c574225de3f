/** The form of every JSON that a command prints. A form that changes gets a new number behind the @. */

import { z } from 'zod';
import { architectureSchema } from '../engine/index.ts';
import { causes } from './causes.ts';

const exact = z
  .string()
  .regex(/^-?[0-9]+$/)
  .describe('an exact count as a decimal string');
const figure = z.string().describe('an exact count as a decimal string, or a size as the tool prints it');
const shape = z.array(z.int());
const reason = { because: z.string(), source: z.string() };

const group = z
  .record(z.string(), figure)
  .describe('figures for which each network has its own names, such as operators');

const totals = z
  .object({
    params: exact.optional(),
    memory: z.record(z.string(), exact).optional(),
  })
  .catchall(z.union([figure, group]));

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

const decimal = z
  .string()
  .regex(/^-?[0-9]+(\.[0-9]{1,3})?$/)
  .describe('a count as a decimal string; with decimals where a tool prints a rounded text');

const line = z.strictObject({
  cause: z.enum(causes).describe('a formula, or how the tool walks through the network'),
  difference: decimal,
  because: z.string(),
});

const comparison = z.strictObject({
  figure: z.string(),
  value: figure,
  definition: decimal.optional().describe('absent where the definition has no such figure'),
  difference: decimal.optional().describe('of what the value stands for'),
  lines: z.array(line).optional().describe('where the difference comes from: they sum to it'),
});

export const explainSchema = z.strictObject({
  schema: z.literal('countersign/explain@2'),
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
          lines: z
            .array(z.strictObject({ layer: z.string().optional(), kind: z.string().optional(), ...line.shape }))
            .optional()
            .describe('where the difference comes from: they sum to it; without a layer, what belongs to none'),
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

const difference = z.strictObject({
  figure: z.string(),
  where: z.string().describe('total, a layer, or a line of the print'),
  predicted: z.string().nullable(),
  measured: z.string().nullable(),
});

const statuses = z.enum(['agrees', 'disagrees', 'unsupported', 'crashed', 'timedOut', 'died', 'flaky', 'missing']);
const outcome = z.enum(['agreement', 'disagreement', 'could not run']);

const witnessed = z.strictObject({
  tool: z.string(),
  version: z.string().nullable(),
  convention: z.string(),
  status: statuses,
  figures: z.array(
    z.strictObject({ figure: z.string(), unit: z.string(), predicted: figure, measured: figure.nullable() }),
  ),
  differences: z.array(difference),
  message: z.string().optional().describe('what happened, where there are no figures'),
  predicted_raise: raises.optional(),
  stated_version: z.string().optional().describe('where the convention speaks of another version'),
  as_recorded: statuses
    .optional()
    .describe('where it fails on a program: its verdict on the network as recorded from the program'),
  seconds: z.number().optional(),
  text: z.string().optional().describe('what the tool printed'),
});

export const verifySchema = z.strictObject({
  schema: z.literal('countersign/verify@1'),
  name: z.string(),
  outcome,
  tools: z.array(witnessed),
});

const verdictCounts = z.record(z.string(), z.record(z.string(), z.int())).describe('cases by tool and status');

const counts = z.record(z.string(), z.int());

const statistics = z.strictObject({
  picks: z.int(),
  discarded: z.int().describe('picks that did not fit, even with a repair'),
  calls: counts.describe('by kind'),
  ranks: counts.describe('calls by the number of dimensions of their first input'),
  layers: counts.describe('networks by their layers and functions'),
  depth: counts.describe('networks by how deep containers lie in one another'),
  inputs: counts.describe('networks by their inputs'),
  elements: counts.describe('networks by the elements of their inputs'),
  branched: z.int().describe('networks in which a value has several uses'),
  shared: z.int().describe('networks in which a module has several calls'),
  pairs: z
    .strictObject({ seen: z.int(), possible: z.int() })
    .describe('values of two options of a kind: that came together, and that those seen could make'),
  cells: z
    .record(z.string(), z.strictObject({ covered: z.int(), stated: z.int() }))
    .describe('by tool: kinds of which it gave figures, out of those drawn from that its convention states'),
  compared: counts.describe('by tool: networks of which it gave figures'),
  options: z.record(z.string(), z.record(z.string(), counts)).describe('calls by kind, option and value'),
});

export const fuzzSchema = z.strictObject({
  schema: z.literal('countersign/fuzz@1'),
  seed: z.int(),
  tools: z.array(z.string()),
  cases: z.int(),
  seconds: z.number(),
  cases_per_second: z.number(),
  work: z
    .strictObject({
      workers: z.int().describe('in each environment'),
      restarts: z.int(),
      tool_seconds: z.record(z.string(), z.number()).describe('that each tool took in its own processes'),
      busy: z.number().describe('share of the time that the workers of the busiest environment spent in tools'),
      slowest: z
        .strictObject({ path: z.string(), seconds: z.number() })
        .optional()
        .describe('the case whose verdicts took longest, from being asked on'),
    })
    .describe('what depends on the machine, as seconds do'),
  interrupted: z.boolean(),
  outcome,
  verdicts: verdictCounts,
  kinds: z.record(z.string(), z.int()).describe('cases in which each kind occurred'),
  statistics,
  shard: z.string().optional().describe('the part of the campaign, as in 2/5'),
  corpus: z
    .strictObject({
      folder: z.string(),
      cases: z.array(z.strictObject({ file: z.string(), outcome, reason: z.string() })),
    })
    .optional()
    .describe('cases that were replayed first'),
  shortfalls: z.array(z.string()).describe('why the run did not test what it was to test; empty where it did'),
  failures: z.array(
    z.strictObject({
      tool: z.string(),
      cluster: z
        .string()
        .describe('what makes failures one: the tool, the kinds, the figure and its ratio, or the exception'),
      seed: z.int(),
      path: z.string().describe('the number of the case from 0; with the seed it comes again'),
      status: statuses,
      differences: z.array(difference),
      message: z.string().optional(),
      alike: z.int().describe('other cases that failed in the same way'),
      executions: z.int().describe('how often the tool was asked while shrinking'),
      file: z.string().nullable().describe('the case, for countersign replay'),
      architecture: z.record(z.string(), z.unknown()),
      original: z.record(z.string(), z.unknown()).describe('before it was shrunk'),
      script: z.string().describe('a PyTorch script without countersign that shows it'),
    }),
  ),
});

export const recheckSchema = z.strictObject({
  schema: z.literal('countersign/recheck@1'),
  run: z.string().describe('the folder'),
  cases: z.int(),
  outcome,
  verdicts: verdictCounts,
  failures: z.array(
    z.strictObject({
      tool: z.string(),
      index: z.int().describe('the number of the earliest case in its campaign'),
      status: statuses,
      differences: z.array(difference),
      message: z.string().optional(),
      alike: z.int().describe('other cases that failed in the same way'),
      architecture: z.record(z.string(), z.unknown()),
      script: z.string().describe('a PyTorch script without countersign that shows it'),
    }),
  ),
});

export const replaySchema = z.strictObject({
  schema: z.literal('countersign/replay@1'),
  outcome,
  cases: z.array(
    z.strictObject({
      file: z.string(),
      name: z.string(),
      reason: z.string(),
      outcome,
      tools: z.array(witnessed),
      changed: z
        .array(z.strictObject({ tool: z.string(), recorded: z.string(), measured: z.string() }))
        .describe('tools that no longer say what the case holds'),
    }),
  ),
});

const found = z.strictObject({
  name: z.string(),
  expected: z.string().nullable(),
  installed: z.string().nullable(),
  status: z.enum(['ok', 'missing', 'other version', 'broken', 'not needed']),
  problem: z.string().optional(),
});

export const doctorSchema = z.strictObject({
  schema: z.literal('countersign/doctor@1'),
  version: z.string(),
  ok: z.boolean(),
  programs: z.array(found),
  environments: z.array(
    z.strictObject({ ...found.shape, folder: z.string(), torch: z.string().nullable(), tools: z.array(found) }),
  ),
  remedies: z.array(z.string()).describe('what to do, first things first'),
});

const vector = z.strictObject({
  id: z.string(),
  script: z.string().describe('Python that makes `model`, in evaluation mode, and `inputs`, a tuple of tensors'),
  architecture: architectureSchema.describe('the same network as data'),
  definition: z.record(z.string(), exact).describe('what is true; classes of operations that are not named are 0'),
  tools: z.record(
    z.string(),
    z.union([
      z.record(z.string(), exact).describe('the counts that the tool returns, under its own names'),
      z.strictObject({ raises: z.string().describe("the exception's class in Python") }),
    ]),
  ),
});

export const conformanceSchema = z.strictObject({
  schema: z.literal('countersign/conformance@1'),
  kind: z.string(),
  target: z.enum(['module', 'function']),
  versions: z.record(z.string(), z.string()).describe('of PyTorch and of each tool whose behaviour is stated'),
  cases: z.array(vector).min(1),
});

export const versionSchema = z.strictObject({ schema: z.literal('countersign/version@1'), version: z.string() });

export type CountJson = z.output<typeof countSchema>;
export type ErrorLineJson = z.output<typeof errorLineSchema>;
export type ExplainJson = z.output<typeof explainSchema>;
export type CompareJson = z.output<typeof compareSchema>;
export type WitnessedJson = z.output<typeof witnessed>;
export type OutcomeJson = z.output<typeof outcome>;
export type VerifyJson = z.output<typeof verifySchema>;
export type FuzzJson = z.output<typeof fuzzSchema>;
export type RecheckJson = z.output<typeof recheckSchema>;
export type ReplayJson = z.output<typeof replaySchema>;
export type ConformanceJson = z.output<typeof conformanceSchema>;
export type DoctorJson = z.output<typeof doctorSchema>;

/** Every schema that is published, by name. */
export const schemas = {
  architecture: architectureSchema,
  count: countSchema,
  'count-error': errorLineSchema,
  explain: explainSchema,
  compare: compareSchema,
  verify: verifySchema,
  fuzz: fuzzSchema,
  recheck: recheckSchema,
  replay: replaySchema,
  doctor: doctorSchema,
  conformance: conformanceSchema,
  version: versionSchema,
} as const;

/** A schema as JSON Schema, draft 2020-12. */
export const jsonSchema = (name: keyof typeof schemas): object => ({
  $id: `countersign/${name}`,
  ...z.toJSONSchema(schemas[name], { io: 'input' }),
});
