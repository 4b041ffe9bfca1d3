import { useState } from 'preact/hooks'
import type { Attachment } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { fileAddress } from './file-address.ts'
import { fileSize } from './file-size.ts'

export function Attachments({ attachments }: { readonly attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null
  return (
    <ul class="attachments">
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <OneFile attachment={attachment} />
        </li>
      ))}
    </ul>
  )
}

function OneFile({ attachment }: { readonly attachment: Attachment }) {
  const words = useWords()
  const [broken, setBroken] = useState(false)
  const href = fileAddress(attachment.url, location.href)
  const picture = fileAddress(attachment.previewUrl ?? attachment.url, location.href)
  const { name, size } = attachment
  if (href === null || picture === null)
    return (
      <span class="file">
        <Icon name="file" /> {name}
      </span>
    )
  if (attachment.mimeType.startsWith('image/') && !broken)
    return (
      <a href={href} target="_blank" rel="noopener noreferrer" class="picture">
        <img
          src={picture}
          alt={words.say('chat.image', { name })}
          width={attachment.width}
          height={attachment.height}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
        />
      </a>
    )
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      class="file"
      aria-label={words.say('chat.download', { name })}
    >
      <Icon name="file" />
      <span class="cut">{name}</span> <span class="dim">{fileSize(size, words.language)}</span>
    </a>
  )
}
