import { expect, it } from 'vitest';
import { conventionsHelp } from '../../src/cli/conventionsHelp.ts';
import { conventions } from '../../src/engine/index.ts';

it('the help of commands names every convention', () => {
  const names = conventionsHelp.replace('Conventions:', '').replace(/\.$/, '').split(',');
  expect(names.map((name) => name.trim())).toEqual([...conventions.keys()]);
});
