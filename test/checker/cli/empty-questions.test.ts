/** Predicates that ask for what can never be there: they would hold, or not, of all states alike. */

import { expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';

const machines = `import { emit, setup } from '${import.meta.resolve('xstate')}';
const { always, caughtBy, edit, family, host, model, monitored, never, perKey, reparameterised, resident } = quorate;
const lock = setup({ actions: { grant: emit({ type: 'send', to: 'b', message: { type: 'granted' } }) } })
  .createMachine({ id: 'lock', initial: 'free', states: { free: { on: { ask: { target: 'held', actions: 'grant' } } }, held: {} } });
const user = setup({}).createMachine({ id: 'user', on: { granted: {}, revoked: {} } });
const shelf = setup({}).createMachine({ id: 'shelf', context: { n: 0 }, on: { put: {} } });
const bystander = setup({}).createMachine({ id: 'bystander', on: { pass: {} } });
const watcher = setup({}).createMachine({ id: 'watcher', initial: 'calm',
  states: { calm: { on: { observed: {} } }, alarmed: { tags: 'violated' } } });
const inputs = (id) => id === 'a' ? [{ type: 'ask' }] : [];
const system = quorate.system({ inputs, hosts: [host('a', { lock: resident(lock) }),
  host('b', { user: resident(user), shelf: perKey(shelf, () => 'k') })] });
const asking = (what) => ({ system, properties: { P: always((view) => what(view).length < 9) } });
`;

test.each([
  [
    'a type of message that no machine handles',
    "asking((view) => view.messages('graned'))",
    "'messages' asks for messages of type 'graned', which no machine of the model handles: there never is one. Did you mean granted?",
  ],
  [
    'a machine that no host runs',
    'asking((view) => view.each(bystander))',
    "'each' asks for the machine 'bystander', which no host of the model runs. Ask for one that runs: lock, user, shelf",
  ],
  [
    'a copy of a machine that runs',
    'asking((view) => view.each(lock.provide({})))',
    "'each' asks for another machine called 'lock' than the one that runs",
  ],
  [
    'such a machine of one host',
    "asking((view) => view.host('a').each(bystander))",
    "'each' asks for the machine 'bystander'",
  ],
  [
    'such a machine by key',
    "asking((view) => [view.host('a').at(bystander, 'k')])",
    "'at' asks for the machine 'bystander'",
  ],
  [
    'the disks of such a machine',
    'asking((view) => view.disks(bystander))',
    "'disks' asks for the machine 'bystander'",
  ],
  [
    'messages to a host that there is none of',
    "asking((view) => view.inFlight('host-a'))",
    "the system has no host 'host-a'. Hosts: a, b",
  ],
  [
    'a host that there is none of',
    "asking((view) => [view.host('c')])",
    "the system has no host 'c'. Hosts: a, b",
  ],
  [
    'a monitor that no property has',
    'asking((view) => [view.monitor(watcher)])',
    "'monitor' asks for 'watcher', which no property is monitored by",
  ],
  [
    'a monitor as if it ran on a host',
    '{ system, properties: { M: monitored(watcher), P: never((view) => view.each(watcher).length > 0) } }',
    "'each' asks for the machine 'watcher', which no host of the model runs. It is a monitor: ask view.monitor",
  ],
  [
    'one of a family without its key',
    "asking((view) => [view.host('b').at(shelf)])",
    "'at' asks for 'shelf' without a key, and hosts run one a key: there never is such a one",
  ],
  [
    'a resident machine by a key',
    "asking((view) => [view.host('b').at(user, 'k')])",
    "'at' asks for 'user' with the key 'k', and hosts run it without keys: there never is such a one",
  ],
])('asking for %s ends with 75', async (_, definition, message) => {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}export const models = [model('m', ${definition})];`,
  });
  const checked = await workshop.run(['check', 'm.model.ts']);
  const walked = await workshop.run(['simulate', 'm.model.ts', '--walks', '2', '--workers', '1']);
  workshop.close();
  expect(said(checked.err)).toContain(message);
  expect(checked.err).toContain('  property:  P\n');
  expect(checked.code).toBe(75);
  expect(said(walked.err)).toContain(message);
  expect(walked.code).toBe(75);
});

test('asking for what is not there in one member of a family, or in one mutant, is no mistake', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}
const grants = family({ defaults: { users: 1 }, name: ({ users }) => 'g/' + users, build: ({ users }) => ({
  system: quorate.system({ inputs: (id) => users && id === 'a' ? [{ type: 'poke' }] : [],
    hosts: [host('a', { bystander: resident(users ? poked : bystander) }), ...(users ? [host('b', { user: resident(user) })] : [])] }),
  properties: {
    Quiet: never((view) => view.messages('pass').length + view.messages('granted').length + view.each(user).length > 1),
    Few: never((view) => view.messages('granted').length > 0),
  },
  mutants: users
    ? { none: caughtBy('Quiet', reparameterised({ users: 0 })),
        deaf: caughtBy('Few', edit(poked, (config) => ({ ...config, on: {} }))) }
    : {},
}) });
const poked = setup({ actions: { pass: emit({ type: 'send', to: 'a', message: { type: 'pass' } }) } })
  .createMachine({ id: 'poked', on: { poke: {}, pass: {} } });
export const models = [grants(), grants({ users: 0 })];`,
  });
  const all = await workshop.run(['check', 'm.model.ts', '--mutants']);
  const member = await workshop.run(['check', 'm.model.ts', '--param', 'users=0']);
  workshop.close();
  // Nothing here can be caught: what matters is that every question is answered.
  expect(all.err).toBe('');
  expect(all.code).toBe(20);
  expect(member.err).toBe('');
  expect(member.code).toBe(0);
});
