import type { OperatorClient } from '@pult/client'
import type { Bot } from '@pult/protocol'
import { readAll, useAll, type All } from '../use-all.ts'

/** The bots of one's own. */
export function useBots(): All<Bot> {
  return useAll(readBots)
}

/** All of them. */
export function readBots({ history }: OperatorClient): Promise<readonly Bot[]> {
  return readAll(history.bots)
}
