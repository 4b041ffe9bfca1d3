import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { sayError } from '../store/error-words.ts'
import { fileSize } from './file-size.ts'
import type { Upload, Uploads } from './uploads.ts'

/** What goes along with the next message: a picture or a name each, how far it is, and the way out. */
export function UploadList({ uploads }: { readonly uploads: Uploads }) {
  const words = useWords()
  const list = uploads.list.value
  if (list.length === 0) return null
  return (
    <ul class="uploads">
      {list.map((upload) => (
        <li key={upload.id} class={`upload ${upload.state.name}`} title={upload.name}>
          {upload.preview === null ? (
            <span class="upload-face">
              <Icon name={upload.state.name === 'failed' ? 'alert' : 'file'} />
            </span>
          ) : (
            <img class="upload-face" src={upload.preview} alt="" />
          )}
          <span class="upload-text">
            <span class="cut">{upload.name}</span>
            <State upload={upload} />
          </span>
          {upload.state.name === 'failed' && (
            <button
              type="button"
              class="quiet square small"
              aria-label={words.say('composer.attach.retry', { name: upload.name })}
              onClick={() => uploads.retry(upload.id)}
            >
              <Icon name="refresh" small />
            </button>
          )}
          <button
            type="button"
            class="quiet square small"
            aria-label={words.say('composer.attach.remove', { name: upload.name })}
            onClick={() => uploads.remove(upload.id)}
          >
            <Icon name="close" small />
          </button>
        </li>
      ))}
    </ul>
  )
}

function State({ upload }: { readonly upload: Upload }) {
  const words = useWords()
  switch (upload.state.name) {
    case 'running': {
      const percent = Math.round(upload.state.share * 100)
      return <progress max={100} value={percent} aria-label={words.say('composer.uploading', { percent })} />
    }
    case 'done':
      return <span class="dim">{fileSize(upload.size, words.language)}</span>
    case 'failed':
      return <span class="alarm-text cut">{sayError(words, upload.state.error)}</span>
  }
}
