import { citedIn } from './citations.ts'
import { allowedAddress, withAllowedLinks, type AllowsHost } from './links.ts'
import { HAND_OVER_MARK, RULES } from './rules.ts'
import { repeats } from './repeats.ts'
import { unmarked } from './unmarked.ts'
import { visible } from './visible.ts'

/** What stands behind an excerpt's number. */
export interface Source {
  readonly articleId: string
  readonly title: string
  readonly url: string | null
}

/** What a model's words become. */
export type Judged =
  /** `sources`: ids of the articles that it cites. */
  | { readonly name: 'answer'; readonly body: string; readonly sources: readonly string[] }
  /** `why`: it said so itself, nothing was left, it recited what it was told, or it was cut before its first sentence ended. */
  | { readonly name: 'unsure'; readonly why: 'mark' | 'empty' | 'recites' | 'cut' }

export interface JudgedBy {
  readonly allows: AllowsHost
  /** By their numbers, from 1. */
  readonly sources: readonly Source[]
  readonly instructions: string
  /** The endpoint's key; empty: none. */
  readonly key: string
}

/** Messengers take 4,096; a client reads less. */
export const ANSWER_CHARS_MAX = 3_500
const TITLE_CHARS_MAX = 120
const SOURCES_MAX = 5
/** So many words of our rules one after another are no chance. */
const RULE_WORDS = 7
/** Of the admin's instructions more: opening hours and addresses stand there to be said. */
const INSTRUCTION_WORDS = 25

/** A line with nothing but the mark, however it is dressed. */
const MARK_LINE = /^[^\p{L}\p{N}\n]{0,40}hand[ _-]?over[^\p{L}\p{N}\n]{0,40}$/imu
/** Somebody else's name before words: «Оператор Анна:», "[System]:". */
const ROLE_PREFIX =
  /^[^\p{L}\p{N}\n]{0,40}(?:system|assistant|user|developer|tool|human|ai|bot|operator|agent|administrator|admin|support|moderator|система|системное сообщение|ассистент|пользователь|клиент|бот|оператор|администратор|админ|поддержка|модератор)(?: [\p{L}\p{N}.]{1,20}){0,2}[^\p{L}\p{N}\n]{0,3}[:：][ \t]*/gimu

/**
 * [MB6] What a client gets to read of a model's words, whatever they are: text without markup and unseen signs, links only to allowed hosts, of a
 * bounded length, with the articles that it cites under it.
 */
export function judge(written: string, finish: string | null, by: JudgedBy): Judged {
  const plain = saidOf(written, by.allows)
  if (MARK_LINE.test(plain) || plain.includes(HAND_OVER_MARK)) return { name: 'unsure', why: 'mark' }
  if (recites(written, by) || recites(plain, by)) return { name: 'unsure', why: 'recites' }
  const whole = finish === 'length' ? sentencesOf(plain) : plain
  if (whole === '') return { name: 'unsure', why: plain === '' ? 'empty' : 'cut' }
  const cited = citedIn(whole, (number) => by.sources[number - 1]?.articleId)
  const sources = cited.sources.slice(0, SOURCES_MAX)
  const list = sources.map((id, index) => `[${String(index + 1)}] ${nameOf(id, by)}`).join('\n')
  const room = ANSWER_CHARS_MAX - (list === '' ? 0 : list.length + 2)
  const text = cutText(beyond(cited.text, sources.length), room).trim()
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)) return { name: 'unsure', why: 'empty' }
  return { name: 'answer', body: list === '' ? text : `${text}\n\n${list}`, sources }
}

/** The same text without numbers of sources that are not listed. */
function beyond(text: string, listed: number): string {
  return text.replace(/ ?\[(\d+)\]/g, (whole, number: string) => (Number(number) > listed ? '' : whole))
}

/** Words alone: what may be shown while a model still writes, and what an answer is made of. */
export function saidOf(written: string, allows: AllowsHost): string {
  const linkOf = (words: string, address: string): string => {
    // `[1](…)` is a citation that a model has made a link of.
    if (/^\d{1,3}$/.test(words)) return `[${words}] `
    const kept = allowedAddress(address, allows)
    if (kept === null || words.includes(kept)) return words
    return words.trim() === '' ? kept : `${words} (${kept})`
  }
  // What is unseen may stand in the middle of a mark, and a mark may stand for what is unseen.
  let text = visible(written)
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = text
    text = visible(unmarked(text, linkOf))
    if (text === before) break
  }
  const alone = text.replace(ROLE_PREFIX, '').replace(ROLE_PREFIX, '')
  return withAllowedLinks(alone, allows)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/(\S)\1{30,}/gu, (run) => run.slice(0, 30))
    .trim()
}
/** Each round takes something away; what is left after so many is made harmless by the last one. */
const ROUNDS_MAX = 4

function recites(text: string, { instructions, key }: JudgedBy): boolean {
  if (key.length >= KEY_CHARS_MIN && text.includes(key)) return true
  return repeats(text, RULES, RULE_WORDS) || repeats(text, instructions, INSTRUCTION_WORDS)
}
/** «key» and "none" are keys of servers at home, and words. */
const KEY_CHARS_MIN = 8

function nameOf(id: string, { sources, allows }: JudgedBy): string {
  const source = sources.find(({ articleId }) => articleId === id)
  const title = cutText(saidOf(source?.title ?? '', allows).replace(/\s+/g, ' '), TITLE_CHARS_MAX)
  const url = source?.url == null ? null : allowedAddress(source.url, allows)
  return url === null ? title : `${title} — ${url}`
}

/** Up to the end of its last sentence; empty where none has ended. */
function sentencesOf(text: string): string {
  const end = Math.max(...['.', '!', '?', '。', '\n'].map((sign) => text.lastIndexOf(sign)))
  return text.slice(0, end + 1).trim()
}

/** At the end of a sentence or a word where one is near. */
function cutText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  const cut = text.slice(0, charsMax - 1).toWellFormed()
  const sentence = sentencesOf(cut)
  if (sentence.length > charsMax / 2) return sentence
  const space = cut.lastIndexOf(' ')
  return `${space > charsMax / 2 ? cut.slice(0, space) : cut}…`
}
