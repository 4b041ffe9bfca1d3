import type { ArticleId, BotTrial, Message } from '@pult/protocol'
import { createAskedModel, type ModelPorts } from './asking.ts'
import { handsOverFirst } from './decision.ts'
import { NOTHING_SPENT } from './memory.ts'
import { nameOf } from './retrieval.ts'
import type { ModelSettings } from './settings.ts'
import { speechFor } from './speech.ts'

/** [MB10] Asks the real endpoint what a client might ask, with settings that need not be published; a first question, so its words alone count. */
export async function tryModel(
  settings: ModelSettings,
  question: string,
  ports: ModelPorts,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<BotTrial> {
  const startedMs = ports.steadyMs()
  const model = createAskedModel(settings, ports)
  const speech = speechFor([question])
  const done = (trial: Partial<BotTrial> & Pick<BotTrial, 'outcome'>): BotTrial => ({
    body: null,
    why: null,
    sentence: null,
    excerpts: [],
    tokens: null,
    ...trial,
    tookMs: Math.round(ports.steadyMs() - startedMs),
  })
  const first = handsOverFirst({ body: question }, NOTHING_SPENT, model.limits)
  if (first !== null) return done({ outcome: 'HAND_OVER', body: speech.asked, why: first })
  const asking = { timeoutMs, ...(signal === undefined ? {} : { signal }) }
  const answered = await model.answer([askedBy(question)], NOTHING_SPENT, asking)
  const cited = answered.name === 'judged' && answered.judged.name === 'answer' ? answered.judged.sources : []
  const excerpts = answered.excerpts.map((excerpt) => ({
    articleId: excerpt.articleId as ArticleId,
    title: nameOf(excerpt),
    text: excerpt.text,
    isCited: cited.includes(excerpt.articleId),
  }))
  switch (answered.name) {
    case 'failed':
      return done({ outcome: 'FAILED', why: answered.code, sentence: answered.sentence, excerpts })
    case 'overBudget':
      return done({ outcome: 'HAND_OVER', body: speech.over, why: answered.why, excerpts })
    case 'judged': {
      const { judged, spent: tokens } = answered
      return judged.name === 'answer'
        ? done({ outcome: 'ANSWER', body: judged.body, excerpts, tokens })
        : done({ outcome: 'HAND_OVER', body: speech.unsure, why: 'unsure', excerpts, tokens })
    }
  }
}

function askedBy(body: string): Message {
  return {
    id: 'msg_trial' as Message['id'],
    sessionId: 'ses_trial' as Message['sessionId'],
    chatId: 'cht_trial' as NonNullable<Message['chatId']>,
    clientId: null,
    authorId: 'trial',
    authorType: 'CLIENT',
    authorName: null,
    type: 'REGULAR',
    body,
    attachments: [],
    createdAt: '1970-01-01T00:00:00.000Z',
  }
}
