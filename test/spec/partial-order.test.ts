/** Partial order reduction has the verdicts of the full search on the models of the repository. */

import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { modelsIn } from '../../checker/check/model-file.ts';
import { explore } from '../../checker/engine/explore.ts';
import type { Exploration, Reduction } from '../../checker/engine/explore.ts';
import type { Model } from '../../checker/index.ts';
import { load } from '../../checker/system/load.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = ['spec', 'checker/examples'].flatMap((folder) =>
  globSync(`${folder}/**/*.model.ts`, { cwd: root }),
);

/** Larger models take longer than a test should. */
const cap = 2000;

/** The model with those of its properties that need not declare what they read. */
function eligible(model: Model): Model {
  const kept = Object.entries(model.properties).filter(
    ([, { kind }]) => kind === 'monitored' || kind === 'whenQuiet',
  );
  return { ...model, properties: Object.fromEntries(kept), expect: {} };
}

function explored(model: Model, reduce: readonly Reduction[]): Exploration {
  const options = { keepGoing: true, traced: new Set<string>(), maxStates: cap };
  return explore(load(model), { ...options, reduce: new Set(reduce) });
}

const verdictsOf = ({ verdicts }: Exploration): readonly string[] =>
  [...verdicts].map(([name, { verdict }]) => `${name} ${verdict}`);

let compared = 0;

describe('partial order reduction', () => {
  it.each(files)(
    'has the verdicts of the full search on %s',
    async (file) => {
      for (const model of (await modelsIn(`${root}${file}`)).map(eligible)) {
        const full = explored(model, []);
        if (!full.complete) continue;
        const reduced = explored(model, ['partial-order']);
        expect([model.name, ...verdictsOf(reduced)]).toEqual([model.name, ...verdictsOf(full)]);
        compared++;
        expect(reduced.states).toBeLessThanOrEqual(full.states);
      }
    },
    120_000,
  );

  it('was compared on more than twenty models', () => {
    expect(compared).toBeGreaterThan(20);
  });
});
