import type { Message } from '@pult/protocol'
import type { Page } from '../client-face.ts'
import type { Delivery } from '../fold/delivery.ts'
import type { Messages } from '../fold/messages.ts'
import type { Http } from '../http.ts'
import { parseCursor } from '../link/cursor.ts'
import { concernsMessages, LATE_EVENTS_MAX, upToDate } from './late-events.ts'

/** A page of messages, oldest first, as it stands at the moment it is handed over, and the token of the page before it. */
export interface CurrentPage {
  readonly messages: Messages
  readonly older: string | null
  /** Where the log stood when it was cut; Infinity where a proxy hides that. */
  readonly seq: number
}

/**
 * Reads a page of messages and folds in what was told meanwhile. `listen` hands over every delivery until it is stopped;
 * `belongs` tells which of the created messages are of this list.
 */
export async function readPage(
  http: Http,
  path: string,
  after: string | undefined,
  listen: (listener: (event: Delivery) => void) => () => void,
  belongs: (message: Message) => boolean,
): Promise<CurrentPage> {
  for (;;) {
    const late: Delivery[] = []
    const stop = listen((event) => {
      if (!concernsMessages(event)) return
      // A page of the past takes in no new messages, only changes to its own.
      if (event.name === 'chatMessageCreated' && (after !== undefined || !belongs(event.data as Message)))
        return
      late.push(event)
    })
    try {
      const { value, cursor } = await http.read<Page<Message>>(path, { after })
      if (late.length > LATE_EVENTS_MAX) continue
      const seq = parseCursor(cursor)?.seq
      const messages = upToDate(value.items.toReversed(), late, seq ?? -1)
      return { messages, older: value.next, seq: seq ?? Infinity }
    } finally {
      stop()
    }
  }
}
