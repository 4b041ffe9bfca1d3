import type { Bot, BotSettings, BotVersion } from '@pult/protocol'
import { useEffect, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/field.tsx'
import { sayError } from '../../store/error-words.ts'
import { Changes } from './changes.tsx'

/** What was published before: when, by whom, and how each differs from the one before it. One of them can be worked on again. */
export function VersionsDialog(props: {
  readonly bot: Bot
  /** What a version went by, as text; it has no secrets. */
  readonly textOf: (settings: BotSettings) => string
  /** Said of two versions whose texts are the same. */
  readonly same: string
  /** Default: every version can be worked on again. */
  readonly mayOpen?: (settings: BotSettings) => boolean
  readonly onOpen: (version: BotVersion) => void
  readonly onClose: () => void
}) {
  const { bot, textOf, same, mayOpen, onOpen, onClose } = props
  const words = useWords()
  const { versions, trouble } = useVersions(bot)
  const [chosen, setChosen] = useState(0)
  const shown = versions?.[chosen]
  const before = versions?.[chosen + 1]
  return (
    <Dialog wide title={words.say('bots.versions')} onClose={onClose}>
      <Trouble text={trouble} />
      {versions?.length === 0 && <p class="dim">{words.say('bots.versions.none')}</p>}
      {shown !== undefined && (
        <div class="versions">
          <ul>
            {versions?.map(({ version, publishedAt, publishedBy }, index) => (
              <li key={version}>
                <button
                  type="button"
                  class="quiet"
                  aria-pressed={index === chosen}
                  onClick={() => setChosen(index)}
                >
                  <strong>{words.say('bots.version.number', { version })}</strong>
                  <span>{words.moment(publishedAt)}</span>
                  {publishedBy !== null && <span class="cut">{publishedBy.name}</span>}
                </button>
              </li>
            ))}
          </ul>
          <section
            aria-live="polite"
            aria-label={words.say('bots.version.number', { version: shown.version })}
          >
            <p class="dim">
              {before === undefined
                ? words.say('bots.versions.first')
                : words.say('bots.versions.since', { version: before.version })}
            </p>
            <Changes
              before={before === undefined ? '' : textOf(before.settings)}
              after={textOf(shown.settings)}
              same={same}
            />
            <div class="row end">
              <button
                type="button"
                class="primary"
                disabled={mayOpen?.(shown.settings) === false}
                onClick={() => onOpen(shown)}
              >
                {words.say('bots.versions.open')}
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
