import type { OperatorClient } from './client-face.ts'
import type { Delivery } from './fold/delivery.ts'
import { foldOperator } from './fold/operator-fold.ts'
import { previewOperator, replaceOperator } from './fold/operator-snapshot.ts'
import { LayeredMap } from './fold/layered-map.ts'
import { createMapDraft } from './fold/map-draft.ts'
import { createCannedReplies } from './history/canned-replies.ts'
import { createOpenedSessions } from './history/opened-sessions.ts'
import { createOperatorHistory } from './history/operator-history.ts'
import { upload } from './history/upload.ts'
import { createSessionActivities } from './history/session-activities.ts'
import { createHttp } from './http.ts'
import type { OperatorOptions } from './options.ts'
import { PultError, type Refusal } from './pult-error.ts'
import { createCore, type Shared } from './shell/core.ts'
import { createGathering } from './shell/gathering.ts'
import type { Flavour } from './shell/flavour.ts'
import { systemClock } from './shell/system-clock.ts'
import type { OperatorOutboxItem, OperatorState } from './state.ts'

type Data = OperatorOutboxItem['data']

/** Whoever draws the state looks through all of it at each change, and a desk of thousands comes in fifty parts. */
const PREVIEW_EVERY_MS = 500

/** A stream of everything that one operator may see, folded into `state`, and everything that the operator may do. */
export function createOperatorClient(options: OperatorOptions): OperatorClient {
  let { token } = options
  const http = createHttp({ url: options.url, fetch: options.fetch, token: () => token })

  const flavour: Flavour<OperatorState, Data> = {
    name: 'operator',
    scope: options.url,
    takeover: options.takeover ?? false,
    initial: {
      cursor: null,
      clockOffsetMs: 0,
      limits: null,
      me: null,
      replayed: 0,
      sessions: new LayeredMap(),
      closed: new Map(),
      departed: new Map(),
      operators: new Map(),
      groups: new Map(),
      channels: new Map(),
      cannedReplies: null,
      messages: new Map(),
      notes: new Map(),
      activities: new Map(),
      histories: new Map(),
      typing: new Map(),
    },
    laneOf: (data) => data.sessionId,
    insisting,
    fold: (state, events, nowMs) => counting(foldOperator(state, events, nowMs), events),
    replace: replaceOperator,
    onPart: (part) => preview(part),
    greet: (state, reply) => ({ ...state, me: reply.operator ?? state.me, replayed: 0 }),
    withoutStale(state, nowMs) {
      const draft = createMapDraft(state)
      for (const [id, { untilMs }] of state.typing) if (untilMs <= nowMs) draft.map('typing').delete(id)
      return draft.now
    },
    staleAtMs: (state) =>
      state.typing.size === 0 ? null : Math.min(...[...state.typing.values()].map(({ untilMs }) => untilMs)),
    ownerOf: (reply) => reply.operator?.id,
    async authorize(renew) {
      if (!renew) return token
      if (options.renewToken === undefined) throw signInAgain
      token = await options.renewToken()
      return token
    },
  }

  const core = createCore<Data, OperatorState>(options, flavour)
  const clock = options.clock ?? systemClock
  const preview = createGathering<unknown>(clock, PREVIEW_EVERY_MS, (parts) =>
    // The last part may have come meanwhile, and then all of them are taken in.
    core.change((state) => (state.cursor === null ? previewOperator(state, parts) : state)),
  )
  const activities = createSessionActivities(core, http, clock)
  const opened = createOpenedSessions(core, http, activities, clock)
  const cannedReplies = createCannedReplies(core, http, clock)

  return {
    ...(core.face as Shared<OperatorClient>),
    close() {
      activities.rest()
      cannedReplies.rest()
      core.face.close()
    },
    get state() {
      return core.state
    },
    typing: (sessionId, text) => core.typing(sessionId, { sessionId, text }),
    upload: (file, uploadOptions) => upload(http, file, uploadOptions),
    openSession: opened.open,
    loadOlder: opened.loadOlder,
    leaveSession: opened.leave,
    loadCannedReplies: cannedReplies.load,
    tryBot: (trial) => http.post('/bot/trials', trial),
    help: (sessionId, request, signal) =>
      http.send(`/sessions/${encodeURIComponent(sessionId)}/help`, {
        method: 'POST',
        body: new Blob([JSON.stringify(request)], { type: 'application/json' }),
        signal: signal ?? null,
      }),
    history: createOperatorHistory(http),
  }
}

function counting(state: OperatorState, events: readonly Delivery[]): OperatorState {
  const replayed = events.filter((event) => event.replayed).length
  return replayed === 0 ? state : { ...state, replayed: state.replayed + replayed }
}

/** [C2] Whoever sends again has seen what was missed. */
function insisting(data: Data, refusal: Refusal): Data {
  if (refusal.code !== 'stale') return data
  const { seen: _seen, ...rest } = data
  const last = refusal.missed?.at(-1)
  return last === undefined ? rest : { ...rest, seen: last.id }
}

const signInAgain = new PultError({
  code: 'not_authenticated',
  message: 'The token has expired; sign in again.',
  temporary: false,
})
