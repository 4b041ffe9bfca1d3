import { useComputed } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Message } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { authorKeys } from './author-keys.ts'
import { useChat } from './chat-context.ts'
import { picturesOf, type Viewed } from './viewer-pictures.ts'
import { ZoomedPicture } from './zoomed-picture.tsx'
import { wholePicture, ZOOM_STEP, zoomed } from './zoom.ts'

const middle = { x: 0, y: 0 }

/** The chat's pictures, one at a time over the whole page. Going back beyond what is loaded loads what was before. */
export function PictureViewer({ messages }: { readonly messages: readonly Message[] }) {
  const desk = useDesk()
  const words = useWords()
  const { view, sessionId } = useChat()
  const [zoom, setZoom] = useState(wholePicture)
  const dialog = useRef<HTMLDialogElement>(null)
  const fresh = desk.links.known.value
  const pictures = useMemo(() => picturesOf(messages, location.href, fresh), [messages, fresh])
  const history = useComputed(() => desk.state.histories.value.get(sessionId)).value
  const at = pictures.findIndex(({ attachment }) => attachment.id === view.picture.value)
  const shown = pictures[at]
  const hasMore = history !== undefined && history.older !== null

  function close(): void {
    view.picture.value = null
  }
  function go(step: 1 | -1): void {
    const next = pictures[at + step]
    if (next !== undefined) {
      view.picture.value = next.attachment.id
      setZoom(wholePicture)
    } else if (step === -1 && hasMore) desk.client.loadOlder(sessionId).catch(() => undefined)
  }
  function zoomBy(factor: number): void {
    setZoom((now) => zoomed(now, factor, middle))
  }

  useLayoutEffect(() => {
    dialog.current?.showModal()
  }, [])
  // Its message was deleted meanwhile.
  useEffect(() => {
    if (shown === undefined) close()
  })
  if (shown === undefined) return null
  const percent = Math.round(zoom.scale * 100)
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={words.say('viewer.title')}
      onClose={close}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.target instanceof HTMLVideoElement) return
        if (event.key === 'ArrowLeft') go(-1)
        else if (event.key === 'ArrowRight') go(1)
        else if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP)
        else if (event.key === '-') zoomBy(1 / ZOOM_STEP)
        else if (event.key === '0') setZoom(wholePicture)
        else return
        event.preventDefault()
      }}
    >
      <ViewerHead
        shown={shown}
        place={words.say('viewer.count', { at: at + 1, count: pictures.length })}
        more={hasMore}
      >
        {shown.kind === 'picture' && (
          <>
            <Tool icon="zoom" label={words.say('viewer.in')} run={() => zoomBy(ZOOM_STEP)} />
            <button
              type="button"
              class="quiet small digits"
              // What stands on it belongs to its name: who speaks to the device says what they see.
              aria-label={`${percent} %: ${words.say('viewer.fit')}`}
              title={words.say('viewer.fit')}
              onClick={() => setZoom(wholePicture)}
            >
              {percent} %
            </button>
          </>
        )}
        <a
          class="viewer-tool"
          href={shown.address}
          download={shown.attachment.name}
          aria-label={words.say('viewer.download')}
          title={words.say('viewer.download')}
        >
          <Icon name="download" />
        </a>
        <Tool icon="close" label={words.say('app.close')} run={close} />
      </ViewerHead>
      {shown.kind === 'picture' ? (
        <ZoomedPicture
          key={shown.attachment.id}
          address={shown.address}
          name={shown.attachment.name}
          zoom={zoom}
          onZoom={setZoom}
          onOutside={close}
        />
      ) : (
        <div class="viewer-stage">
          {/* eslint-disable-next-line jsx-a11y/media-has-caption -- a client's film has none */}
          <video key={shown.attachment.id} src={shown.address} controls autoplay />
        </div>
      )}
      <button
        type="button"
        class="viewer-step to-previous"
        aria-label={words.say('viewer.previous')}
        disabled={at === 0 && !hasMore}
        onClick={() => go(-1)}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="viewer-step to-next"
        aria-label={words.say('viewer.next')}
        disabled={at === pictures.length - 1}
        onClick={() => go(1)}
      >
        <Icon name="right" />
      </button>
    </dialog>
  )
}

function ViewerHead(props: {
  readonly shown: Viewed
  readonly place: string
  /** There are earlier ones that are not loaded yet. */
  readonly more: boolean
  readonly children: preact.ComponentChildren
}) {
  const words = useWords()
  const { attachment, message } = props.shown
  const author = message.authorName ?? words.say(authorKeys[message.authorType])
  return (
    <header class="viewer-head">
      <div class="grow">
        <p class="cut">{attachment.name}</p>
        <p class="viewer-by cut">
          {author} · {words.moment(message.createdAt)} · {props.place}
          {props.more && '+'}
        </p>
      </div>
      {props.children}
    </header>
  )
}

function Tool(props: { readonly icon: 'zoom' | 'close'; readonly label: string; readonly run: () => void }) {
  return (
    <button
      type="button"
      class="viewer-tool"
      aria-label={props.label}
      title={props.label}
      onClick={props.run}
    >
      <Icon name={props.icon} />
    </button>
  )
}
