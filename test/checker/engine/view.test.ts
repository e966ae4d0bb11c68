import { describe, expect, it } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import type { Model, Property, View } from '../../../checker/index.ts';
import {
  always,
  client,
  everyStep,
  host,
  model,
  monitored,
  perKey,
  perRequest,
  resident,
  system,
} from '../../../checker/index.ts';
import type { Json } from '../../../checker/json.ts';
import { asJson, canonical } from '../../../checker/json.ts';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import { actionText } from '../../../checker/state/action.ts';
import type { State } from '../../../checker/state/state.ts';
import { viewOf } from '../../../checker/state/view-of.ts';
import { load } from '../../../checker/system/load.ts';
import { answering, asking, peer } from '../reference/small-machines.ts';
import { watcher } from './watcher.ts';

const key = (message: unknown): string => (message as { readonly k: string }).k;
const self = { host: 'a', machine: 'asked', key: 'k1' };

/** Every kind of machine, crashes, a partition, a monitor, and timers, in a small space. */
function everything(properties: Readonly<Record<string, Property>>): Model {
  return model('everything', {
    system: system({
      hosts: [
        host('a', {
          peer: resident(peer),
          asked: perRequest(asking, { opens: 'ask', by: key, rebirth: 'refused' }),
        }),
        host('b', { answering: perKey(answering, key) }),
        client('c', { peer: resident(peer) }),
      ],
      inputs: (id) => (id === 'a' ? [{ type: 'ask', k: 'k1', to: 'b', from: self } as never] : []),
      budgets: { crash: 1, partition: 1, 'input:ask': 1, 'timer:patience': 1 },
      partitions: [[['a'], ['b']]],
    }),
    properties: { ...properties, Watched: monitored(watcher) },
  });
}

/** All that a view tells, as text. */
function textOf(view: View): string {
  const machines = [peer, asking, answering];
  const hosts = view.hosts.map(({ id }) => {
    const { up, final, each, at } = view.host(id);
    const locals = machines.map((machine) => each(machine).map(told));
    const found = [at(peer), at(answering, 'k1'), at(answering, 'k2'), at(asking, 'k1')];
    return [id, up, final, view.isFinal(id), locals, found.map((one) => one !== null && told(one))];
  });
  const { each, disks, inFlight, messages, monitor, partition } = view;
  const whole = machines.map((machine) => [each(machine).map(told), disks(machine)]);
  const flights = [inFlight(), inFlight('a'), inFlight('b'), inFlight('c'), messages('answer')];
  const all = [view.hosts, hosts, whole, flights, told(monitor(watcher)), partition];
  return canonical(all as unknown as Json);
}

const told = (view: ReturnType<View['each']>[number]): unknown => [
  view.host,
  view.key,
  view.state,
  isWaiting(view),
  view.context,
  view.final,
  view.timers,
];

/** Whether it waits; null for a machine that can't. */
function isWaiting(view: ReturnType<View['each']>[number]): boolean | null {
  try {
    return view.in('waiting');
  } catch {
    return null;
  }
}

interface Texts {
  readonly ofStates: ReadonlySet<string>;
  readonly ofSteps: ReadonlySet<string>;
}

/** The texts of all states and steps that the reference reaches. */
function referenceTexts(of: Model): Texts {
  const loaded = load(of);
  const text = (state: State): string => textOf(viewOf(loaded, state));
  const open = [initial(loaded).state];
  const seen = new Set(open.map(keyOf));
  const ofStates = new Set(open.map(text));
  const ofSteps = new Set<string>();
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const action of enabled(loaded, state)) {
      const next = apply(loaded, state, action).state;
      ofSteps.add(stepText(text(state), actionText(action), text(next)));
      ofStates.add(text(next));
      if (!seen.has(keyOf(next))) open.push(next);
      seen.add(keyOf(next));
    }
  }
  return { ofStates, ofSteps };
}

const keyOf = (state: State): string => canonical(asJson(state));

const stepText = (...parts: readonly string[]): string => parts.join(' → ');

function unshared(mine: ReadonlySet<string>, theirs: ReadonlySet<string>): readonly string[] {
  return [...mine, ...theirs].filter((one) => !(mine.has(one) && theirs.has(one)));
}

describe('the view of a packed row', () => {
  it('tells of every state what the view of the plain state tells', () => {
    const texts = new Set<string>();
    const All = always((view) => texts.add(textOf(view)).size > 0);
    explore(load(everything({ All })), { keepGoing: true });
    expect(unshared(texts, referenceTexts(everything({})).ofStates)).toEqual([]);
  });

  it('tells of every step what the views of its plain states tell', () => {
    const texts = new Set<string>();
    const All = everyStep(
      (before, action, after) =>
        texts.add(stepText(textOf(before), actionText(action), textOf(after))).size > 0,
    );
    explore(load(everything({ All })), { keepGoing: true });
    expect(unshared(texts, referenceTexts(everything({})).ofSteps)).toEqual([]);
  });

  it('shows the same part as the same object', () => {
    const seen = new Map<string, unknown>();
    const shown = (name: string, part: unknown): boolean => {
      const text = `${name} ${canonical(part as Json)}`;
      const known = seen.get(text) ?? part;
      seen.set(text, known);
      return known === part;
    };
    const Same = always(
      (view) =>
        shown('disks', view.disks(peer)) &&
        shown('inbox', view.inFlight('a')) &&
        view.each(peer).every((one) => shown('local', one)),
    );
    const { verdicts } = explore(load(everything({ Same })), { keepGoing: true });
    expect(verdicts.get('Same')).toEqual({ verdict: 'holds', run: null });
    expect(seen.size).toBeGreaterThan(5);
  });
});
