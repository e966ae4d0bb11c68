// The store as its clients see it, over HTTP.

import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { match } from 'ts-pattern';
import type { RequestError, Response } from '../core/client.types.ts';
import { MAX_VALUE_BYTES } from '../core/limits.ts';
import type { Version } from '../core/version.ts';
import { renderMetrics } from './metrics.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { ServerOptions } from './server-options.ts';

/** The header that carries the causal context, in answers and with the next put. */
export const CONTEXT_HEADER = 'x-quorate-context';

/** The header by which a client may name its request; otherwise the node names it. */
const REQUEST_HEADER = 'x-quorate-request';

/** One sibling in the body of a 300: the bytes, and the text if they are UTF-8. */
export type SiblingBody = { readonly base64: string; readonly text: string | null };

type KeyRoute = { readonly Params: { readonly '*': string } };
type PeerRoute = { readonly Params: { readonly verdict: string; readonly peer: string } };

const DRAIN_MS = 10_000;

/**
 * The HTTP server of a node, not listening yet.
 * `GET /kv/<key>`: 200 the value; 300 a JSON list of siblings; 404 none; each with a context.
 * `PUT /kv/<key>`, the body is the value: 204 with a context; without a context header it makes a
 * sibling of what is there. Both: 307 to a home node, 400, 409, 413, 503 if no quorum answered in
 * time (a put may then still take effect). `GET /status`, `GET /metrics`,
 * `POST /admin/suspect/<node>`, `POST /admin/trust/<node>`.
 */
export function createHttpApi(runtime: NodeRuntime, options: ServerOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_VALUE_BYTES,
    requestTimeout: DRAIN_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    frameworkErrors: (error, _request, reply) => void sendFailure(reply, error),
    routerOptions: { maxParamLength: 8192 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => sendFailure(reply, error));
  app.setNotFoundHandler((_request, reply) =>
    sendError(reply, 404, ['noSuchRoute', 'There is nothing here; try /kv/<key> or /status.']),
  );
  addKeyRoutes(app, runtime, options);
  addOperatorRoutes(app, runtime, options);
  return app;
}

function addKeyRoutes(app: FastifyInstance, runtime: NodeRuntime, options: ServerOptions): void {
  app.get<KeyRoute>('/kv/*', async (request, reply) => {
    const key = request.params['*'];
    const response = await runtime.request({ kind: 'get', id: requestId(request), key });
    return sendResponse(reply, response, { key, options });
  });
  app.put<KeyRoute>('/kv/*', async (request, reply) => {
    const key = request.params['*'];
    const value = request.body instanceof Uint8Array ? new Uint8Array(request.body) : EMPTY;
    const context = header(request, CONTEXT_HEADER);
    const id = requestId(request);
    const response = await runtime.request({ kind: 'put', id, key, value, context });
    return sendResponse(reply, response, { key, options });
  });
}

const EMPTY = new Uint8Array();

function header(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function requestId(request: FastifyRequest): string {
  return header(request, REQUEST_HEADER) ?? randomUUID();
}

type Place = { readonly key: string; readonly options: ServerOptions };

function sendResponse(reply: FastifyReply, response: Response, place: Place): FastifyReply {
  return match(response)
    .with({ kind: 'putDone' }, ({ context }) =>
      reply.code(204).header(CONTEXT_HEADER, context).send(),
    )
    .with({ kind: 'getDone' }, ({ versions, context }) =>
      sendVersions(reply.header(CONTEXT_HEADER, context), versions),
    )
    .with({ kind: 'putUnknown' }, () =>
      sendError(reply, 503, [
        'outcomeUnknown',
        'Too few nodes acknowledged in time. The write may have been done or show up later: read before trying again.',
      ]),
    )
    .with({ kind: 'getUnknown' }, () =>
      sendError(reply, 503, ['noQuorum', 'Too few nodes answered in time. Try again.']),
    )
    .with({ kind: 'redirect' }, ({ to }) => sendRedirect(reply, to, place))
    .with({ kind: 'refused' }, ({ error }) => sendRefusal(reply, error))
    .exhaustive();
}

function sendVersions(reply: FastifyReply, versions: readonly Version[]): FastifyReply {
  const [first, ...others] = versions;
  if (first === undefined) {
    return sendError(reply, 404, ['notFound', 'No value is stored under this key.']);
  }
  if (others.length === 0) {
    return reply.type('application/octet-stream').send(Buffer.from(first.value));
  }
  const siblings = versions.map(({ value }): SiblingBody => {
    const bytes = Buffer.from(value);
    const text = bytes.toString('utf8');
    const faithful = Buffer.from(text, 'utf8').equals(bytes);
    return { base64: bytes.toString('base64'), text: faithful ? text : null };
  });
  return reply.code(300).type('application/json').send(JSON.stringify(siblings));
}

function sendRedirect(reply: FastifyReply, to: string, { key, options }: Place): FastifyReply {
  const home = options.members.find(({ id }) => id === to);
  const base = home === undefined ? '' : `http://${home.host}:${home.httpPort}`;
  return reply
    .code(307)
    .header('location', `${base}/kv/${encodeURIComponent(key)}`)
    .send();
}

function sendRefusal(reply: FastifyReply, error: RequestError): FastifyReply {
  const [status, message] = match(error)
    .returnType<readonly [number, string]>()
    .with({ kind: 'notRunning' }, () => [503, 'This node is not running. Ask another one.'])
    .with({ kind: 'badRequestId' }, () => [
      400,
      `The header ${REQUEST_HEADER} must be 1 to 128 bytes of text.`,
    ])
    .with({ kind: 'badKey' }, () => [400, 'A key must be 1 to 1024 bytes of UTF-8 text.'])
    .with({ kind: 'valueTooLarge' }, ({ limit }) => [413, `A value has at most ${limit} bytes.`])
    .with({ kind: 'unknownContext' }, () => [
      400,
      `The header ${CONTEXT_HEADER} holds no context of this store. Hand back exactly what the last answer gave, or leave it out.`,
    ])
    .with({ kind: 'tooManySiblings' }, ({ limit }) => [
      409,
      `The key has ${limit} siblings. Read it, merge them, and put the result with the context of that read.`,
    ])
    .exhaustive();
  return sendError(reply, status, [error.kind, message]);
}

function sendError(
  reply: FastifyReply,
  status: number,
  [error, message]: readonly [string, string],
): FastifyReply {
  return reply.code(status).type('application/json').send(JSON.stringify({ error, message }));
}

function sendFailure(reply: FastifyReply, error: unknown): FastifyReply {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return sendRefusal(reply, { kind: 'valueTooLarge', limit: MAX_VALUE_BYTES });
  }
  if (code === 'FST_ERR_BAD_URL') return sendRefusal(reply, { kind: 'badKey' });
  const status =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
      ? error.statusCode
      : 500;
  const message = error instanceof Error ? error.message : String(error);
  return sendError(reply, status, [status < 500 ? 'badRequest' : 'internalError', message]);
}

function addOperatorRoutes(
  app: FastifyInstance,
  runtime: NodeRuntime,
  { configuration, members }: ServerOptions,
): void {
  const { n, r, w, repair, sloppy, policy } = configuration;
  app.get('/status', () => ({
    ...runtime.summary(),
    settings: { n, r, w, repair, sloppy, policy },
    members,
  }));
  app.get('/metrics', async (_request, reply) => {
    const { text, contentType } = await renderMetrics(runtime.summary());
    return reply.type(contentType).send(text);
  });
  app.post<PeerRoute>('/admin/:verdict/:peer', (request, reply) => {
    const { verdict, peer } = request.params;
    const isPeer = peer !== configuration.id && configuration.nodes.includes(peer);
    if ((verdict !== 'suspect' && verdict !== 'trust') || !isPeer) {
      return sendError(reply, 404, ['noSuchPeer', 'Say suspect or trust, then another node.']);
    }
    runtime.admin({ kind: verdict, peer });
    return reply.code(204).send();
  });
}
