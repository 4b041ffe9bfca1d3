import { WorkspaceEngine, type Command, type EnginePorts } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'

/** A workspace's engine in this process, with nothing around it: for filling a store, and for measuring without sockets. What fails, throws. */
export function openBareEngine(
  id: WorkspaceId,
  store: EnginePorts['store'],
  publish: EnginePorts['publish'] = () => undefined,
): Promise<WorkspaceEngine> {
  return WorkspaceEngine.open(id, {
    store,
    nowMs: Date.now,
    defer: (run) => void setImmediate(run),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
    publish,
    onFatal: fail,
    onBug: fail,
  })
}

/** What a command answers. @throws for a refusal */
export async function done<T>(engine: WorkspaceEngine, command: Command): Promise<T> {
  const outcome = await engine.request(command)
  if (outcome.error !== undefined) throw new Error(`${command.name}: ${outcome.error.message}`)
  return outcome.data as T
}

function fail(error: unknown): never {
  throw error
}
