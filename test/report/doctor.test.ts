import { describe, expect, it } from 'vitest';
import { doctorText } from '../../src/report/doctor.ts';
import { type DoctorJson, doctorSchema } from '../../src/report/schemas.ts';
import { plain } from '../../src/report/style.ts';

const missing: DoctorJson = {
  schema: 'countersign/doctor@1',
  version: '1.2.3',
  ok: false,
  programs: [{ name: 'Node', expected: '24 or newer', installed: '24.1.0', status: 'ok' }],
  environments: [
    {
      name: 'main',
      folder: 'python',
      expected: 'Python 3.11',
      installed: null,
      torch: null,
      status: 'missing',
      problem: 'There is no interpreter.',
      tools: [{ name: 'thop', expected: '0.1.1', installed: null, status: 'missing' }],
    },
  ],
  remedies: ['Run "npm start".'],
};

describe('doctor', () => {
  it('prints what is expected, what is there, what is wrong, and what to do', () => {
    expect(doctorSchema.parse(missing)).toEqual(missing);
    expect(doctorText(missing, plain)).toMatchInlineSnapshot(`
      "countersign 1.2.3

                        Expected     Installed
      Node              24 or newer  24.1.0     ok
      environment main  Python 3.11  -          missing
        thop            0.1.1        -          missing

      main: There is no interpreter.

      To do: Run "npm start".

      Something is missing.
      "
    `);
  });
});
