/** Commands on the bus that nobody has answered; above it the oldest are forgotten. */
const OPEN_MAX = 2_000

interface Asked {
  readonly node: string
  readonly lease: number
  readonly from: number
  readonly commands: readonly unknown[]
}

interface Answers {
  readonly lease: number
  readonly answers: readonly { readonly number: number; readonly outcome: { readonly error?: unknown } }[]
}

/** Listens to the words of a bus for commands that were asked of one owner and done by the next. */
export function createErrandWatch(onDoneByAnother: () => void): {
  readonly hear: (subject: string, message: string) => void
} {
  /** By what they say: the first lease under which each was asked. */
  const firstAsked = new Map<string, number>()
  /** By node, lease and number. */
  const texts = new Map<string, string>()

  function hear(subject: string, message: string): void {
    if (subject.endsWith('.asked')) {
      const { node, lease, from, commands } = JSON.parse(message) as Asked
      for (const [index, command] of commands.entries()) {
        const text = JSON.stringify(command)
        if (!firstAsked.has(text)) firstAsked.set(text, lease)
        texts.set(`${node} ${lease} ${from + index}`, text)
      }
      for (const map of [firstAsked, texts]) while (map.size > OPEN_MAX) map.delete(map.keys().next().value!)
    } else if (subject.startsWith('pult.node.') && message.includes('"answers":')) {
      const node = subject.slice('pult.node.'.length)
      const { lease, answers } = JSON.parse(message) as Answers
      for (const { number, outcome } of answers) {
        const text = texts.get(`${node} ${lease} ${number}`)
        if (text === undefined || outcome.error !== undefined) continue
        if (firstAsked.get(text)! < lease) onDoneByAnother()
      }
    }
  }
  return { hear }
}
