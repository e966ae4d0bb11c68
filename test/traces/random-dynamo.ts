/** Dynamo systems of all settings, with clients and faults of all kinds, for laws about replay. */

import fc from 'fast-check';
import { model, system } from '../../checker/index.ts';
import type { Model } from '../../checker/index.ts';
import { deadlock } from '../../checker/model/property.ts';
import { apply, enabled, initial } from '../../checker/reference.ts';
import type { Action } from '../../checker/state/action.ts';
import type { LoadedModel } from '../../checker/system/load.ts';
import type { Trace, TraceStep } from '../../checker/trace/trace.ts';
import type { DynamoSetting } from '../../spec/dynamo.ts';
import {
  callsAt,
  dynamoHosts,
  homeOf,
  key,
  nodesOf,
  session,
  storeOf,
} from '../../spec/cluster.model.ts';
import type { ScriptStep } from '../../spec/quorum/client.ts';
import { ringOf } from '../../spec/values/ring.ts';

const names = ['n1', 'n2', 'n3', 'n4', 'n5'];

const ring = fc
  .record({
    members: fc.integer({ min: 1, max: names.length }),
    more: fc.array(fc.constantFrom(...names), { maxLength: 4 }),
    at: fc.nat({ max: 9 }),
  })
  .map(({ members, more, at }) => {
    const nodes = names.slice(0, members);
    const owners = [...nodes, ...more.filter((node) => nodes.includes(node))];
    return ringOf(
      owners.map((node, position) => ({ position, node })),
      { [key]: at },
    );
  });

const setting: fc.Arbitrary<DynamoSetting> = ring.chain((made) =>
  fc.integer({ min: 1, max: Math.min(3, nodesOf(made).length) }).chain((n) =>
    fc.record({
      ring: fc.constant(made),
      n: fc.constant(n),
      r: fc.integer({ min: 1, max: n }),
      w: fc.integer({ min: 1, max: n }),
      repair: fc.constantFrom('off', 'async', 'block'),
      sloppy: fc.boolean(),
      mode: fc.constantFrom('dvv', 'vv-ctx', 'vv-node', 'lww'),
      skew: fc.dictionary(fc.constantFrom(...names), fc.nat({ max: 9 }), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    }),
  ),
);

const step = fc.record({ op: fc.constantFrom('put', 'get'), blind: fc.boolean() });
const scripts = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 3,
});

const budget = fc.oneof(fc.constant(0), fc.nat({ max: 3 }));
const faults = fc.record({
  drop: budget,
  duplicate: budget,
  crash: budget,
  amnesia: budget,
  partition: budget,
  'input:suspect': fc.nat({ max: 5 }),
});

/** A system with faults of every kind that a store can be led through. */
export const randomDynamo: fc.Arbitrary<Model> = fc
  .record({ setting, scripts, faults })
  .map((made) => dynamoModel(made.setting, made.scripts.map(scriptOf), made.faults));

/** A system of one setting; a fault happens as often as its budget says. */
export function dynamoModel(
  made: DynamoSetting,
  programs: readonly (readonly ScriptStep[])[],
  budgets: Readonly<Record<string, number>>,
): Model {
  const nodes = nodesOf(made.ring);
  const clients = programs.map((program, at) => session(`c${at + 1}`, program));
  const ids = clients.map(({ id }) => id);
  return model('random/dynamo', {
    system: system({
      hosts: [...clients, ...dynamoHosts(made)],
      inputs: (host, view) =>
        ids.includes(host)
          ? callsAt(view, { puts: homeOf(made), gets: nodes })
          : nodes.flatMap((node) => [
              { type: 'suspect', node },
              { type: 'trust', node },
            ]),
      budgets,
      partitions: [[nodes.slice(0, 1), nodes.slice(1)]],
    }),
    properties: {},
    store: storeOf(made, ids),
  });
}

function scriptOf(
  steps: readonly { readonly op: 'put' | 'get'; readonly blind: boolean }[],
  at: number,
) {
  return steps.map(({ op, blind }, index): ScriptStep => {
    const id = `c${at + 1}${op}${index + 1}`;
    return blind && op === 'put' ? { op, id, blind } : { op, id };
  });
}

/**
 * The run that picks, step by step, one of the enabled actions: as many steps as picks, or fewer.
 * Of every eight picks one takes any action, one a suspicion, one doubles a message, the others get
 * work done, so that faults don't end all work before it begins.
 */
export function walked(loaded: LoadedModel, picks: readonly number[]): Trace {
  const start = initial(loaded);
  const steps: TraceStep[] = [];
  for (const pick of picks) {
    const { state } = steps.at(-1) ?? start;
    const choices = enabled(loaded, state).filter((action) => !opensTwice(action));
    const wanted = choices.filter((action) => isWanted(action, pick % 8));
    const among = wanted.length === 0 ? choices : wanted;
    const action = among[Math.floor(pick / 8) % among.length];
    if (action === undefined) break;
    steps.push({ action, ...apply(loaded, state, action) });
  }
  const { name, parameters, system: declared } = loaded.model;
  const groupings = declared.partitions;
  const about = { model: name, parameters, scope: '', property: deadlock, replay: null, groupings };
  return { ...about, failing: [], start, steps, loop: null };
}

/** A doubled request may be opened while it is alive, which no model allows. */
function opensTwice(action: Action): boolean {
  return action.kind === 'duplicate' && ['clientPut', 'clientGet'].includes(action.message.type);
}

function isWanted(action: Action, lot: number): boolean {
  if (lot === 0) return true;
  if (lot === 1) return action.kind === 'input' && action.event.type !== 'call';
  if (lot === 3) return action.kind === 'duplicate';
  if (action.kind === 'input') return action.event.type === 'call';
  if (action.kind === 'timer') return action.delay.startsWith('handoff') || lot === 2;
  return action.kind === 'deliver' || action.kind === 'restart';
}
