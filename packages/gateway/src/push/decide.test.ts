import { beforeEach, describe, expect, test } from 'bun:test'
import type { PushSubscriptionRecord } from '@pult/engine'
import type { PushPayload } from '@pult/protocol'
import { createDesk, type Desk, type Visitor } from '../../../engine/src/testing/desk.ts'
import { occasionOf, payloadOf, type Occasion } from './decide.ts'
import { PLAIN_BYTES_MAX } from './encrypt.ts'
import { pushWords } from './words.ts'

let desk: Desk
let ivan: Visitor

beforeEach(() => {
  desk = createDesk()
  ivan = desk.client('ivan')
})

/** Who is pushed because of what one act causes, by name, and what for; each record is judged by the state at the end of its turn. */
function pushed(act: () => void): readonly string[] {
  return occasions(act).map(({ kind, to }) => {
    const names = [...desk.people]
      .filter(([, { operatorId }]) => to.includes(operatorId))
      .map(([name]) => name)
    return `${kind}: ${names.join(', ')}`
  })
}

function occasions(act: () => void): readonly Occasion[] {
  const before = desk.log.length
  act()
  return desk.log.slice(before).flatMap((record) => occasionOf(desk.state, record) ?? [])
}

interface Scene {
  readonly title: string
  readonly before: () => void
  readonly act: () => void
  readonly pushed: readonly string[]
}

const scenes: readonly Scene[] = [
  {
    title: 'the client writes to an operator who is there',
    before: () => {
      desk.operator('anna')
      ivan.says('Hello')
    },
    act: () => ivan.says('Are you there?'),
    pushed: [],
  },
  {
    title: 'the client writes to an operator whose tab is closed',
    before: () => {
      desk.operator('anna')
      ivan.says('Hello')
      desk.disconnects('anna')
    },
    act: () => ivan.says('Are you there?'),
    pushed: ['message: anna'],
  },
  {
    title: 'one of two tabs is closed',
    before: () => {
      desk.operator('anna')
      desk.connects('anna', 'second tab')
      ivan.says('Hello')
      desk.disconnects('anna')
    },
    act: () => ivan.says('Are you there?'),
    pushed: [],
  },
  {
    title: 'the operator’s own words, in a session of theirs',
    before: () => {
      desk.operator('anna')
      ivan.says('Hello')
      desk.disconnects('anna')
    },
    act: () => desk.says('anna', ivan, 'I am here, over HTTP'),
    pushed: [],
  },
  {
    title: 'a client writes to the bot',
    before: () => {
      desk.operator('anna', { status: 'AWAY', connected: false })
      ivan = desk.client('petr', 'bot')
    },
    act: () => ivan.says('Hello'),
    pushed: [],
  },
  {
    title: 'a session is given by name to an operator whose tab is closed',
    before: () => {
      desk.operator('anna')
      desk.operator('boris', { status: 'AWAY', connected: false })
      ivan.says('Hello')
    },
    act: () =>
      desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') }),
    pushed: ['assigned: boris'],
  },
  {
    title: 'a session is given to an operator who is there',
    before: () => {
      desk.operator('anna')
      desk.operator('boris', { status: 'AWAY' })
      ivan.says('Hello')
    },
    act: () =>
      desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') }),
    pushed: [],
  },
  {
    title: 'a session starts in Help, and nobody is there',
    before: () => {
      desk.operator('anna', { status: 'OFFLINE', connected: false })
      desk.operator('chief', { role: 'supervisor', groups: [], status: 'OFFLINE', connected: false })
      desk.group('sales')
      desk.operator('seller', { groups: ['sales'], status: 'OFFLINE', connected: false })
    },
    act: () => ivan.says('Hello'),
    pushed: ['help: boss, anna, chief'],
  },
  {
    title: 'a session falls into Help, and a member is there who has no hand free',
    before: () => {
      desk.operator('anna', { capacity: 0 })
      desk.operator('boris', { status: 'OFFLINE', connected: false })
    },
    act: () => ivan.says('Hello'),
    pushed: [],
  },
  {
    title:
      'a session falls into Help, and the members who are there are away: those are told on their screens',
    before: () => {
      desk.operator('anna', { status: 'AWAY' })
      desk.operator('boris', { status: 'AWAY', connected: false })
    },
    act: () => ivan.says('Hello'),
    pushed: ['help: boss, boris'],
  },
  {
    title: 'the holder does not come back, and the session falls into Help',
    before: () => {
      desk.operator('anna')
      ivan.says('Hello')
      desk.disconnects('anna')
    },
    act: () => desk.tick(31_000),
    pushed: ['help: boss, anna'],
  },
  {
    title: 'a session that waits in Help already: its next words ring no more',
    before: () => void ivan.says('Hello'),
    act: () => ivan.says('Is anybody there?'),
    pushed: [],
  },
]

describe('[PU2] who is pushed', () => {
  for (const { title, before, act, pushed: expected } of scenes) {
    test(`[PU2] ${title}: ${expected.join('; ') || 'nobody'}`, () => {
      before()
      expect(pushed(act)).toEqual([...expected])
    })
  }

  test('[PU2] what came and went within a turn is no occasion', () => {
    desk.operator('anna', { status: 'AWAY' })
    const [hello, bye] = [ivan.order('sendMessage', { body: 'Hello' }), ivan.order('closeSession', {})]
    expect(pushed(() => void desk.turn([hello, bye]))).toEqual([])
  })
})

/** What a browser is shown when the client writes to somebody who has closed the tab. */
function shown(body: string, to: Partial<PushSubscriptionRecord> = {}): PushPayload {
  desk = createDesk()
  ivan = desk.client('ivan')
  desk.operator('anna')
  ivan.says('Hello')
  desk.disconnects('anna')
  const [occasion] = occasions(() => ivan.says(body))
  return payloadOf(occasion!, { language: 'en', preview: true, ...to } as PushSubscriptionRecord)
}

describe('[PU3] what a browser is shown', () => {
  test('[PU3] the client’s name and words, and where the session is', () => {
    const payload = shown('Where is\n\n my order?')
    expect(payload).toEqual({
      kind: 'message',
      sessionId: ivan.sessionId,
      title: ivan.card.name,
      body: 'Where is my order?',
      url: `/#/chat/${ivan.sessionId}`,
    })
  })

  test('[PU3] long words are cut between characters', () => {
    const family = '👩‍👩‍👧‍👦'
    expect(shown('и'.repeat(160)).body).toBe('и'.repeat(160))
    expect(shown('и'.repeat(161)).body).toBe(`${'и'.repeat(160)}…`)
    const { body } = shown(family.repeat(500))
    expect(body).toEndWith(`${family}…`)
    expect(body.replaceAll(family, '')).toBe('…')
  })

  test('[PU3] whatever a client writes fits into a push', () => {
    for (const char of ['\u0000', '"', '\ud800', '文', 'e\u0301\u0302\u0303\u0304', '👩‍👩‍👧‍👦']) {
      const payload = shown(char.repeat(4_000))
      expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThan(PLAIN_BYTES_MAX / 2)
    }
  })

  test('[PU3] [A8] nothing of the client where no preview is wanted', () => {
    const payload = shown('The secret of Ivan', { preview: false, language: 'ru' })
    expect(payload).toMatchObject({ title: 'Новое сообщение в вашем чате', body: '' })
    expect(JSON.stringify(payload)).not.toContain(ivan.card.name)
  })

  test('[W1] every sentence is there in both languages', () => {
    for (const { title, plainTitle, file } of Object.values(pushWords)) {
      const sentences = [
        ...Object.values(title).map((make) => make('Anna')),
        ...Object.values(plainTitle),
        file,
      ]
      for (const sentence of sentences) expect(sentence.length).toBeGreaterThan(3)
    }
    expect(Object.keys(pushWords.ru.title)).toEqual(Object.keys(pushWords.en.title))
  })
})
