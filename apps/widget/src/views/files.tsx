/** @jsxImportSource ../dom */
import type { Attachment } from '@pult/protocol'
import type { App } from '../app.ts'
import { sizeText } from '../file-size.ts'
import { fill } from '../fill.ts'
import type { View } from '../view.ts'
import { Icon } from './icon.tsx'
import * as words from '../words.ts'

export interface FilesProps {
  readonly app: App
  readonly attachments: readonly Attachment[]
  readonly unseen: View['unseen']
}

/** The files of a message: pictures to look at, everything else to download. */
export function Files({ app, attachments, unseen }: FilesProps) {
  return attachments.map((attachment) => {
    const { id, name, mimeType, width, height } = attachment
    const href = addressOn(app.server, attachment.url)
    if (href === null) return <span class="file">{name}</span>
    const size = sizeText(attachment.size, words.language)
    const picture = mimeType.startsWith('image/') && !unseen.has(id)
    return (
      <a
        class={picture ? 'photo' : 'file'}
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={fill(picture ? words.image : words.file, { name, size })}
      >
        {picture ? (
          <img
            src={addressOn(app.server, attachment.previewUrl ?? '') ?? href}
            alt=""
            {...(width === undefined || height === undefined ? {} : { width, height })}
            // A host's policy may forbid pictures of ours, or the link has expired: then it is a file like any other.
            onError={() => app.show({ unseen: new Set([...unseen, id]) })}
          />
        ) : (
          <>
            <Icon name="file" />
            <span>
              {name}
              <small>{size}</small>
            </span>
          </>
        )}
      </a>
    )
  })
}

/** Files come from the server that the widget came from, or over http(s) from where it says; nothing else is a link. */
function addressOn(server: string, url: string): string | null {
  if (url === '' || !URL.canParse(url, server)) return null
  const address = new URL(url, server)
  return /^https?:$/.test(address.protocol) ? address.href : null
}
