import { answerOf, beginningOf, headOf, seqOfCursor } from '../checks/frames.ts'
import type { Observed } from '../checks/observed.ts'
import { isOperatorTab } from '../checks/people.ts'
import type { RareState } from '../marks.ts'
import type { Check, OperatorTab, ServerConnection, VisitorTab } from '../types.ts'

/** Rare states that show in connections and in what is written to them. */
export function noticeInStreams({ world, truth }: Observed): Check {
  const mark: (name: RareState) => void = world.mark
  const tabOf = new Map<string, OperatorTab | VisitorTab>()
  const connections = new Set<ServerConnection>()
  const answered = new Set<string>()

  truth.watch(({ record: { fact, seq } }) => {
    if (fact.type !== 'operator') return
    const { id } = fact.operator.operator
    if (truth.rightsSeq(id) !== seq) return
    if (world.operatorTabs.some((tab) => tab.operatorId === id && isReplaying(tab)))
      mark('rights changed during a replay')
    if ([...connections].some((connection) => isBehind(connection, id)))
      mark('rights changed for a reader who is behind')
  })

  function ofBeginning(to: string, frame: string, beginning: { mode: string; seq: number }): void {
    const tab = tabOf.get(to)
    const { id } = answerOf(frame)
    if (id?.startsWith('follow') === true) mark('hole noticed by prev, follow sent')
    if (beginning.mode === 'resumed') {
      if (beginning.seq < truth.lifeSeq) mark('a resume over a restart')
      else if (beginning.seq < truth.headSeq) mark('a resume in the same life')
      return
    }
    const had = tab === undefined ? -1 : seqOfCursor(tab.client.state.cursor)
    if (tab === undefined || had < 0) return
    if (isOperatorTab(tab)) {
      if (had < truth.rightsSeq(tab.operatorId)) mark('a cursor from before a rights change got a snapshot')
    } else if (had < truth.lifeSeq) mark('a client’s cursor from before a restart got a snapshot')
  }

  function ofReply(to: string, frame: string): void {
    const beginning = beginningOf(frame)
    if (beginning !== undefined) return ofBeginning(to, frame, beginning)
    if (frame.includes('"error":')) return ofRefusal(answerOf(frame).error?.code ?? '')
    if (!frame.includes('"seq":')) return
    const { seq, data } = answerOf(frame)
    const messageId = data?.['messageId']
    if (seq === undefined || typeof messageId !== 'string') return
    const what = `${seq} ${messageId}`
    if (answered.has(what)) mark('a key repeated answered again')
    answered.add(what)
    if (seq <= truth.lifeSeq) mark('a key repeated after a restart answered from the store')
  }

  function ofRefusal(code: string): void {
    if (code === 'storage_full') mark('storage_full refused')
    if (code === 'stale') mark('stale answer refused')
    if (code === 'session_held') mark('two wanted the same session')
    if (code === 'session_not_yours' || code === 'session_closed')
      mark('answer refused because the session had left')
    if (code === 'client_banned') mark('message refused because the client is banned')
  }

  /** There is more on the disk than anybody has been told. */
  function isWriting(): boolean {
    const { host } = world.node
    const { slowMs, isBroken } = world.disk.health
    return slowMs > 0 && !isBroken && host !== undefined && host.store.headSeq() > truth.headSeq
  }

  const met = (tab: OperatorTab | VisitorTab): void => void tabOf.set(tab.device.name, tab)

  return {
    name: 'marks in streams',
    onDied: () => connections.clear(),
    onLost(lost) {
      for (const connection of lost) connections.delete(connection)
    },
    onOperatorTab: met,
    onVisitorTab: met,
    onConnection: (connection) => void connections.add(connection),
    onWritten({ to, frame }) {
      const { action, seq } = headOf(frame)
      if (seq !== null && seq <= truth.lifeSeq && isWriting())
        mark('told out of the journal while a turn is written')
      if (action === 'reply') ofReply(to, frame)
      else if (action === 'snapshot') {
        if (frame.includes('"part":1,')) mark('snapshot in several parts')
      } else if (action === 'chatUserExists') {
        mark('login displaced')
        if (isReplaying(tabOf.get(to))) mark('login displaced during a replay')
      } else if (action === 'operatorLoggedOut' && frame.includes('"EXPIRED"')) {
        mark('login expired')
        if (isReplaying(tabOf.get(to))) mark('login expired during a replay')
      }
    },
    onLook() {
      for (const connection of connections) {
        if (connection.mode === 'pumping' && connection.isLiveTold) mark('reader behind and brought on')
        if (connection.state.name !== 'closed') continue
        connections.delete(connection)
        if (connection.socket.bufferedBytes() > 0) mark('slow reader closed while frames waited')
      }
    },
  }
}

function isBehind({ mode, isLiveTold, isFull, viewer }: ServerConnection, operatorId: string): boolean {
  const isTheirs = viewer?.flavour === 'OPERATOR' && viewer.operatorId === operatorId
  return isTheirs && mode === 'pumping' && isLiveTold && isFull
}

function isReplaying(tab: OperatorTab | VisitorTab | undefined): boolean {
  return tab?.client.state.connection.name === 'replaying'
}
