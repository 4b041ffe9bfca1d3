import type { Flow } from '@pult/bots/flow'
import { useRef } from 'preact/hooks'
import { useWords } from '../../parts/context.ts'
import { Menu } from '../../parts/menu.tsx'
import { imported } from './flow-reading.ts'

/** The scenario as a file: the text for people and pull requests, the JSON for programs. */
export function FlowFiles(props: {
  readonly name: string
  readonly text: string
  readonly flow: Flow | null
  readonly onText: (text: string) => void
  readonly onTrouble: (trouble: string) => void
}) {
  const { name, text, flow, onText, onTrouble } = props
  const words = useWords()
  const picker = useRef<HTMLInputElement>(null)

  async function take(file: File): Promise<void> {
    const { text: read, trouble } = imported(await file.text(), words.language)
    if (read === undefined) onTrouble(trouble ?? words.say('bots.import.wrong'))
    else onText(read)
  }
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".flow,.json,.txt"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file !== undefined) take(file).catch(() => onTrouble(words.say('bots.import.wrong')))
          // The same file may be chosen again after it was mended.
          currentTarget.value = ''
        }}
      />
      <Menu
        class="to-left"
        label={words.say('bots.files')}
        icon="file"
        items={[
          { label: words.say('bots.import'), icon: 'up', run: () => picker.current?.click() },
          {
            label: words.say('bots.export.text'),
            icon: 'download',
            run: () => download(`${name}.flow`, 'text/plain', text),
          },
          ...(flow === null
            ? []
            : [
                {
                  label: words.say('bots.export.json'),
                  icon: 'download',
                  run: () =>
                    download(`${name}.json`, 'application/json', `${JSON.stringify(flow, null, 2)}\n`),
                } as const,
              ]),
        ]}
      />
    </>
  )
}

function download(name: string, type: string, content: string): void {
  const href = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  // The browser has taken hold of it by the next turn.
  setTimeout(() => URL.revokeObjectURL(href))
}
