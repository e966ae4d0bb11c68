import { expect, test } from 'vitest';
import { setup } from 'xstate';
import * as quorate from '../../../checker/index.ts';
import { initial } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/state/action.ts';
import { viewOf } from '../../../checker/state/view-of.ts';
import { load } from '../../../checker/system/load.ts';
import { callBoard, presentCall, showCallsOn } from '../../../checker/watch/present-call.ts';

const board = callBoard();
showCallsOn(board);

/** What is shown while functions of the model run, in their order. */
const seen: (string | undefined)[] = [];
function look<Answer>(answer: Answer): () => Answer {
  return () => {
    seen.push(presentCall(board)?.words);
    return answer;
  };
}

const yes = look(true);
const lamp = setup({}).createMachine({ id: 'lamp', on: { press: {} } });
const made = quorate.model('lamps', {
  properties: {
    Always: quorate.always({ First: yes, Second: yes }),
    Never: quorate.never(yes),
    Sometimes: quorate.sometimes(yes),
    Quiet: quorate.whenQuiet(yes),
    Step: quorate.everyStep(yes),
    Eventually: quorate.eventually(yes),
    Leads: quorate.leadsTo(yes, yes),
    Again: quorate.alwaysEventually(yes),
    AtLast: quorate.eventuallyAlways(yes),
    Ends: quorate.terminates(),
  },
  done: yes,
  system: quorate.system({
    inputs: look([]),
    hosts: [quorate.host('hall', { lamp: quorate.perKey(lamp, look('k')) })],
  }),
});

test.each([
  ['a model', load(made)],
  // As where its faults are left out in turn.
  ['a loaded model that is loaded again', load(load(made).model)],
])('of %s every function shows itself by what it is', (_, loaded) => {
  const view = viewOf(loaded, initial(loaded).state);
  const action: Action = { kind: 'input', host: 'hall', event: { type: 'press' } };
  seen.length = 0;
  for (const property of Object.values(loaded.model.properties)) {
    if (property.kind === 'leadsTo' && property.from(view)) property.to(view);
    else if (property.kind === 'everyStep') property.holds(view, action, view);
    else if ('holds' in property) property.holds(view);
    if ('conjuncts' in property) property.conjuncts?.['Second']?.(view);
  }
  loaded.model.done(view);
  loaded.system.inputs('hall', view.host('hall'));
  const slot = loaded.hosts.get('hall')?.slots.get('lamp')?.slot;
  if (slot?.kind === 'perKey') slot.by({ type: 'press' });
  const called = [
    "the property 'Always'",
    "the property 'Always'",
    "'Second' of the property 'Always'",
    "the property 'Never'",
    "the property 'Sometimes'",
    "the property 'Quiet'",
    "the property 'Step'",
    "the property 'Eventually'",
    "the property 'Leads'",
    "the property 'Leads'",
    "the property 'Again'",
    "the property 'AtLast'",
    "the model's 'done'",
    "the system's inputs, asked of the host 'hall'",
    "the 'by' of the machine 'lamp'",
  ];
  // Each is asked once more whether it answers the same.
  expect(seen).toEqual(called.flatMap((words) => [words, words]));
  expect(presentCall(board)).toBe(null);
});

test('a member of a family shows that it is made', () => {
  seen.length = 0;
  const lamps = quorate.family({
    defaults: { n: 1 },
    name: look('lamps/1'),
    build: look({ properties: {}, system: made.system }),
  });
  lamps();
  expect([...new Set(seen)]).toEqual([
    `the 'name' of a family, asked for {"n":1}`,
    "the 'build' of the model 'lamps/1'",
  ]);
});
