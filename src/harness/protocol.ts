/** The protocol, version 2: what travels as JSON lines between Node and a Python worker, in both directions. */

import { z } from 'zod';

export const protocolVersion = 2;

/** Bytes that one line may have; a longer one is no message. */
export const lineLimit = 64 * 1024 * 1024;

/** The worker wrote something that is not a message of this protocol. `line` is its beginning. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly line: string;

  constructor(reason: string, line = '') {
    const shown = line.length > 200 ? `${line.slice(0, 200)}...` : line;
    super(shown ? `${reason}, got ${JSON.stringify(shown)}.` : `${reason}.`);
    this.line = shown;
  }
}

const seconds = z.number().min(0);

/** One line of a tool's figures by layer: counts as decimal strings, shapes and strides as lists. */
export type Row = Readonly<Record<string, string | readonly (readonly number[])[]>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMatrix = (value: unknown): boolean =>
  Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every(Number.isSafeInteger));

/** Whether a value is a record in which every value is as it should be. */
const isRecordOf = (value: unknown, is: (item: unknown) => boolean): boolean => {
  if (!isRecord(value)) return false;
  for (const name in value) if (!is(value[name])) return false;
  return true;
};

const isText = (value: unknown): boolean => typeof value === 'string';
const isFigure = (value: unknown): boolean => isText(value) || isMatrix(value);
const isRow = (value: unknown): boolean => isRecordOf(value, isFigure);

// These are most of what a worker says, and looked through in one go.
const totals = z.custom<Readonly<Record<string, string>>>((value) => isRecordOf(value, isText), 'not texts by name');
const rows = z.custom<readonly Row[]>((value) => Array.isArray(value) && value.every(isRow), 'not rows of figures');

export const answeredSchema = z.strictObject({
  status: z.literal('answered'),
  totals,
  layers: rows.default([]),
  text: z.string().optional(),
  seconds,
});

export const raisedSchema = z.strictObject({
  status: z.literal('raised'),
  error: z.strictObject({ class: z.string().min(1), message: z.string() }),
  text: z.string().optional(),
  seconds,
});

/** The tool wanted more memory than a worker may take. */
const exhaustedSchema = z.strictObject({ status: z.literal('exhausted'), message: z.string().min(1), seconds });

const toolAnswer = z.discriminatedUnion('status', [answeredSchema, raisedSchema, exhaustedSchema]);
/** What a worker says of one tool. */
export type ToolAnswer = z.infer<typeof toolAnswer>;

const sourceSchema = z.strictObject({ file: z.string().min(1), name: z.string().min(1) });
const sourceInput = z.strictObject({ shape: z.array(z.int().min(0)), dtype: z.string() });
const architecture = z.record(z.string(), z.unknown());

/** A class or object in a Python file. */
export type Source = Readonly<z.infer<typeof sourceSchema>>;
export type SourceInput = { readonly shape: readonly number[]; readonly dtype: string };

const id = z.string().min(1);
const tools = z.array(z.string()).min(1);

/** What Node asks; a `run` has either an architecture or a source with its inputs. */
export const requestSchema = z.union([
  z.strictObject({ id, type: z.literal('run'), tools, architecture }),
  z.strictObject({ id, type: z.literal('run'), tools, source: sourceSchema, inputs: z.array(sourceInput).min(1) }),
  z.strictObject({ id, type: z.literal('record'), source: sourceSchema, inputs: z.array(sourceInput).min(1) }),
]);

/** A request before it has its id. */
export type Request =
  | { readonly type: 'run'; readonly tools: readonly string[]; readonly architecture: object }
  | {
      readonly type: 'run';
      readonly tools: readonly string[];
      readonly source: Source;
      readonly inputs: readonly SourceInput[];
    }
  | { readonly type: 'record'; readonly source: Source; readonly inputs: readonly SourceInput[] };

/** The first line of a worker. */
export const readySchema = z.strictObject({
  type: z.literal('ready'),
  protocol: z.literal(protocolVersion),
  python: z.string(),
  torch: z.string(),
  tools: z.record(z.string(), z.string()),
  missing: z.record(z.string(), z.string()),
  pid: z.int(),
});
export type Ready = z.infer<typeof readySchema>;

export const replySchema = z.discriminatedUnion('type', [
  z.strictObject({ id, type: z.literal('ran'), answers: z.record(z.string(), toolAnswer) }),
  z.strictObject({ id, type: z.literal('recorded'), architecture }),
  z.strictObject({
    id,
    type: z.literal('refused'),
    code: z.string(),
    message: z.string(),
    path: z.string().nullish(),
  }),
  z.strictObject({ id, type: z.literal('failed'), message: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw new ProtocolError('A line that is not JSON', line);
  }
};

const explain = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'message'}: ${message}`)
    .join('; ');

/** Reads the handshake; throws ProtocolError, which names both versions where they differ. */
export const parseReady = (line: string): Ready => {
  const value = parseLine(line);
  const result = readySchema.safeParse(value);
  if (result.success) return result.data;
  const offered = z.looseObject({ type: z.literal('ready'), protocol: z.unknown() }).safeParse(value);
  if (offered.success && offered.data.protocol !== protocolVersion) {
    const theirs = JSON.stringify(offered.data.protocol);
    throw new ProtocolError(`The worker speaks protocol ${theirs}, this program ${protocolVersion}: update both`);
  }
  throw new ProtocolError(`A handshake of another form (${explain(result.error)})`, line);
};

/** Reads a reply; throws ProtocolError. */
export const parseReply = (line: string): Reply => {
  const result = replySchema.safeParse(parseLine(line));
  if (result.success) return result.data;
  throw new ProtocolError(`A reply of another form (${explain(result.error)})`, line);
};

/** A request as its line, end of line included. */
export const requestLine = (requestId: string, request: Request): string =>
  `${JSON.stringify({ id: requestId, ...request })}\n`;
