import { nameOf } from '../truth/truth.ts'
import { holderOf } from '../truth/session-now.ts'
import type { Acknowledgement, Check } from '../types.ts'
import type { Observed } from './observed.ts'
import { isOperatorTab } from './people.ts'

/** Records before the head that are compared whole after every start. */
const COMPARED_WHOLE = 50

/** What commands and answers consist of, but for lists. */
type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** [G1] An acknowledgement means durable: what was said to have happened stands in the log, now and after every start. */
export function checkDurable({ world, truth }: Observed): Check {
  /** Everything that sessions and people have ever been, one short text each: later changes do not make it untrue. */
  const ever = new Set<string>()
  truth.watch(({ record: { fact }, after }) => {
    if (fact.type === 'session' && after !== undefined) {
      const { card, rating } = fact.session
      ever.add(`${card.id} held by ${holderOf(fact.session)}`)
      ever.add(`${card.id} tags ${card.tags.join()}`)
      ever.add(`${card.id} spam ${card.markedAsSpam}`)
      ever.add(`${card.id} priority ${card.priority}`)
      if (rating !== null) ever.add(`${card.id} score ${rating.score}`)
    } else if (fact.type === 'client') {
      ever.add(`${fact.client.client.id} banned ${fact.client.client.banned}`)
    } else if (fact.type === 'operatorStatus') {
      ever.add(`${fact.operatorId} status ${fact.status}`)
      ever.add(`${fact.operatorId} status ${fact.chosenStatus}`)
    } else if (fact.type === 'operator') {
      ever.add(`${fact.operator.operator.id} status ${fact.operator.operator.status}`)
    }
  })

  function lost(tab: Acknowledgement['tab'], sentence: string): void {
    world.broke('G1', `${tab.name} was told yes, and the log does not have it: ${sentence}`)
  }

  return {
    name: 'G1',
    onAcknowledged({ tab, command, data, reply }) {
      const asked = (data ?? {}) as Fields
      const answer = (reply ?? {}) as Fields
      const missing = missingIn(command, asked, answer, tab)
      if (missing !== null) lost(tab, missing)
    },
    onStarted(host) {
      const head = host.store.headSeq()
      if (head < truth.headSeq) {
        world.broke(
          'G1',
          `the log ends at ${head} after a start, and people have been told of everything up to ${truth.headSeq}`,
        )
        return
      }
      compare(host.store.read(Math.max(0, head - COMPARED_WHOLE), COMPARED_WHOLE))
    },
    onEnd() {
      const host = world.node.host
      if (host === undefined) return
      for (let after = 0; after < truth.headSeq;) {
        const found = host.store.read(after, 1_000)
        if (found instanceof Promise || found.length === 0) break
        for (const [index, { seq, atMs, fact }] of found.entries()) {
          const told = truth.records[after + index]
          if (told?.seq === seq && told.atMs === atMs && told.fact.type === fact.type) continue
          return world.broke(
            'G1',
            `record ${seq} of the log is another one than people were told: ${fact.type}`,
          )
        }
        after += found.length
      }
      if (host.store.headSeq() < truth.headSeq)
        world.broke('G1', `the log ends at ${host.store.headSeq()}, before ${truth.headSeq}, which was told`)
    },
  }

  function compare(found: unknown): void {
    if (!Array.isArray(found)) return
    for (const record of found as { seq: number }[]) {
      if (Bun.deepEquals(record, truth.records[record.seq - 1])) continue
      world.broke('G1', `record ${record.seq} changed between two lives of the process`)
      return
    }
  }

  /** What the answer promises and the truth does not have, or null. */
  function missingIn(
    command: string,
    asked: Fields,
    answer: Fields,
    tab: Acknowledgement['tab'],
  ): string | null {
    const sessionId = String(asked['sessionId'] ?? answer['sessionId'] ?? '')
    switch (command) {
      case 'sendMessage': {
        const message = truth.messages.get(String(answer['messageId']))
        if (message === undefined)
          return `message ${String(answer['messageId'])} (“${String(asked['body'])}”)`
        const isSame = message.history !== undefined || message.deletedAt || message.body === asked['body']
        return unless(
          Boolean(isSame),
          `message ${message.id} says “${message.body}”, not “${String(asked['body'])}”`,
        )
      }
      case 'editMessage': {
        const message = truth.messages.get(String(asked['messageId']))
        const isThere =
          message?.body === asked['body'] ||
          Boolean(message?.deletedAt) ||
          message?.history?.some((edit) => (edit as Fields)['body'] === asked['body']) === true
        return unless(
          isThere,
          `the edit of message ${String(asked['messageId'])} to “${String(asked['body'])}”`,
        )
      }
      case 'deleteMessage':
        return unless(
          Boolean(truth.messages.get(String(asked['messageId']))?.deletedAt),
          `message ${String(asked['messageId'])} is not deleted`,
        )
      case 'addNote':
        return unless(
          // The wire takes the blanks around a note away.
          truth.notes.get(String(answer['noteId'])) === String(asked['body']).trim(),
          `note ${String(answer['noteId'])}`,
        )
      case 'closeSession': {
        const now = truth.sessions.get(sessionId)
        return unless(
          now?.session.card.status === 'CLOSED',
          `${now === undefined ? sessionId : nameOf(now.session)} is not closed`,
        )
      }
      case 'takeSession':
        return unless(
          isOperatorTab(tab) && ever.has(`${sessionId} held by ${tab.operatorId}`),
          `session ${sessionId} was never taken`,
        )
      case 'assignSession':
        return unless(
          ever.has(`${sessionId} held by ${String(asked['operatorId'])}`),
          `session ${sessionId} was never assigned to ${String(asked['operatorId'])}`,
        )
      case 'transferSession':
        return unless(
          answer['operatorId'] === null || ever.has(`${sessionId} held by ${String(answer['operatorId'])}`),
          `session ${sessionId} never came to ${String(answer['operatorId'])}`,
        )
      case 'returnToBot':
        return unless(ever.has(`${sessionId} held by BOT`), `session ${sessionId} never went back to the bot`)
      case 'setTags':
        return unless(
          ever.has(
            `${sessionId} tags ${[...new Set((asked['tags'] as unknown as string[]).map((tag) => tag.trim()))].join()}`,
          ),
          `the tags of session ${sessionId}`,
        )
      case 'markSpam':
        return unless(
          ever.has(`${sessionId} spam ${String(asked['spam'])}`),
          `the spam mark of session ${sessionId}`,
        )
      case 'setPriority':
        return unless(
          ever.has(`${sessionId} priority ${String(asked['priority'])}`),
          `the priority of session ${sessionId}`,
        )
      case 'rateSession':
        return unless(
          ever.has(`${sessionId} score ${String(asked['score'])}`),
          `the rating of session ${sessionId}`,
        )
      case 'banClient': {
        const { clientId, banned } = asked
        const known = truth.clients.get(String(clientId))?.client
        return unless(
          known?.banned === banned || ever.has(`${String(clientId)} banned ${String(banned)}`),
          `the ban of client ${String(clientId)}`,
        )
      }
      case 'setStatus':
        return unless(
          isOperatorTab(tab) && ever.has(`${tab.operatorId} status ${String(asked['status'])}`),
          `the status ${String(asked['status'])}`,
        )
      default:
        return null
    }
  }
}

function unless(isThere: boolean, sentence: string): string | null {
  return isThere ? null : sentence
}
