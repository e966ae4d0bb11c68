import { expect, it } from 'vitest';
import type { Growth } from '../../../checker/check/findings.types.ts';
import { growthLines } from '../../../checker/report/growth-lines.ts';
import { palette } from '../../../checker/report/palette.ts';

const growth: Growth = {
  kind: 'inbox',
  name: 'F',
  states: 40,
  recent: [1, 1, 1],
  measure: null,
  examples: [],
};

function told(stoppedBy: 'interrupted' | 'max-states'): string {
  return growthLines('m', { growing: [growth], stoppedBy }, palette(false)).join('\n');
}

it('speaks of a limit only where there is one', () => {
  expect(told('max-states')).toContain('m: what is on its way to F kept growing until the limit');
  expect(told('max-states')).toContain('has one, raise the limit.');
  expect(told('interrupted')).toContain('kept growing until it was interrupted');
  expect(told('interrupted')).not.toContain('limit');
});
