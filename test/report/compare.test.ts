import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, type Convention, conventions } from '../../src/engine/index.ts';
import { compareJson, compareText } from '../../src/report/compare.ts';
import { compareSchema } from '../../src/report/schemas.ts';
import { plain } from '../../src/report/style.ts';
import { recurrent, shaped, shared, small } from './networks.ts';

const compare = (a: ArchitectureJson, b: ArchitectureJson, name: string) => {
  const convention = conventions.get(name) as Convention;
  const side = (architecture: ArchitectureJson) => {
    const network = shaped(architecture);
    return { name: network.architecture.name, prediction: convention.count(network) };
  };
  return compareJson(side(a), side(b), convention);
};

describe('compare', () => {
  it('holds to its schema under every convention', () => {
    for (const name of conventions.keys()) {
      const json = compare(small, recurrent, name);
      expect(compareSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    }
  });

  it('gives exact differences and ratios', () => {
    expect(compare(small, shared, 'definition').figures.find(({ figure }) => figure === 'macs')).toEqual({
      figure: 'macs',
      unit: 'multiply-accumulates',
      a: '9216',
      b: '64',
      difference: '-9152',
      ratio: '0.00694',
    });
  });

  it('prints both sides, and which of them raises', () => {
    expect(compareText(compare(shared, small, 'thop'), plain)).toMatchInlineSnapshot(`
      "A: Shared   B: Small   under thop 0.1.1.post2209072238

      Total                A        B   B - A  B / A  Unit
      params              40      837    +797   20.9  parameters of called, known modules
      macs               256    9,216  +8,960   36.0  MACs, as thop calls its mixture
      params_string   40.00B  837.00B                 as clever_format prints it
      macs_string    256.00B    9.22K                 as clever_format prints it
      origin_params       25      837    +812   33.5  parameters of modules without children, as
                                                      profile_origin returns them
      origin_macs        128    9,216  +9,088   72.0  MACs of those, as profile_origin returns them
      "
    `);
    expect(compareText(compare(small, recurrent, 'torchsummary'), plain)).toContain(
      'B: torchsummary raises AttributeError on LSTM.',
    );
  });
});
