import { mentions, wordsIn } from './flow/wording.ts'

/** Words for whom a client may want instead of a bot. Each begins a word, in any letter case. */
export const PERSON_WORDS = {
  ru: ['оператор', 'человек', 'менеджер', 'сотрудник'],
  en: ['operator', 'human', 'person', 'agent', 'manager'],
} as const

/** Whatever else is said. */
const CALLS = [
  'живой человек',
  'живого человека',
  'живым человеком',
  'с человеком',
  'позови человек',
  'позовите человек',
  'позовите менеджер',
  'позовите сотрудник',
  'real person',
  'real human',
  'live agent',
  'human agent',
  'to a human',
  'to a person',
]
/** In a longer message «человек» counts people, and "manager" is somebody's post. */
const CALLING_WORDS_MAX = 5

/** Whether a message asks for a person. For bots that understand the rest: words that may mean something else count in short messages only. */
export function asksForPerson(body: string): boolean {
  if (mentions(body, CALLS)) return true
  return wordsIn(body).length <= CALLING_WORDS_MAX && mentions(body, [...PERSON_WORDS.ru, ...PERSON_WORDS.en])
}
