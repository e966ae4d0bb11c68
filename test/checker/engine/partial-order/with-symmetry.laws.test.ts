/** Both reductions at once come upon all that the full search does, as far as properties can tell. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reduction } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import type { Model, View } from '../../../../checker/index.ts';
import { sometimes, whenQuiet } from '../../../../checker/index.ts';
import { byText } from '../../../../checker/json.ts';
import { load } from '../../../../checker/system/load.ts';
import { expectShown } from '../../oracle/real-runs.ts';
import { symmetricModel } from '../../oracle/symmetric-system.ts';

const cap = 2000;

/** What exchanging ids doesn't change of a state: how many hosts are like this, how many like that. */
function outline(view: View, model: Model, ids: readonly string[]): string {
  const machines = model.system.hosts.flatMap((host) =>
    Object.values(host.machines).map(({ original }) => original),
  );
  const likes = ids.map((id) => {
    const host = view.host(id);
    const locals = [...new Set(machines)].map((machine) =>
      host.each(machine).map(({ state, timers, context }) => {
        const { n, met } = context as { readonly n: number; readonly met: object };
        return [state, timers.length, n, Object.keys(met).length];
      }),
    );
    return JSON.stringify([id === 'hub', host.up, locals]);
  });
  return likes.toSorted(byText).join();
}

interface Answer {
  readonly states: number;
  readonly seen: readonly string[];
  readonly quiet: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
}

/** What a search answers; null where the model is large. */
function asked(model: Model, over: readonly string[], reduce: readonly Reduction[]): Answer | null {
  const seen = new Set<string>();
  const quiet = new Set<string>();
  const { Watched } = model.properties;
  const properties = {
    ...(Watched === undefined ? {} : { Watched }),
    Seen: sometimes(
      (view) => {
        seen.add(outline(view, model, over));
        return false;
      },
      { over },
    ),
    Quiet: whenQuiet((view) => {
      const all = view.hosts.map(({ id }) => id);
      quiet.add(`${outline(view, model, all)} ${view.inFlight().length}`);
      return true;
    }),
  };
  const recording = { ...model, properties };
  const loaded = load(recording);
  const found = explore(loaded, {
    keepGoing: true,
    maxStates: cap,
    reduce: new Set(reduce),
  });
  if (!found.complete) return null;
  const verdicts = [...found.verdicts].map(([name, verdict]): [string, string] => {
    if (verdict.verdict === 'violated' && verdict.run !== null) {
      expectShown(loaded, name, verdict.run);
    }
    return [name, verdict.verdict];
  });
  return {
    states: found.states,
    seen: [...seen].toSorted(byText),
    quiet: [...quiet].toSorted(byText),
    verdicts: Object.fromEntries(verdicts),
  };
}

/** Where faults or budgets are left, little commutes with all that may happen. */
const calmed = (model: Model): Model => ({
  ...model,
  system: { ...model.system, partitions: [], budgets: { 'input:kick': 1 } },
});

describe('partial order reduction of representatives', () => {
  it('keeps verdicts, quiet states and what the hosts read may be in, of random systems', () => {
    let smaller = 0;
    fc.assert(
      fc.property(symmetricModel, fc.nat(3), fc.nat(4), (random, calm, reading) => {
        const model = calm === 0 ? random : calmed(random);
        const ids = model.system.hosts.map(({ id }) => id);
        const read = ids.filter((id) => reading === 0 || (reading === 1 && id === 'hub'));
        const full = asked(model, read, []);
        fc.pre(full !== null);
        const orbits = asked(model, read, ['symmetry']);
        const both = asked(model, read, ['symmetry', 'partial-order']);
        const { states, ...rest } = both ?? full;
        const { states: all, ...expected } = full;
        expect(rest).toEqual(expected);
        expect(states).toBeLessThanOrEqual(orbits?.states ?? all);
        if (states < (orbits?.states ?? 0)) smaller++;
      }),
      { numRuns: 150 },
    );
    expect(smaller).toBeGreaterThan(8);
  }, 300_000);
});
