import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import type { botEvents, ClientEventName, OperatorEventName } from '@pult/protocol'
import { ADMIN, startProgram, temporaryFolder, type Program } from '../server/testing/program.ts'
import { run, scenarios, type RunResult, type Scenario } from './src/index.ts'
import { openLyingProxy, type Lie } from './testing/lying-proxy.ts'

// A real program, and scenarios that wait for what is kept from them.
setDefaultTimeout(120_000)

const folder = temporaryFolder()
let program: Program
beforeAll(async () => {
  program = await startProgram({ PULT_DATA: join(folder.path, 'data') })
})
afterAll(async () => {
  await program.stop('SIGKILL')
  folder[Symbol.dispose]()
})

let runs = 0
function ask(url: string, only?: string): Promise<RunResult> {
  return asked(scenarios, { url, concurrency: 8, slow: false, only })
}

function asked(
  list: readonly Scenario[],
  options: { url: string; concurrency: number; slow: boolean; only?: string | undefined; waitMs?: number },
): Promise<RunResult> {
  const ports = { nowMs: () => performance.now(), label: `l${(runs += 1)}` }
  return run(list, { ...ADMIN, ...options }, ports)
}

describe('[CF3] a deployment that does not keep the protocol is found out:', () => {
  let seen = 0
  const lies: Readonly<Record<string, { only: string; lie: Lie; says: RegExp }>> = {
    'an event is dropped': {
      only: 'the same events under the same numbers',
      lie: { frames: (text) => (message(text) && (seen += 1) === 3 ? [] : [text]) },
      says: /\[S4\] .* says prev \d+, where the connection stands at \d+/,
    },
    'an event is doubled': {
      only: 'the same events under the same numbers',
      lie: { frames: (text) => (message(text) ? [text, text] : [text]) },
      says: /\[S4\] chatMessageCreated says prev/,
    },
    'a reply is doubled': {
      only: 'an operator’s message is told to the client and to the watcher',
      lie: { frames: (text) => (text.startsWith('{"action":"reply"') ? [text, text] : [text]) },
      says: /nothing unanswered was sent under the id/,
    },
    'a field of the card is renamed': {
      only: 'after TERMINAL the session leaves the operator',
      lie: { frames: (text) => [text.replaceAll('"markedAsSpam"', '"isSpam"')] },
      says: /data\.markedAsSpam is not as the protocol says/,
    },
    'a field has another value than the protocol knows': {
      only: 'after TERMINAL the session leaves the operator',
      lie: { frames: (text) => [text.replaceAll('"status":"ACTIVE"', '"status":"OPEN"')] },
      says: /data\.status is not as the protocol says/,
    },
    'a client is told a field that is not for it': {
      only: 'a client sees its operator’s name',
      lie: {
        frames: (text) => [
          text.replaceAll('"score":null,"rev"', '"score":null,"clientIp":"192.0.2.1","rev"'),
        ],
      },
      says: /clientIp is no field of the protocol/,
    },
    'chatSessionStarted lacks the key event': {
      only: 'is written with event and action',
      lie: { frames: (text) => [text.replace('"event":"chatSessionStarted",', '')] },
      says: /chatSessionStarted: "event" is undefined instead of chatSessionStarted/,
    },
    'a time has no milliseconds': {
      only: 'one operator is told chatSessionAdded',
      lie: { frames: (text) => (card(text) ? [text.replaceAll(/\.\d{3}Z"/g, 'Z"')] : [text]) },
      says: /is not as the protocol says/,
    },
    'the former operator is not named': {
      only: 'a transfer by name',
      lie: {
        frames: (text) => [text.replaceAll(/"previousOperator":\{[^}]*\}/g, '"previousOperator":null')],
      },
      says: /previousOperator is null instead of/,
    },
    'a snapshot leaves Help out': {
      only: 'a snapshot holds the operator’s sessions',
      lie: {
        frames: (text) => {
          if (!text.startsWith('{"action":"snapshot"')) return [text]
          const frame = JSON.parse(text) as { data: { help?: unknown[] } }
          if (frame.data.help !== undefined) frame.data.help = []
          return [JSON.stringify(frame)]
        },
      },
      says: /help is \[\] instead of/,
    },
    'a terminal event is missing': {
      only: 'operatorBlocked is the last',
      lie: { frames: (text) => (text.startsWith('{"action":"operatorBlocked"') ? [] : [text]) },
      says: /the last event is .* instead of "operatorBlocked"/,
    },
    'a close code is another': {
      only: 'chatUserExists is the last',
      lie: { code: (code) => (code === 4409 ? 4410 : code) },
      says: /the close code is 4410 instead of 4409/,
    },
    'a close code is none of ours': {
      only: 'chatUserExists is the last',
      lie: { code: (code) => (code === 4409 ? 4999 : code) },
      says: /4999/,
    },
    'a read by HTTP leaves the protocol': {
      only: 'a fresh read of a card',
      lie: {
        body: (text, path) =>
          /\/sessions\/[^/]+$/.test(path) ? text.replace('"rev":', '"revision":') : text,
      },
      says: /body\.rev is not as the protocol says/,
    },
  }
  for (const [name, { only, lie, says }] of Object.entries(lies)) {
    test(name, async () => {
      seen = 0
      const truth = await ask(program.url, only)
      expect(truth).toMatchObject({ passed: 1, failed: 0 })
      using proxy = openLyingProxy(program.url, lie)
      const { results } = await ask(proxy.url, only)
      expect(results[0]?.failure).toMatch(says)
    })
  }

  test('and through a proxy that does not lie the rules hold', async () => {
    using proxy = openLyingProxy(program.url, {})
    expect(await ask(proxy.url, 'S9')).toMatchObject({ passed: 3, failed: 0 })
  })
})

/** By whose stream and which event: a scenario that cannot do without it. A new event needs a line, or this does not compile. */
const WITNESSES = {
  operator: {
    chatSessionStarted: 'every member of the group is told chatSessionStarted, whoever gets the session',
    operatorNotFound:
      'everybody who may take it is told operatorNotFound, nobody chatSessionAdded, when nobody is free',
    chatSessionAdded: 'one operator is told chatSessionAdded, nobody operatorNotFound, when somebody is free',
    chatMessageCreated: 'after TERMINAL the session leaves the operator and goes to the channel’s bot',
    chatMessageEdited: 'an edit is told to operator and client as chatMessageEdited',
    chatMessageRead: 'what the client has read is told to the operator as chatMessageRead',
    chatSessionDeleted:
      'a transfer by name: chatSessionDeleted to the one, chatSessionAdded with previousOperator to the other',
    chatSessionSwitchedFromBotToOperator:
      'when the bot hands over everybody who may take it is told so before anything else',
    sessionClosedByClient:
      'the client’s closing is told to the operator and to the watcher as sessionClosedByClient',
    operatorBlocked: 'operatorBlocked is the last that a blocked operator is told, then 4403',
    chatUserExists: 'chatUserExists is the last that a displaced login is told, then 4409',
    typing: 'typing of the client is told to the operator, with the words',
    operatorLoggedOut: 'operatorLoggedOut is the last that a login is told that has ended, then 4410',
    clientOnline: 'a client who comes to an open session is told to the operator as clientOnline',
    chatSessionUpdated: 'chatSessionUpdated brings the whole card after tags, spam and priority changed',
    chatSessionClosed: 'chatSessionClosed says TIMER when the client was silent for the group’s closeAfter',
    chatMessageDeleted: 'chatMessageDeleted leaves the message in its place, without its words',
    chatNoteCreated: 'chatNoteCreated brings a note to everybody concerned',
    chatSessionRated: 'chatSessionRated brings the score and the comment, to the client the score',
    operatorStatusChanged: 'operatorStatusChanged brings a status and its cause to every operator',
    operatorUpdated: 'operatorUpdated, groupUpdated and channelUpdated bring settings to every operator',
    groupUpdated: 'operatorUpdated, groupUpdated and channelUpdated bring settings to every operator',
    channelUpdated: 'operatorUpdated, groupUpdated and channelUpdated bring settings to every operator',
    cannedReplyUpdated: 'a shared canned reply is told to everybody, is on everybody’s list, and goes again',
    cannedReplyDeleted: 'a shared canned reply is told to everybody, is on everybody’s list, and goes again',
    timerExpired: 'a first answer that is late is told by timerExpired, once, and no answer in time is',
    clientOffline: 'a client who is gone is told to the operator as clientOffline, once, and a reload is not',
  } satisfies Record<OperatorEventName, string>,
  client: {
    chatSessionClosed: 'chatSessionClosed says TIMER when the client was silent for the group’s closeAfter',
    sessionClosedByClient:
      'the client’s closing is told to the operator and to the watcher as sessionClosedByClient',
    chatMessageCreated: 'after TERMINAL a session of a channel without a bot is closed',
    chatMessageEdited: 'an edit is told to operator and client as chatMessageEdited',
    chatMessageRead: 'what the operator has read is told to the client',
    chatMessageDeleted: 'a deleted message is told to both as chatMessageDeleted',
    chatSessionRated: 'chatSessionRated brings the score and the comment, to the client the score',
    typing: 'typing of the operator is told to the client, without the words',
    chatSessionStarted: 'a client is told that its session has begun, and later who has it',
    chatSessionUpdated: 'a client is told that its session has begun, and later who has it',
  } satisfies Record<ClientEventName, string>,
  bot: {
    botEvent: 'what was told and not answered is told to the next program, with the same id',
  } satisfies Record<keyof typeof botEvents, string>,
}

/** Fields of replies that name what exists, by whose stream, and a scenario that goes on with them. */
const REPLIED: readonly (readonly [whose: string, field: string, title: string])[] = [
  ['client', 'messageId', 'a client who writes is told its own message, with its key'],
  [
    'client',
    'sessionId',
    'one operator is told chatSessionAdded, nobody operatorNotFound, when somebody is free',
  ],
  [
    'client',
    'chatId',
    'one operator is told chatSessionAdded, nobody operatorNotFound, when somebody is free',
  ],
  ['operator', 'messageId', 'an operator who writes is told their own message, with its key'],
  ['operator', 'sessionId', 'a client is told that its session has begun, and later who has it'],
  ['operator', 'noteId', 'chatNoteCreated brings a note to everybody concerned'],
  ['operator', 'clientId', 'chatSessionUpdated brings the client’s page, name and ban'],
  ['operator', 'cannedReplyId', 'a personal canned reply is its owner’s alone, whoever else asks'],
  ['operator', 'operatorId', WITNESSES.operator.chatSessionDeleted],
  ['client', 'seq', 'the reply’s seq is where the command’s last event stands'],
]

describe('[CF3] a lie that keeps the form and the chain of numbers is noticed by whoever needs the truth:', () => {
  test('an event that is kept back, of every name and on either stream', async () => {
    expect(await unnoticed(HIDDEN)).toEqual([])
  })

  test('a reply that names another than it is about', async () => {
    expect(await unnoticed(RENAMED)).toEqual([])
  })
})

interface ToldLie {
  /** Whose stream, and what of it. */
  readonly about: string
  readonly title: string
  readonly lie: Lie
}

const HIDDEN: readonly ToldLie[] = Object.entries(WITNESSES).flatMap(([whose, witnesses]) =>
  Object.entries(witnesses).map(([action, title]) => ({
    about: `${whose} ${action} is kept back`,
    title,
    lie: keptBack(whose, action),
  })),
)
const RENAMED: readonly ToldLie[] = REPLIED.map(([whose, field, title]) => ({
  about: `${whose} ${field} is another`,
  title,
  lie: renamed(whose, field),
}))

const TRUTH = 'truth'
/** Short, since most of them wait in vain; the same words told truly show that it is long enough. */
const WAIT_MS = 10_000

/** What of the lies nobody noticed, and what of the same scenarios was not believed when it was the truth. */
async function unnoticed(lies: readonly ToldLie[]): Promise<string[]> {
  const { results } = await answers()
  const abouts = new Set(lies.map(({ about }) => about))
  const titles = new Set(lies.map(({ title }) => title))
  return results
    .filter(({ rule, title }) => abouts.has(rule) || (rule === TRUTH && titles.has(title)))
    .filter(({ rule, failure }) => (rule === TRUTH) === (failure !== undefined))
    .map(({ rule, title, failure }) => `${rule}: ${title}: ${failure ?? 'nobody noticed'}`)
}

let answering: Promise<RunResult> | undefined
/** Of all lies at once: whoever waits in vain does it beside the others. */
function answers(): Promise<RunResult> {
  const all = [...HIDDEN, ...RENAMED]
  const lied = all.map(({ about, title, lie }) => told(title, about, lie))
  const honest = [...new Set(all.map(({ title }) => title))].map((title) => told(title, TRUTH, {}))
  const list = [...lied, ...honest]
  return (answering ??= asked(list, {
    url: program.url,
    concurrency: list.length,
    slow: true,
    waitMs: WAIT_MS,
  }))
}

/** The scenario, told `lie` over its streams and wherever it asks with a token of its own; its admin is told the truth. */
function told(title: string, rule: string, lie: Lie): Scenario {
  const one = scenarios.find((scenario) => scenario.title === title)
  if (one === undefined) throw new Error(`there is no scenario "${title}"`)
  return {
    rule,
    title,
    run: async (pult) => {
      using proxy = openLyingProxy(program.url, lie)
      await one.run(Object.assign(pult, { url: proxy.url }))
    },
  }
}

/** The last sign of an id is another, the number is the next. */
function renamed(whose: string, field: string): Lie {
  return {
    frames(text, _, path) {
      const frame = JSON.parse(text) as { action: string; seq?: number; data?: Record<string, unknown> }
      const { action, data } = frame
      if (action !== 'reply' || data === undefined || !path.includes(`/${whose}/`)) return [text]
      if (field === 'seq') return [JSON.stringify({ ...frame, seq: (frame.seq ?? 0) + 1 })]
      const id = data[field]
      if (typeof id !== 'string') return [text]
      const other = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
      return [JSON.stringify({ ...frame, data: { ...data, [field]: other } })]
    },
  }
}

/** The heartbeat that would stand in its place says that there was nothing; a signal is just not there. */
function keptBack(whose: string, action: string): Lie {
  return {
    frames(text, _, path) {
      const { seq, prev, at, ...frame } = JSON.parse(text) as {
        action: string
        seq?: number
        prev?: number
        at?: string
      }
      if (frame.action !== action || !path.includes(`/${whose}/`)) return [text]
      return seq === undefined ? [] : [JSON.stringify({ action: 'heartbeat', seq, prev, at, data: {} })]
    },
  }
}

function message(text: string): boolean {
  return text.startsWith('{"action":"chatMessageCreated"')
}

function card(text: string): boolean {
  return text.includes('"operatorAssignedAt"')
}
