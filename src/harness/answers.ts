/** What a tool had to say of one case: a closed union, so that nothing that went wrong can pass for a figure. */

import { z } from 'zod';
import { answeredSchema, raisedSchema } from './protocol.ts';

const lastWords = z.array(z.string()).default([]);

const timedOutSchema = z.strictObject({
  status: z.literal('timedOut'),
  /** Milliseconds that it was given, twice. */
  limit: z.number(),
  stderr: lastWords,
});

const diedSchema = z.strictObject({ status: z.literal('died'), message: z.string(), stderr: lastWords });

const missingSchema = z.strictObject({ status: z.literal('missing'), message: z.string() });

/** An answer as it is kept in a case's JSON. */
export const answerSchema = z.discriminatedUnion('status', [
  answeredSchema,
  raisedSchema,
  timedOutSchema,
  diedSchema,
  missingSchema,
]);

/** The tool counted: totals and layers as decimal strings, `text` as it printed it. */
export type Answered = z.infer<typeof answeredSchema>;
/** The tool raised an exception of its own. */
export type Raised = z.infer<typeof raisedSchema>;
/** The tool did not come to an end in time, nor when it was asked again alone in a fresh process. */
export type TimedOut = z.infer<typeof timedOutSchema>;
/** The tool's process ended, broke the protocol or took too much memory, and again twice alone in a fresh process. */
export type Died = z.infer<typeof diedSchema>;
/** The tool cannot be imported. */
export type Missing = z.infer<typeof missingSchema>;

export type Answer = z.infer<typeof answerSchema>;
