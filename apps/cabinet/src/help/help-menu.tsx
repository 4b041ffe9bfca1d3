import type { HelpKind, HelpRequest, HelpTone } from '@pult/protocol'
import type { Composer } from '../chat/composer.ts'
import { useDesk, useWords } from '../parts/context.ts'
import type { IconName } from '../parts/icon.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'

const tones: readonly (readonly [HelpTone, IconName])[] = [
  ['CORRECT', 'check'],
  ['FRIENDLY', 'emoji'],
  ['FORMAL', 'edit'],
  ['SHORT', 'filter'],
]

/** What a model can do in this chat; nothing where nobody has turned it on. */
export function HelpMenu({ composer }: { readonly composer: Composer }) {
  const desk = useDesk()
  const words = useWords()
  const offered = new Set<HelpKind>(desk.helper.kinds.value)
  const aim = composer.aim.value.name
  const text = composer.text.value.trim()
  const items: MenuItem[] = []
  const offer = (label: string, icon: IconName, request: HelpRequest): void => {
    if (!offered.has(request.kind)) return
    items.push({ label, icon, run: () => desk.helper.of(composer.sessionId).ask(request) })
  }
  if (aim === 'answer') offer(words.say('help.suggest'), 'spark', { kind: 'SUGGEST' })
  if (aim !== 'edit') offer(words.say('help.summary'), 'note', { kind: 'SUMMARY', language: words.language })
  if (text !== '') {
    if (aim !== 'note') offer(words.say('help.translate'), 'globe', { kind: 'TRANSLATE', text })
    for (const [tone, icon] of tones)
      offer(words.say(`help.tone.${tone}`), icon, { kind: 'REWRITE', text, tone })
  }
  return <Menu label={words.say('help.open')} icon="spark" items={items} id="composer-help" />
}
