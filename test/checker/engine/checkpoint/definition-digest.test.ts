import { expect, test } from 'vitest';
import { definitionDigest } from '../../../../checker/engine/checkpoint/definition-digest.ts';
import { always, system } from '../../../../checker/index.ts';
import type { Model, Predicate } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';
import { register } from '../../fixtures/register.model.ts';

function asking(holds: Predicate): Model {
  const made = register();
  const { hosts } = made.system;
  return {
    ...made,
    system: system({ hosts, inputs: () => [] }),
    properties: { Asked: always(holds) },
  };
}

const isUp: Predicate = (view) => view.host('n1').up;
const isDown: Predicate = (view) => !view.host('n1').up;

test('a function counts by what its author wrote, and not by what watches its calls', () => {
  expect(definitionDigest(load(asking(isUp)).model)).toBe(definitionDigest(asking(isUp)));
});

test('another function in its place is another definition', () => {
  expect(definitionDigest(load(asking(isDown)).model)).not.toBe(definitionDigest(asking(isUp)));
});
