import type { Answer, Node, NodeOf } from '../flow.ts'
import { WEEKDAYS } from '../flow.ts'
import { isJsonPointer } from '../json-pointer.ts'
import { isDay, isTimeZone } from '../open-hours.ts'
import { namesIn } from '../template.ts'
import { plain, wordsIn } from '../wording.ts'
import { problem, type Problem } from './problem.ts'

/** What can be wrong with a node by itself, wherever it leads. */
export function problemsOf(id: string, node: Node, groups: ReadonlySet<string> | null): readonly Problem[] {
  switch (node.kind) {
    case 'say':
      return twice(id, 'buttons', node.buttons ?? [])
    case 'ask':
      return [...ofAnswer(id, node.answer), ...ofTries(id, node)]
    case 'branch':
      return node.cases.flatMap(({ when }, index) =>
        wordsAsked(when).flatMap((word) => emptyWord(id, `cases.${index}.when`, word)),
      )
    case 'hours':
      return [...ofHours(id, node)]
    case 'http':
      return [...ofHttp(id, node)]
    case 'faq':
      return ofFaq(id, node)
    case 'handOver': {
      const isUnknown = groups !== null && node.groupId !== undefined && !groups.has(node.groupId)
      return isUnknown ? [problem('group_unknown', id, 'groupId')] : []
    }
    case 'set':
    case 'jump':
    case 'close':
      return []
  }
}

export function emptyWord(id: string | null, field: string, word: string): readonly Problem[] {
  return wordsIn(word).length > 0 ? [] : [problem('words_empty', id, field, { name: word })]
}

function ofAnswer(id: string, answer: Answer): readonly Problem[] {
  if (answer.type === 'choice') return twice(id, 'answer.options', answer.options)
  if (answer.type !== 'date' && answer.type !== 'number' && answer.type !== 'text') return []
  const { min, max } = answer
  const days = [min, max].filter((day) => typeof day === 'string' && day !== 'today' && !isDay(day))
  if (days.length > 0) return days.map((day) => problem('holiday_wrong', id, 'answer', { name: String(day) }))
  // `today` moves, so nothing is ever before or after it for sure.
  if (min === undefined || max === undefined || min === 'today' || max === 'today' || min <= max) return []
  return [problem('range_wrong', id, 'answer', { minimum: min, maximum: max })]
}

function ofTries(id: string, { tries, tooMany }: NodeOf<'ask'>): readonly Problem[] {
  if (tries !== undefined && tooMany === undefined) return [problem('tries_without_exit', id, 'tooMany')]
  return tries === undefined && tooMany !== undefined ? [problem('exit_without_tries', id, 'tries')] : []
}

/** Two buttons that a typed answer cannot tell apart. */
function twice(
  id: string,
  field: string,
  buttons: readonly { readonly label: string }[],
): readonly Problem[] {
  const seen = new Set<string>()
  return buttons.flatMap(({ label }, index) => {
    const isSeen = seen.has(plain(label))
    seen.add(plain(label))
    return isSeen ? [problem('choice_twice', id, `${field}.${index}.label`, { name: label })] : []
  })
}

function wordsAsked(when: NodeOf<'branch'>['cases'][number]['when']): readonly string[] {
  if ('all' in when) return when.all.flatMap(wordsAsked)
  if ('any' in when) return when.any.flatMap(wordsAsked)
  if ('not' in when) return wordsAsked(when.not)
  return when.test === 'matches' ? when.words : []
}

function* ofHours(id: string, { week, holidays = [], timeZone }: NodeOf<'hours'>): Generator<Problem> {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    yield problem('time_zone_unknown', id, 'timeZone', { name: timeZone })
  if (WEEKDAYS.every((day) => week[day] === undefined)) yield problem('hours_closed', id, 'week')
  for (const day of WEEKDAYS) {
    if (week[day]?.some(({ from, to }) => from === to) === true)
      yield problem('hours_same', id, `week.${day}`)
  }
  for (const holiday of holidays) {
    // A leap year, so that the 29th of February may be a holiday of every year.
    const day = holiday.length === 5 ? `2028-${holiday}` : holiday
    if (!isDay(day)) yield problem('holiday_wrong', id, 'holidays', { name: holiday })
  }
}

/** What belongs to the connection; `Host` could reach another site behind the same address. */
const HEADERS_FORBIDDEN = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function* ofHttp(id: string, node: NodeOf<'http'>): Generator<Problem> {
  const [, host] = /^https?:\/\/([^/?#]*)/i.exec(node.url) ?? []
  if (host === undefined || host === '' || host.includes('@')) yield problem('url_wrong', id, 'url')
  else if (namesIn(host).length > 0) yield problem('url_host_variable', id, 'url')
  else if (!URL.canParse(`https://${host}`)) yield problem('url_wrong', id, 'url')
  for (const [index, { name }] of (node.headers ?? []).entries()) {
    if (HEADERS_FORBIDDEN.has(name.toLowerCase()))
      yield problem('header_forbidden', id, `headers.${index}.name`, { name })
  }
  for (const [index, { from }] of (node.take ?? []).entries()) {
    if (!isJsonPointer(from)) yield problem('pointer_wrong', id, `take.${index}.from`, { name: from })
  }
  if (node.body !== undefined && node.method === 'GET')
    yield problem('body_not_sent', id, 'body', { name: 'GET' })
}

function ofFaq(id: string, { entries }: NodeOf<'faq'>): readonly Problem[] {
  const askedIn = new Map<string, number>()
  return entries.flatMap(({ questions }, entry) =>
    questions.flatMap((question, index) => {
      const field = `entries.${entry}.questions.${index}`
      const words = plain(question)
      const before = askedIn.get(words)
      askedIn.set(words, entry)
      const isTwice = before !== undefined && before !== entry
      return [
        ...emptyWord(id, field, question),
        ...(isTwice ? [problem('question_twice', id, field, { name: question })] : []),
      ]
    }),
  )
}
