import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load } from '../../checker/system/load.ts';
import { decode } from '../../checker/trace/itf.ts';
import { RefusedTrace } from '../../checker/trace/refused-trace.ts';
import { verify } from '../../checker/trace/verification.ts';
import { replay } from '../../traces/bridge/replay.ts';
import { withEdit } from '../checker/fixtures/edited-data.ts';
import type { Path } from '../checker/fixtures/edited-data.ts';
import { storeModel } from './store-models.ts';

const file = join(import.meta.dirname, '../../traces/quorum/RYW.n3-r1-w1.itf.json');
const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
const model = storeModel('quorum/n3-r1-w1');

/** The stored trace with other values at some paths; undefined takes a field away. */
function edited(...edits: readonly (readonly [Path, unknown])[]): string {
  return JSON.stringify(edits.reduce((data, [path, value]) => withEdit(data, path, value), stored));
}

const log = (step: number): Path => ['states', step, '#meta', 'log'];

describe('an edited trace is not verified, and so not replayed,', () => {
  it.each<[string, string, object]>([
    [
      'where it tells of another answer than the client got',
      edited([[...log(6), 0, 'event', 'values'], ['p1']]),
      { step: 6, differences: [{ path: 'log[0].event.values[0]', before: 'p1' }] },
    ],
    [
      'where it does not tell what a client began',
      edited([log(1), []]),
      { step: 1, differences: [{ path: 'log[0]', before: undefined }] },
    ],
    [
      'where it tells of more than there was to see',
      edited([[...log(2), 0], { type: '@heal' }]),
      { step: 2, differences: [{ path: 'log[0]', after: undefined }] },
    ],
    [
      'where it names a conjunct that fails and is none',
      edited([['#meta', 'failing'], ['Nonsense']]),
      { step: 6, differences: [{ path: 'failing[0]', before: 'Nonsense' }] },
    ],
    [
      'where it has a grouping that the model has not',
      edited([['#meta', 'groupings'], [[['n1'], ['n2']]]]),
      { step: 0, differences: [{ path: 'groupings[0]', after: undefined }] },
    ],
  ])('%s', async (_, text, expected) => {
    const trace = decode(text, 'it');
    expect(verify(load(model), trace)).toMatchObject({ kind: 'misfit', ...expected });
    await expect(replay(trace, model, { tier: 'simulated' })).rejects.toThrow("doesn't verify");
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'where its property has the name of something else: %s',
    async (property) => {
      const trace = decode(edited([['#meta', 'property'], property]), 'it');
      expect(verify(load(model), trace)).toEqual({
        kind: 'harmless',
        why: `the model has no property ${property} any more`,
      });
    },
  );
});

describe('an edited trace is refused', () => {
  it.each<[string, string, string]>([
    ['where it has other variables', edited([['vars'], ['x']]), 'vars[0]'],
    [
      'where a host that is no text observes something',
      edited([[...log(1), 0, 'host'], {}]),
      'states[1].#meta.log[0].host',
    ],
    [
      'where it tells of something that is never told',
      edited([log(1), [{ type: '@reboot' }]]),
      'states[1].#meta.log[0].type',
    ],
    [
      'where its states are numbered wrongly',
      edited([['states', 1, '#meta', 'index'], 2]),
      'states[1].#meta.index',
    ],
    [
      'where something stands beside the log',
      edited([['states', 1, '#meta', 'note'], 'so']),
      'states[1].#meta.note',
    ],
    ['where a record has become a list', edited([['states', 0, 'used'], []]), 'states[0].used'],
    [
      'where the store is said to answer at a step that there is not',
      edited([['#meta', 'replay'], { answer: 'fixed', step: 7 }]),
      '#meta.replay.step',
    ],
  ])('%s', (_, text, where) => {
    expect(() => decode(text, 'it')).toThrow(RefusedTrace);
    expect(() => decode(text, 'it')).toThrow(expect.objectContaining({ where }));
  });
});
