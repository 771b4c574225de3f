/** What the package offers to programs: the engine. */

export * from './engine/index.ts';
