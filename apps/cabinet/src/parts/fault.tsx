import type { BotFaultCode } from '@pult/protocol'
import type { Words } from '../words/words.ts'
import { useWords } from './context.ts'

/** What only the sentence tells: a field, a status, the words of a program. Of the others it would say the same once more, in English. */
const PARTICULAR: ReadonlySet<string> = new Set<BotFaultCode>([
  'bad_request',
  'status',
  'wrong_answer',
  'program_failed',
])

export interface FaultTold {
  /** In the reader's language. */
  readonly text: string
  /** In English, as it was written down; null: it would say no more. */
  readonly detail: string | null
}

/**
 * Why a bot or a model had no answer. A code that this cabinet does not know, or none, leaves the sentence; where there is none either, `otherwise`.
 */
export function faultTold(
  words: Words,
  fault: { readonly code: string | null; readonly sentence: string | null },
  otherwise: string,
): FaultTold {
  const { code, sentence } = fault
  const key = `fault.${code}`
  if (code === null || !words.knows(key)) return { text: otherwise, detail: sentence }
  return { text: words.say(key), detail: PARTICULAR.has(code) ? sentence : null }
}

/** The same on the screen: the detail stands behind, in the language that it is written in. */
export function Fault(props: {
  readonly fault: { readonly code: string | null; readonly sentence: string | null }
  readonly otherwise: string
}) {
  const { text, detail } = faultTold(useWords(), props.fault, props.otherwise)
  return (
    <>
      {text}
      {detail !== null && (
        <span class="fault-detail dim" lang="en">
          {detail}
        </span>
      )}
    </>
  )
}
