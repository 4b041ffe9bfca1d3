import { useComputed } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Attachment } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { fileAddress } from './file-address.ts'
import { fileExtension, fileKind } from './file-kind.ts'
import { fileSize } from './file-size.ts'
import { hasEnded } from './fresh-links.ts'
import { FilmTile, PictureTile } from './picture-tile.tsx'
import { VoiceView } from './voice-view.tsx'

/** The files of a message: pictures and films together, then voices, then everything that is only ever saved. */
export function Attachments(props: {
  readonly attachments: readonly Attachment[]
  /** In which they were sent: there their links are made anew. */
  readonly sessionId: string
}) {
  const { attachments, sessionId } = props
  if (attachments.length === 0) return null
  const looked = attachments.filter((one) => ['picture', 'film'].includes(fileKind(one)))
  const others = attachments.filter((one) => !looked.includes(one))
  return (
    <div class="attachments">
      {looked.length > 0 && (
        <ul class={`pictures ${looked.length > 1 ? 'many' : ''}`}>
          {looked.map((attachment) => (
            <li key={attachment.id}>
              <OneFile given={attachment} sessionId={sessionId} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul class="files">
          {others.map((attachment) => (
            <li key={attachment.id}>
              <OneFile given={attachment} sessionId={sessionId} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function OneFile({ given, sessionId }: { readonly given: Attachment; readonly sessionId: string }) {
  const { links } = useDesk()
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null)
  const attachment = useFreshLink(given, sessionId)
  const broken = brokenUrl === attachment.url
  const address = fileAddress(attachment.url, location.href)
  const preview = fileAddress(attachment.previewUrl ?? attachment.url, location.href)
  // A link may end before its time, with the secret that signed it: it is broken when a new one is no better.
  const onBroken = () => void links.renew(sessionId, attachment.id).then(() => setBrokenUrl(attachment.url))
  if (address === null || preview === null || broken)
    return <FileTile attachment={attachment} address={address} />
  switch (fileKind(attachment)) {
    case 'picture':
      return <PictureTile attachment={attachment} address={preview} onBroken={onBroken} />
    case 'film':
      return <FilmTile attachment={attachment} />
    case 'voice':
      return <VoiceView attachment={attachment} address={address} onBroken={onBroken} />
    case 'file':
      return <FileTile attachment={attachment} address={address} />
  }
}

/** The attachment with a link that works: as it was told, or as it was read anew since that ended. */
function useFreshLink(given: Attachment, sessionId: string): Attachment {
  const { links, nowMs, state } = useDesk()
  const attachment = useComputed(() => links.known.value.get(given.id) ?? given).value
  const { id, url } = attachment
  const ended = useComputed(() => hasEnded(url, nowMs.value + state.clockOffsetMs.value)).value
  useEffect(() => {
    if (ended) void links.renew(sessionId, id)
  }, [ended, links, sessionId, id])
  return attachment
}

/** A file that is opened or saved elsewhere: what it is, what it is called, how large it is. */
function FileTile(props: { readonly attachment: Attachment; readonly address: string | null }) {
  const words = useWords()
  const { name, size } = props.attachment
  const face = (
    <>
      <span class="file-sign" aria-hidden="true">
        {fileExtension(name) || <Icon name="file" />}
      </span>
      <span class="file-what">
        <span class="cut">{name}</span>
        <span class="dim">{fileSize(size, words.language)}</span>
      </span>
    </>
  )
  if (props.address === null) return <span class="file">{face}</span>
  return (
    <a
      href={props.address}
      target="_blank"
      rel="noopener noreferrer"
      class="file"
      aria-label={words.say('chat.download', { name })}
    >
      {face}
      <Icon name="download" />
    </a>
  )
}
