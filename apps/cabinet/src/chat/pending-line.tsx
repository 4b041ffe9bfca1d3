import type { OperatorClient, OperatorOutboxItem } from '@pult/client'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { sayRefusal } from '../store/error-words.ts'
import { authorKeys } from './author-keys.ts'
import { LongText } from './long-text.tsx'
import { isAttachment } from './outbox-attachment.ts'

/** A message of mine that the server has not told yet: waiting, under way, or refused and in need of a decision. */
export function PendingLine({
  item,
  opensRun,
}: {
  readonly item: OperatorOutboxItem
  readonly opensRun: boolean
}) {
  const words = useWords()
  const failed = item.state === 'failed'
  const stale = failed && item.error?.code === 'stale'
  return (
    <li
      class={`line ours pending ${opensRun ? 'opens' : ''} ${failed ? 'failed' : ''}`}
      data-line={item.key}
      tabIndex={-1}
    >
      <div class="line-row">
        <div class="bubble by-OPERATOR">
          {item.data.body !== '' && <LongText text={item.data.body} />}
          {(item.data.attachments ?? []).map((attachment) => (
            <p key={typeof attachment === 'string' ? attachment : attachment.id} class="file">
              <Icon name="file" />
              {isAttachment(attachment) ? attachment.name : ''}
            </p>
          ))}
          <span class="foot">
            {failed && !stale && item.error !== null && (
              <span>{words.say('chat.unsent', { reason: sayRefusal(words, item.error) })}</span>
            )}
            <time dateTime={new Date(item.createdAtMs).toISOString()}>
              {words.time(new Date(item.createdAtMs).toISOString())}
            </time>
            <span class="fate" title={failed ? '' : words.say('chat.pending')}>
              <Icon name={failed ? 'alert' : 'clock'} small />
              {!failed && <span class="unseen">{words.say('chat.pending')}</span>}
            </span>
          </span>
        </div>
      </div>
      {stale && <Stale item={item} />}
      {failed && !stale && <Decision item={item} />}
    </li>
  )
}

/** After `stale` the client takes it as seen what was missed [C2]. The outbox shows a new refusal in the same place. */
function again(client: OperatorClient, item: OperatorOutboxItem): void {
  client.retry(item.key)?.sent.catch(() => undefined)
}

function Decision({ item }: { readonly item: OperatorOutboxItem }) {
  const { client } = useDesk()
  const words = useWords()
  return (
    <div class="row end decision">
      <button type="button" class="small primary" onClick={() => again(client, item)}>
        <Icon name="refresh" small /> {words.say('chat.retry')}
      </button>
      <BackToField item={item} />
      <button type="button" class="small quiet" onClick={() => client.discard(item.key)}>
        {words.say('chat.discard')}
      </button>
    </div>
  )
}

/** [C2] Somebody wrote meanwhile: what it was, and whether the answer still fits. */
function Stale({ item }: { readonly item: OperatorOutboxItem }) {
  const { client } = useDesk()
  const words = useWords()
  return (
    <div class="stale" role="alert">
      <p>
        <strong>{words.say('stale.title')}.</strong> {words.say('stale.lead')}
      </p>
      <ul>
        {(item.error?.missed ?? []).map((message) => (
          <li key={message.id}>
            <strong>{message.authorName ?? words.say(authorKeys[message.authorType])}:</strong>{' '}
            <span class="body">
              {message.body === '' ? words.count('list.file', message.attachments.length) : message.body}
            </span>
          </li>
        ))}
      </ul>
      <div class="row end decision">
        <button type="button" class="small primary" onClick={() => again(client, item)}>
          {words.say('stale.insist')}
        </button>
        <BackToField item={item} />
        <button type="button" class="small quiet" onClick={() => client.discard(item.key)}>
          {words.say('chat.discard')}
        </button>
      </div>
    </div>
  )
}

/** Takes the text back to be written anew, before whatever stands in the field by now. */
function BackToField({ item }: { readonly item: OperatorOutboxItem }) {
  const desk = useDesk()
  const words = useWords()
  function back(): void {
    desk.composer(item.data.sessionId).takeBack(item)
    document.getElementById('composer')?.focus()
  }
  return (
    <button type="button" class="small" onClick={back}>
      {words.say('stale.rewrite')}
    </button>
  )
}
