import { expect, test } from 'vitest';
import { beginningOf, refuseOtherBeginning } from '../../../checker/check/beginning.ts';
import { load } from '../../../checker/system/load.ts';
import { register } from '../fixtures/register.model.ts';

test('a model that begins as it did elsewhere is let pass, one that does not is told in what', () => {
  const loaded = load(register());
  expect(() => refuseOtherBeginning(loaded, beginningOf(load(register())))).not.toThrow();
  const other = beginningOf(load(register({ acks: 1 })));
  expect(() => refuseOtherBeginning(loaded, other)).toThrow(
    "the model isn't the same each time that its file is loaded: in the initial state hosts.c1.residents.writer.context.acks is 2 one time and 1 another. Likely cause: the file was edited meanwhile (then check again), or Date.now() or Math.random() is called at the top",
  );
});
