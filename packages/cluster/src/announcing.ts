import type { Outcome, SystemCommand } from '@pult/engine'

/** Said at once, and the next when these are answered: an owner's inbox takes twenty thousand commands, and all nodes speak at the same time. */
const AT_ONCE = 1_000
/** An inbox that was full is empty by then, or the owner has worse troubles. */
const AGAIN_MS = 500

/**
 * Says who is connected to this node, to whoever owns the workspace now: the first thousand at once, the rest behind their answers. Who has left by the time of
 * their turn is passed by; who came meanwhile may be said twice, which changes nothing. What an owner had no room for is said again. Resolves when everybody was said.
 */
export async function sayWhoIsHere(
  connected: () => readonly SystemCommand[],
  request: (command: SystemCommand) => Promise<Outcome>,
  after: (delayMs: number, run: () => void) => () => void,
): Promise<void> {
  const said = new Set<string>()
  for (;;) {
    const due = connected()
      .map((command) => ({ command, words: JSON.stringify(command) }))
      .filter(({ words }) => !said.has(words))
      .slice(0, AT_ONCE)
    if (due.length === 0) return
    for (const { words } of due) said.add(words)
    const outcomes = await Promise.all(due.map(({ command }) => request(command)))
    const refused = due.filter((_, index) => outcomes[index]!.error?.code === 'overloaded')
    for (const { words } of refused) said.delete(words)
    if (refused.length > 0) await new Promise<void>((resolve) => void after(AGAIN_MS, resolve))
  }
}
