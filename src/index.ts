/** What the package offers to programs: the engine, and the forms of what the commands print as JSON. */

export * from './engine/index.ts';
export { jsonSchema, schemas } from './report/schemas.ts';
