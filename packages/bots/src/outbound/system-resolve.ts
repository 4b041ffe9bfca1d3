import { lookup } from 'node:dns/promises'
import type { Resolve } from './resolver.ts'

/** As every other program of this machine would: its hosts file and its name service. */
export const systemResolve: Resolve = async (host) => {
  const found = await lookup(host, { all: true })
  return found.map(({ address }) => address)
}
