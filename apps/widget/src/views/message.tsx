/** @jsxImportSource ../dom */
import type { App } from '../app.ts'
import { hrefOf, linkify } from '../linkify.ts'
import { authorOf, refusalSentence } from '../standing.ts'
import type { Mark, MessageRow } from '../timeline.ts'
import { nothing, type View } from '../view.ts'
import { timeText } from '../when.ts'
import { Files } from './files.tsx'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import { Tools } from './message-tools.tsx'
import * as words from '../words.ts'

export interface MessageProps {
  readonly app: App
  readonly row: MessageRow
  readonly over: View['over']
  readonly unseen: View['unseen']
}

export function MessageItem({ app, row, over, unseen }: MessageProps) {
  const own = row.authorType === 'CLIENT'
  const author = authorOf(row)
  const { id, key } = row
  const tools = 'key' in over && over.key === key
  return (
    <li class={`message ${own ? 'own' : 'other'}${row.first ? ' first' : ''}${row.last ? ' last' : ''}`}>
      {own || !row.first ? <span class="hidden">{author}</span> : <p class="author">{author}</p>}
      <div class="line">
        <div class={row.deleted ? 'bubble gone' : 'bubble'}>
          {row.quote !== null && (
            <span class="quote">
              <b>{authorOf(row.quote)}</b>
              {row.quote.body || row.quote.attachments.map((attachment) => attachment.name).join(', ')}
            </span>
          )}
          <Files app={app} attachments={row.attachments} unseen={unseen} />
          {row.deleted ? words.removed : <LinkedText text={row.body} />}
        </div>
        {id !== null && !row.deleted && (
          <IconButton
            name="more"
            size={18}
            class="more"
            label={words.messageActions}
            expanded={tools}
            onClick={() => app.show({ over: tools ? nothing : { name: 'tools', key } })}
          />
        )}
      </div>
      {tools && id !== null && !row.deleted && (
        <Tools app={app} row={{ ...row, id }} asks={over.name === 'askingToDelete'} />
      )}
      <Choices app={app} row={row} />
      {row.mark === 'failed' ? (
        <p class="failed" role="alert">
          {words.failed} {row.error !== null && refusalSentence(row.error.code)}
          <button type="button" class="link" onClick={() => app.retry(key)}>
            {words.retry}
          </button>
          <button type="button" class="link" onClick={() => app.discard(key)}>
            {words.discard}
          </button>
        </p>
      ) : (
        (row.last || row.edited) && (
          <p class="meta">
            {row.edited && !row.deleted && <span>{words.edited}</span>}
            <time dateTime={new Date(row.createdAtMs).toISOString()}>
              {timeText(row.createdAtMs, words.language)}
            </time>
            {!row.deleted && <MarkIcon mark={row.mark} />}
          </p>
        )
      )}
    </li>
  )
}

function MarkIcon({ mark }: { readonly mark: Mark }) {
  if (mark === null || mark === 'failed') return null
  const [icon, word] = markFaces[mark]
  return (
    <span title={word}>
      <Icon name={icon} size={16} />
      <span class="hidden">{word}</span>
    </span>
  )
}

const markFaces = {
  pending: ['clock', words.pending],
  sent: ['check', words.sent],
  read: ['checks', words.read],
} as const

/** The bot's buttons: a choice goes out as the visitor's message, an address opens in a tab of its own. */
function Choices({ app, row }: Pick<MessageProps, 'app' | 'row'>) {
  if (row.actions.length === 0) return null
  return (
    <div class="actions">
      {row.actions.map((action) => {
        const href = action.url === undefined ? null : hrefOf(action.url)
        return href === null ? (
          <button type="button" class="choice" onClick={() => app.choose(action)}>
            {action.label}
          </button>
        ) : (
          <Link href={href} text={action.label} class="choice" />
        )
      })}
    </div>
  )
}

/** Text nodes and links, nothing else: what people write is never markup. */
function LinkedText({ text }: { readonly text: string }) {
  return linkify(text).map((part) =>
    typeof part === 'string' ? part : <Link href={part.href} text={part.text} class="" />,
  )
}

function Link(link: { readonly href: string; readonly text: string; readonly class: string }) {
  return (
    <a class={link.class} href={link.href} target="_blank" rel="noopener noreferrer nofollow">
      {link.text}
    </a>
  )
}
