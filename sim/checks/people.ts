import type { OperatorTab, VisitorTab, World } from '../types.ts'
import type { Truth } from '../truth/truth.ts'
import { answerOf } from './frames.ts'

/** Who sits at a device. */
export type Person =
  | { readonly kind: 'OPERATOR'; readonly operatorId: string }
  | { readonly kind: 'CLIENT'; readonly chatIds: ReadonlySet<string> }

/** Who is who in a world, for checks that see frames and devices. */
export interface People {
  readonly at: (device: string) => Person | undefined
  readonly joined: (device: string, frame: string) => void
  readonly tabs: () => readonly (OperatorTab | VisitorTab)[]
  /** As the story calls them. */
  readonly name: (truth: Truth, person: string) => string
}

export function createPeople(world: World): People {
  const chats = new Map<string, Set<string>>()
  const operators = new Map<string, Person>()
  let known = 0

  function find(device: string): Person | undefined {
    for (; known < world.operatorTabs.length; known += 1) {
      const tab = world.operatorTabs[known]!
      operators.set(tab.device.name, { kind: 'OPERATOR', operatorId: tab.operatorId })
    }
    const operator = operators.get(device)
    if (operator !== undefined) return operator
    const chatIds = chats.get(device)
    return chatIds === undefined ? undefined : { kind: 'CLIENT', chatIds }
  }

  return {
    at: find,
    /** A client has no name before its first answer: who it is, is what that says. */
    joined(device, frame) {
      const client = answerOf(frame).data?.['client'] as { chatId?: string } | undefined
      if (client?.chatId === undefined) return
      const ids = chats.get(device) ?? new Set()
      chats.set(device, ids.add(client.chatId))
    },
    tabs: () => [...world.operatorTabs, ...world.visitorTabs],
    name(truth, person) {
      const operator = truth.operators.get(person)
      if (operator !== undefined) return `operator ${operator.name} (${person})`
      const chat = truth.chats.get(person)
      const client = chat === undefined ? undefined : truth.clients.get(chat.clientId)
      return client === undefined ? person : `client ${client.client.name} (${person})`
    },
  }
}

export function isOperatorTab(tab: OperatorTab | VisitorTab): tab is OperatorTab {
  return 'operatorId' in tab
}

/** The person whose stream a tab takes in, once the tab knows it. */
export function personOf(tab: OperatorTab | VisitorTab): string | undefined {
  return isOperatorTab(tab) ? tab.operatorId : tab.client.state.client?.chatId
}
