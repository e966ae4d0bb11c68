// One step in the making: collects what the step writes, says and arms.

import type { Response } from './client.types.ts';
import type { NodeId } from './clock.ts';
import { encodeFrame } from './frame-codec.ts';
import type { Message } from './message.types.ts';
import type { StoreNode } from './node.ts';
import { type DiskRecord, diskKeyOf, encodeRecord } from './record-codec.ts';
import type { DiskChange, Effect, Utterance } from './step.types.ts';
import { type TimerPurpose, timerName } from './timer.ts';

/** The workspace of one step. All its writes become one atomic batch. */
export class Turn {
  readonly node: StoreNode;
  /** The node's wall clock at this step, in milliseconds. */
  readonly now: number;
  readonly #timerEffects: Effect[] = [];
  readonly #changes: DiskChange[] = [];
  readonly #written = new Set<string>();
  readonly #said: { readonly key: string | null; readonly utterance: Utterance }[] = [];
  #halt: Effect | null = null;

  constructor(node: StoreNode, now: number) {
    this.node = node;
    this.now = now;
  }

  /** Makes a record durable. */
  save(record: DiskRecord): void {
    this.#change(record, {
      kind: 'put',
      key: diskKeyOf(record),
      bytes: encodeRecord(record),
    });
  }

  /** Removes a record. */
  erase(record: DiskRecord): void {
    this.#change(record, { kind: 'delete', key: diskKeyOf(record) });
  }

  #change(record: DiskRecord, change: DiskChange): void {
    this.#changes.push(change);
    if (record.kind !== 'identity') this.#written.add(record.key);
  }

  /** Sends a message about a key (null: about none) once all written about the key is durable. */
  send(key: string | null, to: NodeId, message: Message): void {
    const bytes = encodeFrame({ from: this.node.configuration.id, to, message });
    this.#said.push({ key, utterance: { kind: 'send', to, bytes } });
  }

  /** Answers a client about a key once all written about it is durable; null: at once. */
  reply(key: string | null, connection: string, response: Response): void {
    this.#said.push({ key, utterance: { kind: 'reply', connection, response } });
  }

  /** Arms a timer for the configured time; an armed one starts anew. */
  arm(purpose: TimerPurpose): void {
    const timer = timerName(purpose);
    const ms = this.node.configuration.timers[purpose.kind];
    this.node.timers.set(timer, { timer, purpose, ms });
    this.#timerEffects.push({ kind: 'arm', timer, purpose, ms });
  }

  /** Disarms a timer if it is armed. */
  disarm(purpose: TimerPurpose): void {
    const timer = timerName(purpose);
    if (this.node.timers.delete(timer)) this.#timerEffects.push({ kind: 'disarm', timer });
  }

  /** Lets out what was held back, ahead of anything that this step says. */
  release(utterances: readonly Utterance[]): void {
    this.#said.push(...utterances.map((utterance) => ({ key: null, utterance })));
  }

  /** Stops the node for good. */
  halt(effect: Extract<Effect, { readonly kind: 'halt' }>): void {
    this.node.phase = 'halted';
    this.#halt = effect;
  }

  /** The effects of the step: timers, the batch, then what may be said already. */
  finish(): readonly Effect[] {
    if (this.#halt !== null) return [this.#halt];
    return [...this.#timerEffects, ...this.#persist(), ...this.#sayable()];
  }

  #persist(): readonly Effect[] {
    if (this.#changes.length === 0) return [];
    const operation = this.node.nextOperation;
    this.node.nextOperation += 1;
    this.node.gate.noteWrite(operation, [...this.#written]);
    return [{ kind: 'persist', operation, batch: this.#changes }];
  }

  #sayable(): readonly Effect[] {
    return this.#said
      .filter(({ key, utterance }) => key === null || this.node.gate.admit(key, utterance))
      .map(({ utterance }) => utterance);
  }
}
