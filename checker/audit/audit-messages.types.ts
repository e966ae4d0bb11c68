/** What the command line and the thread that audits say to each other; plain data only. */

import type { Subject } from '../check/subject.ts';
import type { ModelAudit } from './audit.ts';
import type { AuditBounds } from './variants.ts';

/** One audit, asked for. */
export interface AuditRequest {
  readonly subject: Subject;
  readonly bounds: AuditBounds;
}

/** What comes back: any number of `part` and `known`, then `audited`. */
export type AuditReply =
  | { readonly kind: 'part'; readonly part: string }
  | { readonly kind: 'known'; readonly known: ModelAudit }
  | { readonly kind: 'audited'; readonly audit: ModelAudit };
