import type { Bot, BotVersion } from '@pult/protocol'
import { useEffect, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/field.tsx'
import { sayError } from '../../store/error-words.ts'
import { FlowChanges } from './flow-changes.tsx'
import { flowText, storyText } from './flow-reading.ts'
import { useFlowWords } from './flow-words.ts'

/** What was published before: when, by whom, and how each differs from the one before it. One of them can be worked on again. */
export function FlowVersions(props: {
  readonly bot: Bot
  readonly onOpen: (text: string, version: number) => void
  readonly onClose: () => void
}) {
  const all = useWords()
  const words = useFlowWords()
  const { versions, trouble } = useVersions(props.bot)
  const [chosen, setChosen] = useState(0)
  const shown = versions?.[chosen]
  const before = versions?.[chosen + 1]
  const text = shown === undefined ? null : flowText(shown.settings)
  return (
    <Dialog wide title={words.say('flow.versions')} onClose={props.onClose}>
      <Trouble text={trouble} />
      {versions?.length === 0 && <p class="dim">{words.say('flow.versions.none')}</p>}
      {shown !== undefined && (
        <div class="flow-versions">
          <ul>
            {versions?.map(({ version, publishedAt, publishedBy }, index) => (
              <li key={version}>
                <button
                  type="button"
                  class="quiet"
                  aria-pressed={index === chosen}
                  onClick={() => setChosen(index)}
                >
                  <strong>{words.say('flow.version', { version })}</strong>
                  <span>{all.moment(publishedAt)}</span>
                  {publishedBy !== null && <span class="cut">{publishedBy.name}</span>}
                </button>
              </li>
            ))}
          </ul>
          <section aria-live="polite" aria-label={words.say('flow.version', { version: shown.version })}>
            <p class="dim">
              {before === undefined
                ? words.say('flow.versions.first')
                : words.say('flow.versions.since', { version: before.version })}
            </p>
            <FlowChanges
              before={before === undefined ? '' : (storyText(before.settings) ?? '')}
              after={storyText(shown.settings) ?? ''}
            />
            <div class="row end">
              <button
                type="button"
                class="primary"
                disabled={text === null}
                onClick={() => {
                  if (text !== null) props.onOpen(text, shown.version)
                }}
              >
                {words.say('flow.versions.open')}
              </button>
            </div>
          </section>
        </div>
      )}
    </Dialog>
  )
}

function useVersions({ id, version }: Bot): {
  readonly versions: readonly BotVersion[] | null
  readonly trouble: string | null
} {
  const { client } = useDesk()
  const words = useWords()
  const [versions, setVersions] = useState<readonly BotVersion[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    client.history
      .botVersions(id)
      .then(({ items }) => setVersions(items))
      .catch(setError)
  }, [client, id, version])
  return { versions, trouble: error === null ? null : sayError(words, error) }
}
