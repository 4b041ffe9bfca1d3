import type { BotFaultCode, HelpGiven, HelpRequest, Message } from '@pult/protocol'
import { saidOf } from '../model/answer-policy.ts'
import type { AskedModel } from '../model/asking.ts'
import type { Asking } from '../model/endpoint.ts'
import { NOTHING_SPENT } from '../model/memory.ts'
import type { Prompt } from '../model/prompt.ts'
import { tokensAbout } from '../model/tokens.ts'
import { summaryTask, toneTask, translationTask } from './tasks.ts'

/** What a summary may take: four sentences. */
const SUMMARY_TOKENS = 250
/** A translation may be longer than what it translates, and a short text needs some room. */
const LONGER = 1.6
const TOKENS_MIN = 60

/**
 * [OH1] What a model writes for an operator to use or to throw away: a suggested answer out of the articles, a summary, a translation, the operator's
 * own words in another tone. It is nobody's message: nothing of it is said to a client by itself, and nothing is kept.
 * @param messages of this session, oldest first
 */
export async function giveHelp(
  request: HelpRequest,
  messages: readonly Message[],
  model: AskedModel,
  asking: Asking,
): Promise<HelpGiven> {
  switch (request.kind) {
    case 'SUGGEST':
      return suggestion(messages, model, asking)
    case 'SUMMARY': {
      const task = summaryTask(messages, request.language, model.limits.contextTokens)
      return written(task, SUMMARY_TOKENS, '', model, asking)
    }
    case 'TRANSLATE':
      return reworded(translationTask(request.text, request.language ?? null, messages), request.text)
    case 'REWRITE':
      return reworded(toneTask(request.text, request.tone), request.text)
  }

  function reworded(task: Prompt, text: string): Promise<HelpGiven> {
    const tokens = Math.max(TOKENS_MIN, Math.ceil(tokensAbout(text) * LONGER))
    return written(task, tokens, text, model, asking)
  }
}

async function suggestion(
  messages: readonly Message[],
  model: AskedModel,
  asking: Asking,
): Promise<HelpGiven> {
  if (!messages.some(({ authorType }) => authorType === 'CLIENT')) return NOTHING
  const answered = await model.answer(messages, NOTHING_SPENT, asking)
  if (answered.name === 'failed') return failed(answered.code, answered.sentence)
  if (answered.name === 'overBudget') return OVER
  const { judged } = answered
  return judged.name === 'answer' ? ready(judged.body) : NOTHING
}

/** Links stay where the material had them, and lead nowhere else. */
async function written(
  task: Prompt,
  answerTokens: number,
  material: string,
  model: AskedModel,
  asking: Asking,
): Promise<HelpGiven> {
  if (task.tokens + answerTokens > model.limits.contextTokens + model.limits.answerTokens) return TOO_LONG
  const answer = await model.write(task, answerTokens, NOTHING_SPENT, asking)
  if (answer === null) return SILENT
  const hosts = hostsIn(material)
  const text = saidOf(answer.text, (host) => hosts.has(host) || model.allows(host))
  return text === '' ? NOTHING : ready(text)
}

function ready(text: string): HelpGiven {
  return { outcome: 'READY', text, code: null, sentence: null }
}

function failed(code: BotFaultCode, sentence: string): HelpGiven {
  return { outcome: 'FAILED', text: null, code, sentence }
}

const NOTHING: HelpGiven = { outcome: 'NOTHING', text: null, code: null, sentence: null }
const OVER = failed('tokens_used_up', 'The tokens of the day are used up.')
const SILENT = failed('model_silent', 'The model does not answer, or its tokens of the day are used up.')
const TOO_LONG = failed('text_too_long', 'The text is longer than this model may read at once.')
/** Between the offer and the click an admin has turned it off. */
export const TURNED_OFF = failed('turned_off', 'It was turned off.')

/** Of addresses with and without a scheme, and of mail. */
function hostsIn(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu)].map(([name]) => name)
  return new Set(names.map((name) => URL.parse(`https://${name}`)?.hostname ?? ''))
}
