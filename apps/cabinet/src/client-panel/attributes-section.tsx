import { useRef, useState } from 'preact/hooks'
import type { ClientDetails } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { sayError } from '../store/error-words.ts'
import { AttributeForm } from './attribute-form.tsx'
import { CopyButton } from './copy-button.tsx'
import { PanelSection } from './panel-section.tsx'
import type { DetailsRead } from './use-client-details.ts'

/** What the site and colleagues know of the client: name by value, each changed where it stands. */
export function AttributesSection({
  details,
  read,
}: {
  readonly details: ClientDetails
  readonly read: DetailsRead
}) {
  const desk = useDesk()
  const words = useWords()
  /** The name of the one that is written; null in it: a new one. */
  const [editing, setEditing] = useState<{ readonly name: string | null } | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const entries = Object.entries(details.attributes)

  function leave(): void {
    const name = editing?.name ?? null
    setEditing(null)
    requestAnimationFrame(() => {
      const buttons = [...(root.current?.querySelectorAll<HTMLElement>('[data-attribute]') ?? [])]
      const opener = buttons.find((button) => button.dataset['attribute'] === name)
      ;(opener ?? root.current?.querySelector<HTMLElement>('.attribute-add'))?.focus()
    })
  }
  async function remove(name: string): Promise<void> {
    try {
      await desk.client.command('updateClient', { clientId: details.id, attributes: { [name]: null } })
      read.again()
    } catch (error) {
      desk.news.say(sayError(words, error))
    }
  }
  return (
    <PanelSection part="attributes" title={words.say('panel.attributes')} count={entries.length}>
      <div ref={root} class="attributes">
        {entries.length > 0 && (
          <dl class="facts">
            {entries.map(([name, value]) =>
              editing?.name === name ? (
                <AttributeForm key={name} details={details} before={name} read={read} onLeave={leave} />
              ) : (
                <div key={name} class="fact">
                  <dt>{name}</dt>
                  <dd>
                    <span class="fact-text">{value}</span>
                    <span class="fact-acts">
                      <CopyButton text={value} what={name} />
                      <button
                        type="button"
                        class="quiet square small"
                        data-attribute={name}
                        aria-label={words.say('panel.attribute.edit', { name })}
                        onClick={() => setEditing({ name })}
                      >
                        <Icon name="edit" small />
                      </button>
                      <button
                        type="button"
                        class="quiet square small"
                        aria-label={words.say('panel.attribute.remove', { name })}
                        onClick={() => {
                          void remove(name)
                          root.current?.querySelector<HTMLElement>('.attribute-add')?.focus()
                        }}
                      >
                        <Icon name="trash" small />
                      </button>
                    </span>
                  </dd>
                </div>
              ),
            )}
          </dl>
        )}
        {editing?.name === null ? (
          <AttributeForm details={details} before={null} read={read} onLeave={leave} />
        ) : (
          <button type="button" class="quiet small attribute-add" onClick={() => setEditing({ name: null })}>
            <Icon name="plus" small /> {words.say('panel.attribute.add')}
          </button>
        )}
      </div>
    </PanelSection>
  )
}
