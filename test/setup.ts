import fc from 'fast-check';

/** Every run draws the same cases; `COUNTERSIGN_SEED=7 npm test` draws others. */
const text = process.env.COUNTERSIGN_SEED ?? '20260101';
const seed = Number(text);
if (!Number.isInteger(seed) || Math.abs(seed) > 0x7fffffff) {
  throw new Error(`COUNTERSIGN_SEED must be a 32-bit integer, got "${text}".`);
}
fc.configureGlobal({ seed });
