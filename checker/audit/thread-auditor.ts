/** An auditor in a thread of its own, started at its first use and again after it ended. */

import { Worker } from 'node:worker_threads';
import { subjectWords } from '../check/subject.ts';
import type { Take } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import { GivenUp, WatchedThread } from '../engine/threads/watched-thread.ts';
import type { Hearing } from '../engine/threads/watched-thread.ts';
import type { Patience } from '../watch/call-watch.ts';
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
  /**
   * Ends the thread, whatever it is at; no other audit begins. Answers the call of the model's code that it
   * is in the midst of, in words; null where there is none.
   */
  readonly leave: () => string | null;
}

/** Starts threads that audit; `onStuck` hears of calls that don't return. */
export function threadAuditor(onStuck: OnStuck, patience?: Patience): Auditor {
  let thread: AuditThread | null = null;
  let hasLeft = false;
  return {
    audit: async (request, onPart) => {
      if (hasLeft) return null;
      const asked = (thread ??= started({ onStuck, patience }));
      let last: ModelAudit | null = null;
      const watch = {
        onPart,
        onKnown: (known: ModelAudit): void => {
          last = known;
        },
      };
      try {
        return await asked.ask(request, subjectWords(request.subject), auditFrom(watch));
      } catch (cause) {
        if (cause instanceof GivenUp) return asBrokenOff(last);
        if (!isOutOfThreadMemory(cause)) throw cause;
        thread = null;
        return null;
      }
    },
    leave: () => {
      hasLeft = true;
      return thread?.leave() ?? null;
    },
  };
}

type AuditThread = WatchedThread<AuditRequest, AuditReply>;

function started(hearing: Hearing): AuditThread {
  const url = new URL('./audit-thread.ts', import.meta.url);
  return new WatchedThread((board) => new Worker(url, { workerData: board }), hearing);
}

function asBrokenOff(known: ModelAudit | null): ModelAudit | null {
  return known && { ...known, isBrokenOff: true };
}

function auditFrom({ onPart, onKnown }: AuditWatch): Take<AuditReply, ModelAudit> {
  return (reply) => {
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
  };
}
