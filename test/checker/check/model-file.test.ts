import { expect, test } from 'vitest';
import { importFile } from '../../../checker/check/model-file.ts';
import { openWorkshop } from '../fixtures/workshop.ts';

test('files that are imported at once leave stacks as long as they were', async () => {
  const workshop = openWorkshop({});
  const before = Error.stackTraceLimit;
  try {
    // The first is loaded before the second, which has to wait for it.
    const first = workshop.write('a.mjs', 'export const a = 1;');
    const second = workshop.write('b.mjs', "export { a } from './a.mjs';");
    const exported = await Promise.all([importFile(first), importFile(second)]);
    expect(exported.map(({ a }) => a)).toEqual([1, 1]);
    expect(Error.stackTraceLimit).toBe(before);
  } finally {
    Error.stackTraceLimit = before;
    workshop.close();
  }
});
