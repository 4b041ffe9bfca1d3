import type { Batch } from '@pult/engine'
import { numberIn } from './numbers.ts'

/** [ST2] A hole in the log, or a message that its id does not lead to, is a bug of the caller: nothing may be written. */
export function checkBatch(batch: Batch, headSeq: number): void {
  let expected = headSeq
  for (const { seq, fact } of batch.records) {
    expected += 1
    if (seq !== expected) throw new Error(`the log goes on with record ${expected}, not ${seq}`)
    if (fact.type === 'message' && numberIn('msg', fact.message.id) !== seq) {
      throw new Error(`record ${seq} holds the message ${fact.message.id}, which its id does not lead to`)
    }
    if (fact.type === 'note' && numberIn('msg', fact.note.id) !== seq) {
      throw new Error(`record ${seq} holds the note ${fact.note.id}, which its id does not lead to`)
    }
  }
}
