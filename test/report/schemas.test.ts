import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonSchema, schemas } from '../../src/report/schemas.ts';

const folder = new URL('../../schemas/', import.meta.url);

describe('schemas/', () => {
  it.each(Object.keys(schemas) as (keyof typeof schemas)[])(
    '%s.json is what "countersign schema --write schemas" writes',
    (name) => {
      expect(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))).toEqual(jsonSchema(name));
    },
  );

  it('holds no other', () => {
    const expected = Object.keys(schemas).map((name) => `${name}.json`);
    expect(readdirSync(folder).sort()).toEqual(expected.sort());
  });
});
