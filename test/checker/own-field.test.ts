import { expect, test } from 'vitest';
import { ownField } from '../../checker/own-field.ts';
import { oddNames } from './oracle/odd-names.ts';

test.each(oddNames)('a record has under %j what was put there, and nothing before', (name) => {
  expect(ownField({}, name)).toBeUndefined();
  expect(ownField({ [name]: 1 }, name)).toBe(1);
});
