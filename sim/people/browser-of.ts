import type { Device } from '../network/device.ts'
import type { Random } from '../kernel/random.ts'
import type { Machine, TabStorage } from './machine.ts'

/** What the SDK in a tab reaches for: the tab's way to the network, the machine's clock, and chance and keys of its own. */
export function browserOf(
  machine: Machine,
  tab: {
    readonly name: string
    readonly device: Device
    readonly random: Random
    readonly storage: TabStorage
  },
) {
  let keys = 0
  return {
    socket: tab.device.socket,
    fetch: tab.device.fetch,
    clock: machine.clock,
    onWaking: machine.onWaking,
    random: tab.random.next,
    makeKey: () => `${tab.name} ${(keys += 1)}`,
    storage: machine.local,
    tabStorage: tab.storage,
  }
}
