import type { Attachment, Message } from '@pult/protocol'
import { fileAddress } from './file-address.ts'
import { fileKind } from './file-kind.ts'

/** What the viewer goes through: a picture or a film, and who sent it when. */
export interface Viewed {
  readonly attachment: Attachment
  /** http or https, checked. */
  readonly address: string
  readonly kind: 'picture' | 'film'
  readonly message: Message
}

/** Every picture and film of these messages that may be opened, in the order in which they were sent. `fresh`: links made anew, by id. */
export function picturesOf(
  messages: readonly Message[],
  base: string,
  fresh: ReadonlyMap<string, Attachment> = new Map(),
): readonly Viewed[] {
  return messages.flatMap((message) =>
    (message.deletedAt ?? null) !== null
      ? []
      : message.attachments.flatMap((given): Viewed[] => {
          const attachment = fresh.get(given.id) ?? given
          const kind = fileKind(attachment)
          const address = fileAddress(attachment.url, base)
          return address === null || (kind !== 'picture' && kind !== 'film')
            ? []
            : [{ attachment, address, kind, message }]
        }),
  )
}
