import { Hono, type Context } from 'hono'
import { asyncApiDocument, commandRequestSchema, openApiDocument, type WireError } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { dispatchCommand } from '../command-door.ts'
import type { RequestOrigin } from '../request-context.ts'
import { failure, json, readBody, refusal } from './answer.ts'
import { download, upload } from './attachments.ts'
import { events } from './events.ts'
import { hello } from './hello.ts'
import { chatMessages, client, list, session, sessionMessages, sessionNotes, sessions } from './reads.ts'
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
      return 'code' in who ? failure(who) : handle(who, c)
    }

  // Bearer tokens do not travel by themselves, so any page may ask; cookies are taken only from our own pages.
  api.use(async (c, next) => {
    await next()
    c.res.headers.set('access-control-allow-origin', '*')
    c.res.headers.set('access-control-expose-headers', 'Pult-Cursor, Retry-After')
    if (!c.res.headers.has('x-content-type-options')) c.res.headers.set('x-content-type-options', 'nosniff')
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

  api.post('/login', (c) => logIn(c.req.raw, from(c), services))
  api.post('/logout', (c) => logOut(c.req.raw, from(c), services))
  api.post('/setup', (c) => setUp(c.req.raw, from(c), services))
  api.get('/me', (c) => me(c.req.raw, from(c), services))
  api.post('/client/hello', (c) => hello(c.req.raw, from(c), services))
  api.post(
    '/commands/:command',
    signedIn((who, c) => command(who, c, services)),
  )
  api.post(
    '/attachments',
    signedIn((who, c) => upload(c.req.raw, who, services)),
  )
  api.get('/attachments/:id', (c) => download(c.req.param('id'), c.req.raw, services))

  api.get(
    '/sessions',
    signedIn((who, c) => sessions(c.req.raw, who, services)),
  )
  api.get(
    '/sessions/:id',
    signedIn((who, c) => session(c.req.param('id')!, who, services)),
  )
  api.get(
    '/sessions/:id/messages',
    signedIn((who, c) => sessionMessages(c.req.param('id')!, c.req.raw, who, services)),
  )
  api.get(
    '/sessions/:id/notes',
    signedIn((who, c) => sessionNotes(c.req.param('id')!, c.req.raw, who)),
  )
  api.get(
    '/chats/:id/messages',
    signedIn((who, c) => chatMessages(c.req.param('id')!, c.req.raw, who, services)),
  )
  api.get(
    '/clients/:id',
    signedIn((who, c) => client(c.req.param('id')!, who)),
  )
  api.get(
    '/operators',
    signedIn((who, c) => list('operators', c.req.raw, who)),
  )
  api.get(
    '/groups',
    signedIn((who, c) => list('groups', c.req.raw, who)),
  )
  api.get(
    '/channels',
    signedIn((who, c) => list('channels', c.req.raw, who)),
  )
  api.get(
    '/events',
    signedIn((who, c) => events(c.req.raw, who)),
  )

  const documents = { publicUrl: services.edge.publicUrl ?? '', version: services.version }
  let openApi: unknown
  let asyncApi: unknown
  api.get('/openapi.json', () => json((openApi ??= openApiDocument(documents))))
  api.get('/asyncapi.json', () => json((asyncApi ??= asyncApiDocument(documents))))

  api.notFound(() => refusal('not_found'))
  api.onError((error) => {
    services.onError(error)
    return refusal('internal')
  })
  return api
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
  return new Promise((resolve) => {
    void dispatchCommand(who.host, actor, asked, services.preparation, (outcome) => {
      if (outcome.error !== undefined) return resolve(failure(outcome.error))
      const { engine, hub } = who.host
      const headers = { 'pult-cursor': cursorOf(engine.epoch, hub.ring.endSeq) }
      const seq = outcome.seq === undefined ? {} : { seq: outcome.seq }
      return resolve(json({ action: 'reply', data: outcome.data ?? {}, ...seq }, 200, headers))
    })
  })
}
