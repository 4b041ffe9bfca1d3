import { Hono, type Context } from 'hono'
import { commandRequestSchema, type WireError } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { dispatchCommand } from '../command-door.ts'
import { faultTold } from '../fault-told.ts'
import type { RequestOrigin } from '../request-context.ts'
import { failure, json, methodNotAllowed, readBody, refusal } from './answer.ts'
import { download, upload } from './attachments.ts'
import { botActivities, botActivity } from './bot-activity.ts'
import { botAnswers } from './bot-answers.ts'
import { botTrials } from './bot-trials.ts'
import { botVersions } from './bot-versions.ts'
import { createDocuments } from './documents.ts'
import { events } from './events.ts'
import { hello } from './hello.ts'
import { help, helpOffer } from './help.ts'
import {
  article,
  chatMessages,
  client,
  list,
  push,
  session,
  sessionActivities,
  sessionMessages,
  sessionNotes,
  sessions,
} from './reads.ts'
import { nodes } from './nodes.ts'
import { cursorOf } from '../stream/cursor.ts'
import type { HttpServices } from './services.ts'
import { logIn, logOut, me, setUp } from './sign-in.ts'
import { actorOf, whoAsks } from './who.ts'

/** What the door knows of a request travels beside it, so that no header of a stranger is taken for it. */
export interface AppEnvironment {
  Bindings: { from: RequestOrigin }
}

/** Everything under /api/v1. Every route either asks nobody's name or goes through `signedIn`: there is no third way in. */
export function createApi(services: HttpServices): Hono<AppEnvironment> {
  const api = new Hono<AppEnvironment>()
  const from = (c: Context<AppEnvironment>): RequestOrigin => c.env.from
  const signedIn =
    (handle: (who: Authenticated, c: Context<AppEnvironment>) => Response | Promise<Response>) =>
    async (c: Context<AppEnvironment>): Promise<Response> => {
      const who: Authenticated | WireError = await whoAsks(c.req.raw, from(c), services)
      if ('code' in who) return failure(who)
      const person = who.flavour === 'OPERATOR' ? who.loginId : who.clientId
      const share = services.requests.take(`${who.host.id} ${person}`, services.nowMs())
      return share.allowed ? handle(who, c) : refusal('rate_limited', { retryMs: share.retryMs })
    }
  const at = (path: string, methods: Partial<Record<'GET' | 'POST', Handle>>): void => {
    for (const [method, handle] of Object.entries(methods)) api.on(method, path, handle)
    api.all(path, () => methodNotAllowed(Object.keys(methods).join(', ')))
  }

  // Bearer tokens do not travel by themselves, so any page may ask; cookies are taken only from our own pages.
  api.use(async (c, next) => {
    await next()
    c.res.headers.set('access-control-allow-origin', '*')
    c.res.headers.set('access-control-expose-headers', 'Pult-Cursor, Retry-After')
  })
  api.options(
    '*',
    () =>
      new Response(null, {
        status: 204,
        headers: {
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'authorization, content-type',
          'access-control-max-age': '86400',
        },
      }),
  )

  at('/login', { POST: (c) => logIn(c.req.raw, from(c), services) })
  at('/logout', { POST: (c) => logOut(c.req.raw, from(c), services) })
  at('/setup', { POST: (c) => setUp(c.req.raw, from(c), services) })
  at('/me', { GET: (c) => me(c.req.raw, from(c), services) })
  at('/client/hello', { POST: (c) => hello(c.req.raw, from(c), services) })
  at('/bot/answers', { POST: (c) => botAnswers(c.req.raw, services) })
  at('/bot/trials', { POST: signedIn((who, c) => botTrials(c.req.raw, who, services)) })
  at('/commands/:command', { POST: signedIn((who, c) => command(who, c, services)) })
  at('/attachments', { POST: signedIn((who, c) => upload(c.req.raw, who, services)) })
  at('/attachments/:id', { GET: (c) => download(c.req.param('id') ?? '', c.req.raw, services) })

  at('/sessions', { GET: signedIn((who, c) => sessions(c.req.raw, who, services)) })
  at('/sessions/:id', { GET: signedIn((who, c) => session(idOf(c), c.req.raw, who, services)) })
  at('/sessions/:id/messages', {
    GET: signedIn((who, c) => sessionMessages(idOf(c), c.req.raw, who, services)),
  })
  at('/sessions/:id/notes', { GET: signedIn((who, c) => sessionNotes(idOf(c), c.req.raw, who)) })
  at('/sessions/:id/activities', { GET: signedIn((who, c) => sessionActivities(idOf(c), c.req.raw, who)) })
  at('/chats/:id/messages', {
    GET: signedIn((who, c) => chatMessages(idOf(c), c.req.raw, who, services)),
  })
  at('/clients/:id', { GET: signedIn((who, c) => client(idOf(c), c.req.raw, who)) })
  for (const kind of ['operators', 'groups', 'channels', 'canned-replies', 'bots', 'articles'] as const)
    at(`/${kind}`, { GET: signedIn((who, c) => list(kind, c.req.raw, who)) })
  at('/bots/activity', { GET: signedIn((who, c) => botActivities(c.req.raw, who, services)) })
  at('/bots/:id/activity', { GET: signedIn((who, c) => botActivity(idOf(c), c.req.raw, who, services)) })
  at('/bots/:id/versions', { GET: signedIn((who, c) => botVersions(idOf(c), c.req.raw, who, services)) })
  at('/articles/:id', { GET: signedIn((who, c) => article(idOf(c), c.req.raw, who)) })
  at('/help', { GET: signedIn((who, c) => helpOffer(c.req.raw, who)) })
  at('/sessions/:id/help', { POST: signedIn((who, c) => help(idOf(c), c.req.raw, who, services)) })
  at('/push', { GET: signedIn((who, c) => push(c.req.raw, who)) })
  at('/nodes', { GET: signedIn((who, c) => nodes(c.req.raw, who, services)) })
  at('/events', { GET: signedIn((who, c) => events(c.req.raw, who, services)) })

  const documents = createDocuments(services)
  at('/openapi.json', { GET: (c) => json(documents.openApi(c.req.raw)) })
  at('/asyncapi.json', { GET: (c) => json(documents.asyncApi(c.req.raw)) })

  api.onError((error, c) => {
    // Whoever hangs up in the middle of a body is no fault of ours, and nobody hears the answer.
    if (c.req.raw.signal.aborted && error.name === 'AbortError')
      return refusal('invalid_frame', { field: 'body' })
    services.onError(error)
    return failure(faultTold(error))
  })
  return api
}

type Handle = (c: Context<AppEnvironment>) => Response | Promise<Response>

function idOf(c: Context<AppEnvironment>): string {
  return c.req.param('id') ?? ''
}

/** [C1] A command over HTTP: the same door, the same reply. */
async function command(
  who: Authenticated,
  c: Context<AppEnvironment>,
  services: HttpServices,
): Promise<Response> {
  const body = await readBody(c.req.raw, commandRequestSchema)
  if (body instanceof Response) return body
  const asked = { name: c.req.param('command') ?? '', data: body.data, key: body.key }
  const actor = actorOf(who, c.env.from, services)
  return new Promise((resolve, reject) => {
    const preparing = dispatchCommand(who.host, actor, asked, services.preparation, (outcome) => {
      if (outcome.error !== undefined) return resolve(failure(outcome.error))
      const { engine, hub } = who.host
      const headers = { 'pult-cursor': cursorOf(engine.epoch, hub.ring.endSeq) }
      const seq = outcome.seq === undefined ? {} : { seq: outcome.seq }
      return resolve(json({ action: 'reply', data: outcome.data ?? {}, ...seq }, 200, headers))
    })
    // Left alone, a failure of ours would be nobody's and end the process.
    preparing?.catch(reject)
  })
}
