/** The table of an audit: a row for each model, and below it one for each thing that was compared. */

import { match } from 'ts-pattern';
import type { Answer } from '../audit/answer.ts';
import type { ModelAudit, VariantResult } from '../audit/audit.ts';
import type { AuditStop } from './audit-json.ts';
import { countText, counted } from './numbers.ts';
import type { Palette } from './palette.ts';
import { namedRow, reportWidth } from './page.ts';
import { cut } from './wording.ts';

interface Cells {
  readonly name: string;
  readonly states?: string;
  readonly transitions?: string;
  readonly depth?: string;
  readonly verdicts?: string;
  readonly traces?: string;
  readonly factor?: string;
}

const widths = {
  name: 34,
  states: 11,
  transitions: 13,
  depth: 6,
  verdicts: 9,
  traces: 8,
  factor: 8,
};
/** How many contradictions of one variant are told. */
const mostTold = 5;

/** The head of the table. */
export function auditHead(colours: Palette): string {
  const cells = {
    name: 'MODEL AND VARIANT',
    states: 'STATES',
    transitions: 'TRANSITIONS',
    depth: 'DEPTH',
    verdicts: 'VERDICTS',
    traces: 'TRACES',
    factor: 'FACTOR',
  };
  return colours.strong(row(cells));
}

/** The rows of one model. */
export function auditRows(audit: ModelAudit, colours: Palette): readonly string[] {
  const { model, full, variants, faults, isBrokenOff } = audit;
  if (full === null) return [colours.odd(`${model}: too large to be audited`)];
  const head = row({
    name: model,
    ...sizeCells(full),
  });
  return [
    colours.strong(head),
    ...variants.flatMap((variant) => variantRows(variant, full, colours)),
    ...repetitionRows(audit, colours),
    ...rebirthRows(audit, colours),
    ...faults.map(({ label, isInert }) => {
      const said = isInert ? 'inert: without it nothing is otherwise' : 'matters';
      const text = noteRow(`without ${label}`, said);
      return isInert ? colours.odd(text) : text;
    }),
    ...(isBrokenOff ? [colours.odd('  broken off: the rest was not looked at')] : []),
  ];
}

function variantRows(result: VariantResult, full: Answer, colours: Palette): readonly string[] {
  if (result.kind === 'left out') return [colours.faint(noteRow(result.name, `- (${result.why})`))];
  const { name, answer, against, traces, contradictions: found } = result;
  const agrees = found.length === 0;
  const text = row({
    name: `  ${name}`,
    ...sizeCells(answer),
    verdicts: agrees ? 'agrees' : 'DISAGREES',
    // No traces: null in the data.
    traces: agrees ? (traces ?? '-') : '',
    factor: (against.states / answer.states).toFixed(2),
  });
  const [asked, all] = [answer.properties.size, full.properties.size];
  // Neither liveness by the reference nor what forbids a reduction is asked.
  const others = all - asked === 1 ? 'the other' : 'the others';
  const fewer =
    asked < all
      ? [colours.faint(`      of ${asked} of ${all} properties; it can't judge ${others}`)]
      : [];
  if (agrees) return [text, ...fewer];
  const more = found.length - mostTold;
  return [
    colours.bad(text),
    ...found.slice(0, mostTold).map((line) => colours.bad(cut(`      ${line}`, reportWidth))),
    ...(more > 0 ? [`      and ${counted(more, 'more difference')}`] : []),
  ];
}

function repetitionRows({ repetition }: ModelAudit, colours: Palette): readonly string[] {
  if (repetition === null) return [];
  const { steps, differing } = repetition;
  const name = 'steps taken again';
  if (differing.length === 0)
    return [noteRow(name, `${countText(steps)}, all with the same outcome`)];
  const more = differing.length - mostTold;
  return [
    colours.bad(noteRow(name, `${differing.length} OF ${countText(steps)} HAVE ANOTHER OUTCOME`)),
    ...differing.slice(0, mostTold).map((line) => cut(`      ${line}`, reportWidth)),
    ...(more > 0 ? [`      and ${countText(more)} more`] : []),
    '      A machine may depend on nothing but its state and its event; not on the order of fields.',
  ];
}

function rebirthRows({ rebirth }: ModelAudit, colours: Palette): readonly string[] {
  if (rebirth === null) return [];
  const name = 'finished requests';
  return match(rebirth)
    .with({ kind: 'none' }, () => [noteRow(name, 'none is opened again')])
    .with({ kind: 'too large' }, () => [colours.faint(noteRow(name, '- (too many states)'))])
    .with({ kind: 'reborn' }, ({ request }) => [
      colours.bad(noteRow(name, `${request} IS OPENED AGAIN`)),
      "      Give each request a key of its own, or declare rebirth: 'allowed'.",
    ])
    .exhaustive();
}

/** What an audit came to, in a line or two. */
export function auditSummary(audits: readonly ModelAudit[], colours: Palette): readonly string[] {
  const begun = audits.filter(({ full }) => full !== null);
  const whole = begun.filter(({ isBrokenOff }) => !isBrokenOff).length;
  const compared = begun.flatMap(({ variants }) =>
    variants.filter(({ kind }) => kind === 'compared'),
  );
  const differing = compared.filter(
    (one) => one.kind === 'compared' && one.contradictions.length > 0,
  ).length;
  const large = audits.length - begun.length;
  const inert = begun.flatMap(({ faults }) => faults.filter(({ isInert }) => isInert)).length;
  return [
    `${counted(whole, 'model')} audited${begun.length > whole ? `, ${begun.length - whole} broken off` : ''}, ${counted(compared.length, 'comparison')}: ${compared.length === 0 ? 'nothing to compare' : differing === 0 ? 'all agree' : colours.bad(`${differing} DISAGREE`)}`,
    ...(large > 0 ? [`${counted(large, 'model')} too large (--max-states)`] : []),
    ...(inert > 0
      ? [`${counted(inert, 'fault changes', 'faults change')} nothing that the model looks at`]
      : []),
    ...(differing > 0
      ? [
          colours.bad(
            'Ways to explore the same model must not disagree. That is a bug in quorate, unless',
          ),
          colours.bad(
            'a function of your model looks at more than it is given: a clock, chance, a counter.',
          ),
          colours.bad('If none does, please report it with this table.'),
        ]
      : []),
  ];
}

/** What an audit was at when it ended early. */
export interface AuditPoint {
  readonly model: string;
  /** What was looked at, in words. */
  readonly part: string;
  /** The call of the model's code that it was in, in words; null where it was in none. */
  readonly call: string | null;
}

/** That an audit ended early, in the midst of what, and of how many models nothing is known. */
export function auditEndLines(
  stoppedBy: AuditStop,
  untouched: number,
  at: AuditPoint | null,
): readonly string[] {
  const rest = untouched === 0 ? '' : `; nothing is known of ${counted(untouched, 'model')}`;
  const call = at === null || at.call === null ? '' : `, in ${at.call}`;
  return [
    `stopped early: ${stoppedBy}${rest}`,
    ...(at === null ? [] : [`  in the midst of ${at.model}: ${at.part}${call}`]),
  ];
}

function sizeCells({ states, transitions, depth }: Answer): Partial<Cells> {
  return {
    states: countText(states),
    transitions: countText(transitions),
    depth: depth === null ? '-' : String(depth),
  };
}

function noteRow(name: string, note: string): string {
  return `${`  ${name}`.padEnd(widths.name)} ${note}`;
}

function row({
  name,
  states = '',
  transitions = '',
  depth = '',
  verdicts = '',
  traces = '',
  factor = '',
}: Cells): string {
  const rest = [
    states.padStart(widths.states),
    transitions.padStart(widths.transitions),
    depth.padStart(widths.depth),
    ` ${verdicts.padEnd(widths.verdicts)}`,
    traces.padEnd(widths.traces),
    factor.padStart(widths.factor),
  ].join(' ');
  return namedRow(name, widths.name, rest);
}
