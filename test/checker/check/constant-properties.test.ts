import { expect, test } from 'vitest';
import { constantProperties } from '../../../checker/check/constant-properties.ts';
import * as quorate from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { register, server, writer } from '../fixtures/register.model.ts';

const { always, never, sometimes, eventually, alwaysEventually, leadsTo, everyStep } = quorate;

/** The constant ones of some properties. */
function constantsOf(properties: Readonly<Record<string, Property>>): readonly string[] {
  const model = { ...register(), properties, expect: {}, mutants: {} };
  return constantProperties(load(model), Object.keys(properties));
}

test('what asks the view for nothing, or for what all states have, is constant', () => {
  const idle = {
    Always: always(() => true),
    Unread: always((view) => view !== null),
    Never: never(() => false),
    Sometimes: sometimes(() => true),
    Eventually: eventually(() => true),
    AlwaysEventually: alwaysEventually(() => true),
    LeadsTo: leadsTo(
      (view) => view.isFinal('c1'),
      () => true,
    ),
    Hosts: always(({ hosts }) => hosts.length === 3),
    Declared: always(() => true, { over: ['n1'] }),
  };
  expect(constantsOf(idle)).toEqual(Object.keys(idle));
});

test('what asks it for anything else is not, whatever it answers', () => {
  expect(
    constantsOf({
      Each: always((view) => view.each(server).length >= 0),
      Taken: never(({ isFinal }) => isFinal('n1') && false),
      Host: sometimes((view) => view.host('n1').up || true),
      Message: eventually((view) => view.messages('write').length === 0),
      InFlight: always((view) => Array.isArray(view.inFlight())),
      Partition: always((view) => view.partition === null),
      Disks: always((view) => view.disks(server).length > 0),
      Copied: always((view) => Object.keys({ ...view }).length > 0),
      Within: always((view) => 'each' in view),
      Condition: leadsTo(
        () => true,
        (view) => view.each(writer).length > 0,
      ),
    }),
  ).toEqual([]);
});

test('what never lets a property hold is none of its reasons to', () => {
  expect(
    constantsOf({
      Always: always(() => false),
      Never: never(() => true),
      // It holds where there is never more than one writer, and then by what it leads from.
      LeadsTo: leadsTo(
        (view) => view.each(writer).length > 1,
        () => false,
      ),
    }),
  ).toEqual([]);
});

test('of several predicates each is looked at by itself', () => {
  const parts = always({ Fine: (view) => view.isFinal('n1') || true, Idle: () => true });
  expect(constantsOf({ Both: parts })).toEqual(['Both: Idle']);
});

test('what can be no constant, or throws where nothing happened yet, is left alone', () => {
  expect(
    constantsOf({
      Step: everyStep(() => true),
      Quiet: quorate.whenQuiet(() => true),
      Ends: quorate.terminates(),
      Throws: always(() => {
        throw new Error('not yet');
      }),
    }),
  ).toEqual([]);
});
