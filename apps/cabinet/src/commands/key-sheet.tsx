import { messageKeys } from '../chat/chat-keys.ts'
import { useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import type { WordKey } from '../words/words.ts'
import { commands } from './command-table.ts'
import type { CommandSection } from './command.ts'
import { showChord } from './chord.ts'
import { onMac } from './this-machine.ts'

const headings: { readonly [S in CommandSection]: WordKey } = {
  go: 'key.section.go',
  chat: 'key.section.chat',
  write: 'key.section.write',
  desk: 'key.section.desk',
}

/** Two of about the same height. */
const columns: readonly (readonly CommandSection[])[] = [
  ['go', 'write'],
  ['chat', 'desk'],
]

/** Every key that does something, on one page. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  return (
    <Dialog title={words.say('key.sheet')} onClose={onClose} wide>
      <div class="key-sheet">
        {columns.map((sections) => (
          <div key={sections[0]} class="stack">
            {sections.map((section) => (
              <section key={section}>
                <h3>{words.say(headings[section])}</h3>
                <dl>
                  {commands
                    .filter((command) => command.section === section && command.keys.length > 0)
                    .map((command) => (
                      <div key={command.id}>
                        <dt>{words.say(command.words)}</dt>
                        <dd>
                          {command.keys.map((chord) => (
                            <kbd key={chord}>{showChord(chord, onMac)}</kbd>
                          ))}
                        </dd>
                      </div>
                    ))}
                </dl>
              </section>
            ))}
            {sections.includes('desk') && (
              <section>
                <h3>{words.say('key.section.message')}</h3>
                <dl>
                  {messageKeys.map(({ deed, says, shown }) => (
                    <div key={deed}>
                      <dt>{words.say(says)}</dt>
                      <dd>
                        <kbd>{shown}</kbd>
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            )}
          </div>
        ))}
      </div>
      <p class="hint">{words.say('key.bare')}</p>
    </Dialog>
  )
}
