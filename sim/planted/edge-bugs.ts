import type { PlantedBug } from './plant.ts'

const GATEWAY = 'packages/gateway/src'
const STORAGE = 'packages/storage/src'

/** Mistakes between the mind and the network, and between the mind and the disk. */
export const EDGE_BUGS: readonly PlantedBug[] = [
  {
    name: 'replay-one-late',
    sentence: 'A replay out of memory begins one record late.',
    file: `${GATEWAY}/stream/ring.ts`,
    find: 'Math.max(0, seq + 1 - first.seq)',
    replace: 'Math.max(0, seq + 2 - first.seq)',
  },
  {
    name: 'client-replay-one-late',
    sentence: "A client's replay begins one place late.",
    file: `${GATEWAY}/stream/ring.ts`,
    find: 'if (place > seq) yield',
    replace: 'if (place > seq + 1) yield',
  },
  {
    name: 'old-cursor-resumed',
    sentence: 'A cursor from before the kept window is resumed.',
    file: `${GATEWAY}/stream/cursor.ts`,
    find: 'seq <= log.headSeq && seq >= log.oldestSeq ? seq : undefined',
    replace: 'seq <= log.headSeq ? seq : undefined',
  },
  {
    name: 'heartbeat-ahead',
    sentence: 'A heartbeat names a record that does not exist yet.',
    file: `${GATEWAY}/stream/connection.ts`,
    find: 'this.push(heartbeatFrame(headSeq, this.toldSeq, wallMs))',
    replace: 'this.push(heartbeatFrame(headSeq + 1, this.toldSeq, wallMs))',
  },
  {
    name: 'told-while-behind',
    sentence: 'What is new is told to somebody who has not been told what is old.',
    file: `${GATEWAY}/stream/hub.ts`,
    find: "else if (connection.mode === 'tail') connection.tellLive(frames.for(connection))",
    replace: 'else connection.tellLive(frames.for(connection))',
  },
  {
    name: 'told-twice',
    sentence: 'Who is meant twice is told twice.',
    file: `${GATEWAY}/stream/hub.ts`,
    find: 'if (connection.toldSeq >= record.seq || connection.isEnding) return',
    replace: 'if (connection.isEnding) return',
  },
  {
    name: 'supervisors-not-told',
    sentence: 'Supervisors do not hear of what is told to a group.',
    file: `${GATEWAY}/stream/hub.ts`,
    find: 'for (const id of supervisors) if (!done.has(id)) visitOperator(id)',
    replace: '',
  },
  {
    name: 'snapshot-without-watched',
    sentence: 'A snapshot forgets the sessions that its reader watches.',
    file: `${GATEWAY}/stream/snapshot.ts`,
    find: 'const watched = records(state.watched.get(operatorId) ?? [])',
    replace: 'const watched = records([])',
  },
  {
    name: 'every-client-told',
    sentence: 'What is told to one client is told to all.',
    file: `${GATEWAY}/stream/hub.ts`,
    find: 'for (const connection of this.#chats.get(to.chat) ?? NOBODY) visit(connection)',
    replace:
      'for (const connections of this.#chats.values()) for (const connection of connections) visit(connection)',
  },
  {
    name: 'key-told-to-everybody',
    sentence: "Everybody is told the sender's key.",
    file: `${GATEWAY}/views/message-view.ts`,
    find: 'const shown = isAuthor || message.key === undefined ? message : withoutKey(message)',
    replace: 'const shown = message',
  },
  {
    name: 'edit-not-in-read-models',
    sentence: 'The read models keep the first words of an edited message.',
    file: `${STORAGE}/memory/memory-models.ts`,
    find: "if (fact.type === 'message' || fact.type === 'messageChanged') {",
    replace: "if (fact.type === 'message') {",
  },
  {
    name: 'help-forgotten-at-restart',
    sentence: 'A start does not load the sessions in Help.',
    file: `${STORAGE}/memory/memory-models.ts`,
    find: "if (touched.kind === 'session') return touched.value.card.status === 'ACTIVE'",
    replace:
      "if (touched.kind === 'session') return touched.value.card.status === 'ACTIVE' && touched.value.card.botStatus !== 'HELP'",
  },
  {
    name: 'message-keys-not-stored',
    sentence: 'The read models do not keep the keys of messages.',
    file: `${STORAGE}/memory/memory-models.ts`,
    find: 'for (const key of [messageKeyOf(record), commandKeyOf(record)]) {',
    replace: 'for (const key of [commandKeyOf(record)]) {',
  },
  {
    name: 'snapshot-in-a-turn',
    sentence: 'A stream begins in the middle of a turn, with what is not durable yet.',
    file: `${GATEWAY}/stream/beginning.ts`,
    find: 'host.engine.cut((state) => {',
    replace: ';((read: (state: Readonly<Workspace>) => void) => read(host.engine.state))((state) => {',
  },
  {
    name: 'heartbeat-skips-untold',
    sentence: 'A heartbeat moves the cursor of somebody who is still being brought on.',
    file: `${GATEWAY}/stream/connection.ts`,
    find: "if (nowMs >= this.#heartbeatAtMs && this.mode === 'tail') {",
    replace: "if (nowMs >= this.#heartbeatAtMs && this.mode !== 'silent') {",
  },
  {
    name: 'durable-is-told',
    sentence: 'A replay tells what is in the journal and has not been told yet.',
    file: `${GATEWAY}/stream/pump.ts`,
    find: 'if (record.seq > host.hub.ring.endSeq) break',
    replace: '',
  },
  {
    name: 'other-rights-not-asked',
    sentence: 'A replay goes on when the rights of its reader have changed.',
    file: `${GATEWAY}/stream/pump.ts`,
    find: '} else if (hasOtherRights(connection, joined)) {',
    replace: '} else if (hasOtherRights(connection, joined) && connection.isEnding) {',
  },
]
