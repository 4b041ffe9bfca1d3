import { expect, test } from 'bun:test'
import type { Activity } from '@pult/protocol'
import { en } from '../words/en.ts'
import { ru } from '../words/ru.ts'
import { createWords, type Words } from '../words/words.ts'
import { stepIcon, stepPhrases } from './step-words.ts'

const ann = { id: 'ann', name: 'Ann' }
const bob = { id: 'bob', name: 'Bob' }
const byAnn = { type: 'OPERATOR', ...ann }
const system = { type: 'SYSTEM', id: null, name: null }
const visitor = { type: 'CLIENT', id: 'c1', name: 'Mary' }

/** What a step is about, laid over one of which nothing is known. */
function step(kind: string, fields: { readonly [name: string]: unknown } = {}): Activity {
  const plain = { id: 'a1', sessionId: 's1', chatId: 'c1', at: '2026-11-22T10:00:00.000Z', kind, by: null }
  const unknown = { operator: null, previousOperator: null, group: { id: 'g', name: 'Sales' }, reason: null }
  return { ...plain, ...unknown, ...fields } as unknown as Activity
}
const sayIn = (words: Words) => (one: Activity) =>
  stepPhrases(one)
    .map(({ key, places }) => words.say(key, places))
    .join(' ')

const table: readonly (readonly [Activity, string])[] = [
  [step('STARTED', { by: visitor }), 'The session began.'],
  [step('HANDED_OVER', { by: { type: 'BOT', id: null, name: 'Bot' } }), 'The bot called an operator.'],
  [step('HANDED_OVER', { by: visitor }), 'The client called an operator.'],
  [step('HANDED_OVER', { by: byAnn }), 'Ann took the chat over from the bot.'],
  [
    step('HANDED_OVER', { by: system, reason: 'BOT_SILENT' }),
    'The bot did not answer, an operator was called.',
  ],
  [step('HANDED_OVER', { by: system, reason: 'BOT_FAILED' }), 'The bot failed, an operator was called.'],
  [
    step('RETURNED_TO_BOT', { by: system, reason: 'OPERATOR_UNAVAILABLE' }),
    'Nobody was there: back with the bot.',
  ],
  [
    step('RETURNED_TO_BOT', { by: system, reason: 'INACTIVE', timer: 'RETURN_TO_BOT' }),
    'The client was silent: back with the bot.',
  ],
  [
    step('ASSIGNED', { by: system, operator: ann, rule: 'LEAST_LOADED' }),
    'Assigned to Ann by routing: least loaded.',
  ],
  [
    step('ASSIGNED', { by: system, operator: ann, rule: 'PREVIOUS_OPERATOR' }),
    'Assigned to Ann by routing: they know this client.',
  ],
  [step('ASSIGNED', { by: byAnn, operator: bob, rule: 'COMMAND' }), 'Ann gave the chat to Bob.'],
  [step('ASSIGNED', { operator: bob }), 'Assigned to Bob by routing.'],
  [step('TAKEN', { by: byAnn, operator: ann }), 'Ann took the chat.'],
  [
    step('TRANSFERRED', { by: byAnn, operator: bob, previousOperator: ann, rule: 'COMMAND' }),
    'Ann transferred the chat to Bob.',
  ],
  [
    step('TRANSFERRED', {
      by: { type: 'OPERATOR', id: 'eve', name: 'Eve' },
      operator: bob,
      previousOperator: ann,
    }),
    'Eve transferred the chat from Ann to Bob.',
  ],
  [
    step('TRANSFERRED', { by: byAnn, operator: bob, previousOperator: ann, rule: 'LEAST_LOADED' }),
    'Ann transferred the chat to Bob. Chosen by routing: least loaded.',
  ],
  [step('TRANSFERRED', { by: byAnn, previousOperator: ann }), 'Ann transferred the chat to the group Sales.'],
  [
    step('REASSIGNED', { operator: bob, previousOperator: ann, reason: 'NO_ANSWER', timer: 'REASSIGN' }),
    'Ann did not answer in time. Now with Bob.',
  ],
  [
    step('REASSIGNED', { previousOperator: ann, reason: 'CONNECTION_LOST', rule: 'NOBODY' }),
    'Ann lost the connection. Back in Help of Sales. Nobody was free.',
  ],
  [
    step('REASSIGNED', { operator: bob, previousOperator: ann, reason: 'LOGOUT' }),
    'Ann signed out. Now with Bob.',
  ],
  [
    step('REASSIGNED', { operator: bob, previousOperator: ann, reason: 'EXPIRED' }),
    'The sign-in of Ann expired. Now with Bob.',
  ],
  [
    step('REASSIGNED', { operator: bob, previousOperator: ann, reason: 'FORCED' }),
    'Ann was signed out by a supervisor. Now with Bob.',
  ],
  [
    step('REASSIGNED', { operator: bob, previousOperator: ann, reason: 'BLOCKED' }),
    'Ann was blocked. Now with Bob.',
  ],
  [
    step('REASSIGNED', { operator: bob, previousOperator: ann, reason: 'NEWER' }),
    'Ann does not have the chat any more. Now with Bob.',
  ],
  [step('QUEUED', { rule: 'NOBODY' }), 'Waits in Help of Sales: nobody is free.'],
  [step('RETURNED_TO_BOT', { by: byAnn, previousOperator: ann }), 'Ann returned the chat to the bot.'],
  [step('RETURNED_TO_BOT', { by: system }), 'Returned to the bot.'],
  [step('TERMINAL', { by: byAnn, previousOperator: ann }), 'Ann said the last word.'],
  [
    step('TIMER_EXPIRED', { operator: ann, timer: 'FIRST_ANSWER' }),
    'Time for the first answer of Ann ran out.',
  ],
  [step('TIMER_EXPIRED', { operator: ann, timer: 'NEXT_ANSWER' }), 'Time for the answer of Ann ran out.'],
  [step('CLOSED', { by: byAnn, reason: 'sold out' }), 'Ann closed the session. Reason: sold out'],
  [step('CLOSED', { by: byAnn }), 'Ann closed the session.'],
  [step('CLOSED', { by: visitor }), 'The client closed the session.'],
  [step('CLOSED', { by: { type: 'BOT', id: null, name: null } }), 'The bot closed the session.'],
  [step('CLOSED', { by: system, reason: 'INACTIVE' }), 'The session was closed: nobody wrote for long.'],
  [step('CLOSED', { by: byAnn, reason: 'TERMINAL' }), 'The session was closed after the last word.'],
  [step('CLOSED'), 'The session was closed.'],
  [step('RATED', { by: visitor, score: 5 }), 'The client gave 5 of 5.'],
  [step('RATED', { by: visitor, score: 1, reason: 'too slow' }), 'The client gave 1 of 5. “too slow”'],
]

test('[M17] every step of a session says what happened, by whom and why', () => {
  const say = sayIn(createWords('en', en))
  expect(table.map(([one]) => say(one))).toEqual(table.map(([, sentence]) => sentence))
})

test('[M17] in Russian every sentence names the same people and leaves no place empty', () => {
  const say = sayIn(createWords('ru', ru))
  for (const [one, english] of table) {
    const sentence = say(one)
    expect(sentence, english).not.toMatch(/[{}]/)
    for (const name of ['Ann', 'Bob', 'Sales', 'sold out', 'too slow'])
      if (
        english.includes(name) &&
        !(name === 'Ann' && english.startsWith('Ann transferred the chat to Bob'))
      )
        expect(sentence, english).toContain(name)
  }
})

test('[M17] a step that this cabinet does not know says nothing, and a missing name breaks nothing', () => {
  expect(stepPhrases(step('INVENTED_LATER'))).toEqual([])
  expect(stepIcon(step('INVENTED_LATER'))).toBe('info')
  expect(stepPhrases(step('TIMER_EXPIRED', { timer: 'CLOSE' }))).toEqual([])
  expect(sayIn(createWords('en', en))(step('TAKEN'))).toBe('… took the chat.')
})
