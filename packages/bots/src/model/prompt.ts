import type { Message } from '@pult/protocol'
import { nameOf, type Excerpt } from './retrieval.ts'
import { RULES } from './rules.ts'
import { harmless, talkOf, type Turn } from './talk.ts'
import { cutToTokens, MESSAGE_TOKENS, tokensAbout } from './tokens.ts'

/** One message of a request. */
export interface PromptMessage {
  readonly role: 'system' | Turn['role']
  readonly content: string
}

export interface Prompt {
  /** One of the system first: some models' templates take only one. */
  readonly messages: readonly PromptMessage[]
  /** Those that had room, by their numbers from 1. */
  readonly excerpts: readonly Excerpt[]
  /** About how many tokens it has. */
  readonly tokens: number
}

export interface PromptOf {
  readonly instructions: string
  /** The best first. */
  readonly excerpts: readonly Excerpt[]
  /** Of this session, oldest first, the last by the client. */
  readonly messages: readonly Message[]
  readonly contextTokens: number
}

/** What is left after rules and instructions goes to excerpts first, this much of it: an answer needs them more than what was said long ago. */
const EXCERPTS_SHARE = 0.6
/** Of the context: instructions that took all of it would leave no room for the question. */
const INSTRUCTIONS_SHARE = 0.5

/** [MB2] What a question is asked with: the rules, the company's instructions, excerpts of its articles, and this session's words. Nothing else. */
export function promptOf({ instructions, excerpts, messages, contextTokens }: PromptOf): Prompt {
  const own = cutToTokens(instructions.trim(), Math.floor(contextTokens * INSTRUCTIONS_SHARE))
  const head = own === '' ? RULES : `${RULES}\n\nThe company's instructions:\n${own}`
  const left = contextTokens - tokensAbout(head) - MESSAGE_TOKENS
  const kept: Excerpt[] = []
  let shown = ''
  for (const excerpt of excerpts) {
    const next = `${shown}\n\n[${String(kept.length + 1)}] ${harmless(nameOf(excerpt))}\n${harmless(excerpt.text)}`
    if (tokensAbout(next) > left * EXCERPTS_SHARE) break
    kept.push(excerpt)
    shown = next
  }
  const below = shown === '' ? '\n\nThere are no excerpts for this question.' : `\n\nExcerpts:${shown}`
  const system = head + below
  const talk = talkOf(
    messages,
    Math.max(TALK_TOKENS_MIN, contextTokens - tokensAbout(system) - MESSAGE_TOKENS),
  )
  const said = talk.reduce((sum, { content }) => sum + tokensAbout(content) + MESSAGE_TOKENS, 0)
  return {
    messages: [{ role: 'system', content: system }, ...talk],
    excerpts: kept,
    tokens: tokensAbout(system) + MESSAGE_TOKENS + said,
  }
}
/** A question is asked even where the settings leave it no room. */
const TALK_TOKENS_MIN = 60
