import { useState } from 'preact/hooks'
import { showChord } from '../commands/chord.ts'
import { onMac } from '../commands/this-machine.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { parseSendKey, type SendKey } from './composer-keys.ts'

/** Which key sends; kept for this operator in this browser. */
export function SendKeyPreference() {
  const { kept } = useDesk()
  const words = useWords()
  const [sendKey, setSendKey] = useState(() => parseSendKey(kept.read('send-key')))
  const mod = showChord('Mod+Enter', onMac)
  function choose(next: SendKey): void {
    kept.write('send-key', next)
    setSendKey(next)
  }
  return (
    <fieldset>
      <legend class="unseen">{words.say('app.preferences.writing')}</legend>
      {(['enter', 'mod'] as const).map((one) => (
        <label key={one} class="choice">
          <input type="radio" name="send-key" checked={sendKey === one} onChange={() => choose(one)} />
          {words.say(one === 'enter' ? 'composer.sendKey.enter' : 'composer.sendKey.mod', { keys: mod })}
        </label>
      ))}
    </fieldset>
  )
}
