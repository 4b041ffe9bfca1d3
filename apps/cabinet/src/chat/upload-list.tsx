import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { sayError } from '../store/error-words.ts'
import { fileSize } from './file-size.ts'
import type { Upload, Uploads } from './uploads.ts'

export function UploadList({ uploads }: { readonly uploads: Uploads }) {
  const words = useWords()
  const list = uploads.list.value
  if (list.length === 0) return null
  return (
    <ul class="uploads">
      {list.map((upload) => (
        <li key={upload.id} class={`upload ${upload.state.name}`}>
          <Icon name={upload.state.name === 'failed' ? 'alert' : 'file'} />
          <span class="cut grow">{upload.name}</span>
          <Progress upload={upload} />
          <button
            type="button"
            class="quiet square"
            aria-label={words.say('composer.attach.remove', { name: upload.name })}
            onClick={() => uploads.remove(upload.id)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Progress({ upload }: { readonly upload: Upload }) {
  const words = useWords()
  switch (upload.state.name) {
    case 'running': {
      const percent = Math.round(upload.state.share * 100)
      return <progress max={100} value={percent} aria-label={words.say('composer.uploading', { percent })} />
    }
    case 'done':
      return <span class="dim">{fileSize(upload.size, words.language)}</span>
    case 'failed':
      return <span class="alarm-text">{sayError(words, upload.state.error)}</span>
  }
}
