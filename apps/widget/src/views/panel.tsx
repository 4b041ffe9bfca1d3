/** @jsxImportSource ../dom */
import type { VisitorState } from '@pult/client'
import type { App } from '../app.ts'
import type { Following } from '../following.ts'
import { fill } from '../fill.ts'
import { authorOf, stopSentence } from '../standing.ts'
import { nothing, type View } from '../view.ts'
import { Composer } from './composer.tsx'
import { Header } from './header.tsx'
import { Log } from './log.tsx'
import * as words from '../words.ts'

export interface PanelProps {
  readonly app: App
  readonly view: View
  readonly chat: VisitorState
  readonly following: Following
}

export function Panel({ app, view, chat, following }: PanelProps) {
  const { history } = chat
  const empty = chat.messages.length + chat.outbox.length === 0
  return (
    <section
      class="panel"
      role="dialog"
      aria-label={words.title}
      tabIndex={-1}
      onClick={(event) => {
        // Anything but the menu itself closes the menu.
        if (view.over.name === 'menu' && !isWithin(event.target, '.menu')) app.show({ over: nothing })
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return
        if (view.over.name === 'nothing') app.close()
        else app.show({ over: nothing })
      }}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        app.show({ dragging: true })
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
          app.show({ dragging: false })
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        app.show({ dragging: false })
        app.uploads.add([...(event.dataTransfer?.files ?? [])])
      }}
    >
      <Header app={app} view={view} chat={chat} />
      <Banner app={app} view={view} chat={chat} />
      <div class="body">
        <div
          class="log"
          tabIndex={0}
          role="region"
          aria-label={words.messages}
          mount={following.mount}
          onScroll={() => {
            const { atEnd, nearStart } = following.moved()
            if (atEnd) app.show({ missed: false })
            else if (nearStart && history.error === null) app.loadOlder()
          }}
        >
          {history.older !== null && (
            <button type="button" class="wide" disabled={history.loading} onClick={app.loadOlder}>
              {history.loading ? words.earlierLoading : words.earlier}
            </button>
          )}
          {empty && (
            <p class="welcome">
              <strong>{words.welcome}</strong>
              {words.welcomeMore}
            </p>
          )}
          <Log app={app} view={view} />
        </div>
        {view.missed && (
          <button type="button" class="wide jump" onClick={following.toEnd}>
            {words.newMessages}
          </button>
        )}
        <TypingLine chat={chat} />
        {view.dragging && <div class="drop">{words.dropHere}</div>}
      </div>
      {view.over.name === 'askingToEnd' ? <EndQuestion app={app} /> : <Composer app={app} view={view} />}
    </section>
  )
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
const isWithin = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null

function Banner({ app, view, chat }: Omit<PanelProps, 'following'>) {
  if (chat.connection.name === 'stopped')
    return (
      <p class="banner" role="alert">
        {stopSentence(chat.connection.stop)}{' '}
        <button type="button" class="link" onClick={app.tryAgain}>
          {words.tryAgain}
        </button>
      </p>
    )
  return view.late ? (
    <p class="banner" role="status">
      {words.connecting}
    </p>
  ) : null
}

/** Its place is always there, so that nothing jumps when somebody begins to type. */
function TypingLine({ chat }: Pick<PanelProps, 'chat'>) {
  const { typing, session } = chat
  if (typing === null || typing.authorType === 'CLIENT') return <p class="typing" />
  const { authorType } = typing
  const authorName = authorType === 'OPERATOR' ? (session?.operator?.name ?? null) : null
  return (
    <p class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {fill(words.typing, { name: authorOf({ authorType, authorName }) })}
    </p>
  )
}

function EndQuestion({ app }: Pick<PanelProps, 'app'>) {
  return (
    <div class="confirm" role="alertdialog" aria-label={words.endChat}>
      <p>{words.endChatQuestion}</p>
      <div class="tools">
        <button type="button" class="wide cancel" onClick={() => app.show({ over: nothing })}>
          {words.cancel}
        </button>
        <button type="button" class="solid" onClick={app.endChat}>
          {words.endChatYes}
        </button>
      </div>
    </div>
  )
}
