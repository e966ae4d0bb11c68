/** The thread that audits, so that the command line hears Ctrl-C whatever is being compared. */

import { parentPort, workerData } from 'node:worker_threads';
import { modelsIn } from '../check/model-file.ts';
import { modelOf } from '../check/subject.ts';
import { failed } from '../engine/threads/answers.ts';
import type { Failed } from '../engine/threads/answers.ts';
import { showCallsOn } from '../watch/present-call.ts';
import type { CallBoard } from '../watch/present-call.ts';
import { audited } from './audit.ts';
import type { ModelAudit } from './audit.ts';
import type { AuditReply, AuditRequest } from './audit-messages.types.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the start of a thread, not a program');
const reply = (message: AuditReply | Failed): void => port.postMessage(message);

// Whoever starts this thread gives it such a board.
showCallsOn(workerData as CallBoard);

async function audit({ subject, bounds }: AuditRequest): Promise<ModelAudit> {
  return audited(modelOf(subject, await modelsIn(subject.file)), bounds, {
    onPart: (part) => reply({ kind: 'part', part }),
    onKnown: (known) => reply({ kind: 'known', known }),
  });
}

port.on('message', (request: AuditRequest) => {
  audit(request)
    .then((found) => reply({ kind: 'audited', audit: found }))
    .catch((cause: unknown) => reply(failed(cause)));
});
