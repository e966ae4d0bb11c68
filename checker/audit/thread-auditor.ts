/** An auditor in a thread of its own, started at its first use and again after it ended. */

import { Worker } from 'node:worker_threads';
import { subjectWords } from '../check/subject.ts';
import { answerFrom } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import { watchCalls } from '../watch/call-watch.ts';
import type { Patience } from '../watch/call-watch.ts';
import { callBoard } from '../watch/present-call.ts';
import type { CallBoard } from '../watch/present-call.ts';
import type { OnStuck } from '../watch/stuck.types.ts';
import type { AuditWatch, ModelAudit } from './audit.ts';
import type { AuditReply, AuditRequest } from './audit-messages.types.ts';

/** Audits one model at a time. */
export interface Auditor {
  /**
   * The audit of a model; null of one that fills the memory. Where `leave` ends it: what is known by
   * then, null where that is nothing.
   * @throws BrokenModel where the model can't be checked.
   */
  readonly audit: (
    request: AuditRequest,
    onPart: (part: string) => void,
  ) => Promise<ModelAudit | null>;
  /** Ends the thread, whatever it is at; no other audit begins. */
  readonly leave: () => void;
}

/** Starts threads that audit; `onStuck` hears of calls that don't return. */
export function threadAuditor(onStuck: OnStuck, patience?: Patience): Auditor {
  let thread: AuditThread | null = null;
  let hasLeft = false;
  const left = Promise.withResolvers<null>();
  return {
    audit: async (request, onPart) => {
      if (hasLeft) return null;
      const { worker, board } = (thread ??= started());
      let last: ModelAudit | null = null;
      const watch = {
        onPart,
        onKnown: (known: ModelAudit): void => {
          last = known;
        },
      };
      const answer = answerOf(worker, watch);
      // Once it is left nobody asks what became of it.
      answer.catch(() => undefined);
      worker.postMessage(request, []);
      const model = subjectWords(request.subject);
      const calls = watchCalls({ board, model, onStuck, patience });
      try {
        return (await Promise.race([answer, left.promise])) ?? brokenOff(last);
      } catch (cause) {
        if (!isOutOfThreadMemory(cause)) throw cause;
        thread = null;
        return null;
      } finally {
        calls.end();
      }
    },
    leave: () => {
      hasLeft = true;
      left.resolve(null);
      void thread?.worker.terminate();
    },
  };
}

interface AuditThread {
  readonly worker: Worker;
  readonly board: CallBoard;
}

function started(): AuditThread {
  const board = callBoard();
  const url = new URL('./audit-thread.ts', import.meta.url);
  return { worker: new Worker(url, { workerData: board }), board };
}

function brokenOff(known: ModelAudit | null): ModelAudit | null {
  return known && { ...known, isBrokenOff: true };
}

function answerOf(worker: Worker, { onPart, onKnown }: AuditWatch): Promise<ModelAudit> {
  return answerFrom<AuditReply, ModelAudit>(worker, (reply) => {
    switch (reply.kind) {
      case 'part':
        onPart(reply.part);
        return null;
      case 'known':
        onKnown(reply.known);
        return null;
      case 'audited':
        return reply.audit;
    }
  });
}
