/** Messages, events and actions in a few words. */

import { match } from 'ts-pattern';
import { isList } from '../json.ts';
import type { Json } from '../json.ts';
import type { Address, Message } from '../machine/local.ts';
import { messageJson } from '../state/action.ts';
import type { Action } from '../state/action.ts';

/** Shortens a text to `room` characters, ending in an ellipsis where something was cut. */
export function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 2 ? '…'.slice(0, Math.max(room, 0)) : `${text.slice(0, room - 1)}…`;
}

/** Shortens a text to `room` characters by taking out its middle. */
export function cutWithin(text: string, room: number): string {
  if (text.length <= room || room < 3) return cut(text, room);
  const end = Math.floor((room - 1) / 3);
  return `${text.slice(0, room - 1 - end)}…${text.slice(text.length - end)}`;
}

/**
 * A message's type and what it carries: `store key=k versions=[{value:v1}]`. Left out are addresses
 * (arrows say who sends) and ghosts (nobody sends them). What is short comes first.
 */
export function messageText(message: Message, room = Number.POSITIVE_INFINITY): string {
  const carried = Object.entries(messageJson(message))
    .filter(([name, value]) => name !== 'type' && name !== 'ghost' && !isAddress(value))
    .toSorted(([, left], [, right]) => Number(isCompound(left)) - Number(isCompound(right)))
    .map(([name, value]) => `${name}=${valueText(value)}`);
  return cut([message.type, ...carried].join(' '), room);
}

/** JSON in as few characters as stay unambiguous to a reader: `{a:1,b:[x,y]}`, `{n1,n2}` for a set. */
export function valueText(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return /^[\w.:@/+-]+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(valueText).join(',')}]`;
  if (isAddress(value)) return addressText(value);
  const fields = Object.entries(value).filter(([name]) => name !== 'ghost');
  const isSet = fields.length > 0 && fields.every(([, part]) => part === true);
  const parts = fields.map(([name, part]) => (isSet ? name : `${name}:${valueText(part)}`));
  return `{${parts.join(',')}}`;
}

/** A machine's address: `n1.replica`, `n1.put[op1]`. */
export function addressText({ host, machine, key }: Address): string {
  return `${host}.${machine}${key === null ? '' : `[${key}]`}`;
}

/** What a partition's grouping separates: `n1 n2 | n3`. */
export function groupingText(groups: readonly (readonly string[])[] | undefined): string {
  return groups === undefined ? '(unknown)' : groups.map((group) => group.join(' ')).join(' | ');
}

/** Hosts' names longer than this lose their middle where there is only so much room. */
const longestHost = 32;

/** A host's name where a text has so much room; all of it where there is no end of room. */
export function hostText(host: string, room: number): string {
  return Number.isFinite(room) ? cutWithin(host, longestHost) : host;
}

/** An action in words, on one line. */
export function actionWords(
  action: Action,
  groupings: readonly (readonly (readonly string[])[])[],
  room = Number.POSITIVE_INFINITY,
): string {
  const short = (host: string): string => hostText(host, room);
  const text = match(action)
    .with({ kind: 'deliver' }, ({ from, to, message }) => {
      return `${short(from)} → ${short(to.host)}  ${messageText(message)}`;
    })
    .with({ kind: 'drop' }, ({ from, to, message }) => {
      return `${short(from)} ✗ ${short(to.host)}  lost: ${messageText(message)}`;
    })
    .with({ kind: 'duplicate' }, ({ from, to, message }) => {
      return `${short(from)} » ${short(to.host)}  duplicated: ${messageText(message)}`;
    })
    .with({ kind: 'timer' }, ({ at, delay }) => {
      return `${short(at.host)}  timer ${delay} of ${machineText(at)}`;
    })
    .with({ kind: 'input' }, ({ host, event }) => `${short(host)}  input ${messageText(event)}`)
    .with({ kind: 'crash' }, ({ host }) => `${short(host)}  crashes`)
    .with({ kind: 'restart' }, ({ host }) => `${short(host)}  restarts`)
    .with({ kind: 'amnesia' }, ({ host }) => `${short(host)}  restarts with empty disks`)
    .with({ kind: 'partition' }, ({ grouping }) => `partition ${groupingText(groupings[grouping])}`)
    .with({ kind: 'heal' }, () => 'the partition heals')
    .exhaustive();
  return cut(text, room);
}

/** A machine within its host: `replica`, `put[op1]`. */
export function machineText({ machine, key }: Address): string {
  return key === null ? machine : `${machine}[${key}]`;
}

/** What hosts said they saw on the way to a state: host and event, in order. */
export function observationsIn(
  log: readonly Message[],
): readonly { readonly host: string; readonly event: Message }[] {
  return log.flatMap((entry) => {
    const seen = entry as Message & { readonly host?: string; readonly event?: Message };
    const { host, event } = seen;
    return seen.type === 'observed' && host !== undefined && event !== undefined
      ? [{ host, event }]
      : [];
  });
}

function isCompound(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

/** Whether a value is a machine's address, which readers of reports know from elsewhere. */
export function isAddress(value: Json): value is Json & Address {
  if (value === null || typeof value !== 'object' || isList(value)) return false;
  const { host, machine, key } = value;
  const isKey = key === null || typeof key === 'string';
  const isNamed = typeof host === 'string' && typeof machine === 'string';
  return isNamed && isKey && Object.keys(value).length === 3;
}
