/** A trace as a Mermaid sequence diagram, for pages and pull requests that draw it. */

import { match } from 'ts-pattern';
import type { Message } from '../machine/local.ts';
import type { Action } from '../state/action.ts';
import type { Trace } from '../trace/trace.ts';
import { loopMarks, verdictText } from './endings.ts';
import { groupingText, machineText, messageText, observationsIn } from './wording.ts';

const labelRoom = 60;

/** The text of the diagram, newline included. */
export function mermaid(trace: Trace): string {
  const hosts = Object.keys(trace.start.state.hosts);
  const ids = new Map(hosts.map((host, index) => [host, `h${index}`]));
  const id = (host: string): string => ids.get(host) ?? 'h0';
  const over = `${id(hosts[0] ?? '')}${hosts.length > 1 ? `,${id(hosts.at(-1) ?? '')}` : ''}`;
  const marks = loopMarks(trace);
  const note = (text: string): string => `Note over ${over}: ${escaped(text)}`;
  const lines = [
    ...hosts.map((host) => `participant ${id(host)} as ${escaped(host)}`),
    ...observed(trace.start.log, id),
    ...trace.steps.flatMap(({ action, log }, index) => [
      ...(index === trace.loop ? [`loop ${escaped(marks?.before ?? '')}`] : []),
      stepLine(action, { trace, id, over, number: index + 1 }),
      ...observed(log, id),
    ]),
    ...(marks === null ? [] : [marks.before === null ? note(marks.after) : 'end']),
    note(verdictText(trace)),
  ];
  const title = `title: ${JSON.stringify(`${trace.model}: ${trace.property}`)}`;
  return ['---', title, '---', 'sequenceDiagram', ...lines.map((line) => `  ${line}`), ''].join(
    '\n',
  );
}

interface Drawing {
  readonly trace: Trace;
  readonly id: (host: string) => string;
  /** The span of all lanes. */
  readonly over: string;
  readonly number: number;
}

function stepLine(action: Action, { trace, id, over, number }: Drawing): string {
  const text = (what: string): string => escaped(`${number}. ${what}`);
  const note = (host: string, what: string): string => `Note over ${id(host)}: ${text(what)}`;
  return match(action)
    .with({ kind: 'deliver' }, ({ from, to, message }) => {
      return `${id(from)}->>${id(to.host)}: ${text(messageText(message, labelRoom))}`;
    })
    .with({ kind: 'drop' }, ({ from, to, message }) => {
      return `${id(from)}-x${id(to.host)}: ${text(`lost: ${messageText(message, labelRoom)}`)}`;
    })
    .with({ kind: 'duplicate' }, ({ from, to, message }) => {
      const what = `duplicated: ${messageText(message, labelRoom)}`;
      return `${id(from)}--)${id(to.host)}: ${text(what)}`;
    })
    .with({ kind: 'timer' }, ({ at, delay }) =>
      note(at.host, `timer ${delay} of ${machineText(at)}`),
    )
    .with({ kind: 'input' }, ({ host, event }) =>
      note(host, `input ${messageText(event, labelRoom)}`),
    )
    .with({ kind: 'crash' }, ({ host }) => note(host, 'crashes'))
    .with({ kind: 'restart' }, ({ host }) => note(host, 'restarts'))
    .with({ kind: 'amnesia' }, ({ host }) => note(host, 'restarts with empty disks'))
    .with({ kind: 'partition' }, ({ grouping }) => {
      return `Note over ${over}: ${text(`partition ${groupingText(trace.groupings[grouping])}`)}`;
    })
    .with({ kind: 'heal' }, () => `Note over ${over}: ${text('the partition heals')}`)
    .exhaustive();
}

function observed(log: readonly Message[], id: (host: string) => string): readonly string[] {
  return observationsIn(log).map(({ host, event }) => {
    return `Note right of ${id(host)}: ${escaped(messageText(event, labelRoom))}`;
  });
}

/** Mermaid ends a statement at a semicolon and reads `#` as the start of an entity. */
function escaped(text: string): string {
  return text
    .replaceAll(/[#;<>]/g, (character) => `#${character.charCodeAt(0)};`)
    .replaceAll('\n', ' ');
}
