import type { Bot } from '@pult/protocol'
import { useMemo, useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useAsking } from '../../parts/use-asking.ts'
import { exampleTexts } from './example.ts'
import { FlowFiles } from './flow-files.tsx'
import { FlowProblems } from './flow-problems.tsx'
import { flowText, offsetOf, readText } from './flow-reading.ts'
import { FlowText } from './flow-text.tsx'
import { FlowTest } from './flow-test.tsx'
import { secretsIn, secretsText } from './secrets.ts'
import { useSettled } from './use-settled.ts'

/** What is seen of a text above the line that one is led to: usually where its node begins. */
const LINES_ABOVE = 6

/**
 * A scenario: its text, what is wrong with it as one writes, and a conversation with it. What was written and not saved stays in this browser, so that no way
 * out of here loses it.
 */
export function FlowEditor(props: {
  readonly bot: Bot
  /** Something was kept on the server. */
  readonly onSaved: () => void
  readonly onClose: () => void
}) {
  const { bot, onSaved, onClose } = props
  const { client, state, kept, news } = useDesk()
  const words = useWords()
  const { language } = words
  const field = useRef<HTMLTextAreaElement>(null)
  const saved = bot.draft ?? bot.settings
  const keptAs = `flow.${bot.id}`
  const [savedText, setSavedText] = useState(() => flowText(saved) ?? '')
  const [text, setText] = useState(() => kept.read(keptAs) || savedText)
  const [savedSecrets, setSavedSecrets] = useState(() => secretsText(saved))
  const [secrets, setSecrets] = useState(savedSecrets)
  const [fault, setFault] = useState<string | null>(null)
  const { busy, trouble, ask } = useAsking()
  const groups = state.groups.value
  const settled = useSettled(text)
  const reading = useMemo(
    () => readText(settled, new Set(groups.keys()), language),
    [settled, groups, language],
  )
  const isChanged = text !== savedText || secrets !== savedSecrets
  const isSettled = settled === text

  function write(next: string): void {
    setText(next)
    setFault(null)
    // Empty, nothing is kept: what is on the server is shown the next time.
    kept.write(keptAs, next === savedText ? '' : next)
  }
  async function save(): Promise<void> {
    const { flow } = reading
    if (flow === null) return
    await client.command('updateBot', { botId: bot.id, settings: { flow, secrets: secretsIn(secrets) } })
    kept.write(keptAs, '')
    setSavedText(settled)
    setSavedSecrets(secrets)
    onSaved()
  }
  async function publish(): Promise<void> {
    if (isChanged) await save()
    await client.command('publishBot', { botId: bot.id })
    onSaved()
  }
  function goTo(line: number, column: number): void {
    const element = field.current
    if (element === null) return
    element.focus()
    element.setSelectionRange(offsetOf(text, line, column), offsetOf(text, line + 1, 0))
    // Choosing a place does not bring it in sight; a few lines above it stay there, too.
    const lineHeight = element.scrollHeight / text.split('\n').length
    element.scrollTop = (line - LINES_ABOVE) * lineHeight
  }
  // A draft may be unfinished, as long as it can be read; until then it is kept in this browser.
  const canSave = reading.flow !== null && isSettled && !busy
  const canPublish = canSave && reading.mayPublish
  const standing = isChanged
    ? words.say('bots.unsaved')
    : bot.draft !== null
      ? words.say('bots.draft')
      : bot.publishedAt === null
        ? words.say('bots.unpublished')
        : words.say('bots.version', { version: bot.version, at: words.moment(bot.publishedAt) })
  return (
    <section class="flow" aria-label={bot.name}>
      <header class="flow-head">
        <button type="button" class="quiet square" aria-label={words.say('bots.back')} onClick={onClose}>
          <Icon name="back" />
        </button>
        <div class="grow">
          <h1 class="cut">{bot.name}</h1>
          <p class="dim" role="status">
            {standing}
          </p>
        </div>
        {isChanged && savedText !== '' && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              write(savedText)
              setSecrets(savedSecrets)
            }}
          >
            {words.say('bots.revert')}
          </button>
        )}
        <FlowFiles name={bot.name} text={text} flow={reading.flow} onText={write} onTrouble={setFault} />
        <button
          type="button"
          disabled={!canSave || !isChanged}
          onClick={() => ask(save, () => news.tell('admin.saved'))}
        >
          {words.say('bots.save')}
        </button>
        <button
          type="button"
          class="primary"
          disabled={!canPublish || (!isChanged && bot.draft === null)}
          onClick={() => ask(publish, () => news.tell('bots.published.news', { name: bot.name }))}
        >
          {words.say('bots.publish')}
        </button>
      </header>
      <Trouble text={trouble ?? fault} />
      <div class="flow-parts">
        <div class="flow-written">
          <FlowText
            at={field}
            text={text}
            problems={isSettled ? reading.problems : []}
            onText={write}
            onExample={() => write(exampleTexts[language])}
          />
          <FlowProblems
            problems={reading.problems}
            isEmpty={settled.trim() === ''}
            onGoTo={({ line, column }) => goTo(line, column)}
          />
          <details class="flow-secrets">
            <summary>{words.say('bots.secrets')}</summary>
            <label class="field">
              <span class="field-hint">
                {words.say('bots.secrets.lead', { example: '{secret.shop_token}' })}
              </span>
              <textarea
                class="code"
                rows={3}
                spellcheck={false}
                autocomplete="off"
                placeholder="shop_token = 5d41402abc"
                value={secrets}
                onInput={({ currentTarget }) => setSecrets(currentTarget.value)}
              />
            </label>
          </details>
        </div>
        <FlowTest flow={reading.flow} secrets={secretsIn(secrets)} />
      </div>
    </section>
  )
}
