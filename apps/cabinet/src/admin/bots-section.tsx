import type { Bot, BotSettings, Channel } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { Trouble } from '../parts/field.tsx'
import { lazyPart } from '../parts/lazy.tsx'
import { Menu } from '../parts/menu.tsx'
import type { Words } from '../words/words.ts'
import { BotDialog, type MadeBot } from './bots/bot-dialog.tsx'
import { DeleteBotDialog } from './bots/delete-bot-dialog.tsx'
import { useBots } from './bots/use-bots.ts'
import { SecretDialog, type NewSecret } from './secret-dialog.tsx'
import { Section } from './section.tsx'

/** It brings the language of scenarios along, which nobody needs who only looks at the list. */
const FlowEditor = lazyPart(
  () => import('./bots/flow-editor.tsx').then((part) => part.FlowEditor),
  ({ onClose }) => onClose(),
)

/** The form of a model, with its words and limits. */
const ModelEditor = lazyPart(
  () => import('./models/model-editor.tsx').then((part) => part.ModelEditor),
  ({ onClose }) => onClose(),
)

/** How versions differ, and the way back to one. */
const VersionsDialog = lazyPart(
  () => import('./bots/versions-dialog.tsx').then((part) => part.VersionsDialog),
  ({ onClose }) => onClose(),
)

type Doing =
  | { readonly name: 'edit'; readonly bot: Bot | null }
  | { readonly name: 'delete' | 'versions'; readonly bot: Bot }

/** Bots of one's own: what they are called, what is published, who has them. A scenario opens in the list's place. */
export function BotsSection() {
  const { client, state, news } = useDesk()
  const words = useWords()
  const { items: bots, trouble, read } = useBots()
  const [doing, setDoing] = useState<Doing | null>(null)
  const [secret, setSecret] = useState<NewSecret | null>(null)
  const [openedId, setOpenedId] = useState<string | null>(null)
  const opened = bots?.find(({ id }) => id === openedId)
  if (opened?.kind === 'MODEL')
    return <ModelEditor key={opened.id} bot={opened} onSaved={read} onClose={() => setOpenedId(null)} />
  if (opened !== undefined)
    return <FlowEditor key={opened.id} bot={opened} onSaved={read} onClose={() => setOpenedId(null)} />

  function publish(bot: Bot): void {
    client
      .command('publishBot', { botId: bot.id })
      .then(() => news.tell('bots.published.news', { name: bot.name }))
      .then(read)
      .catch((error: unknown) => news.tellError(error))
  }
  function endFormer(bot: Bot): void {
    client
      .command('updateBot', { botId: bot.id, endFormerSecret: true })
      .then(() => news.tell('bots.former.ended', { name: bot.name }))
      .then(read)
      .catch((error: unknown) => news.tellError(error))
  }
  /** Where a program was before becomes the draft; its button to publish it stands on its card then. */
  function takeBack({ id, rev }: Bot, settings: BotSettings, version: number): void {
    setDoing(null)
    client
      .command('updateBot', { botId: id, rev, settings })
      .then(() => news.tell('bots.versions.opened', { version }))
      .then(read)
      .catch((error: unknown) => news.tellError(error))
  }
  function made(bot: MadeBot): void {
    read()
    if (bot.secret !== undefined) setSecret({ name: bot.name, secret: bot.secret, what: 'bot' })
    if (bot.kind !== 'WEBHOOK' && bot.isNew) setOpenedId(bot.id)
  }
  return (
    <div>
      <Section
        title={words.say('admin.bots')}
        newLabel={words.say('bots.new')}
        onNew={() => setDoing({ name: 'edit', bot: null })}
        empty={bots !== null && bots.length === 0}
        emptyText={words.say('bots.empty')}
      >
        {bots?.map((bot) => (
          <li key={bot.id} class="card wrap">
            <div class="grow">
              <strong>{bot.name}</strong> <span class="mark-chip">{words.say(`admin.bot.${bot.kind}`)}</span>{' '}
              {bot.draft !== null && <span class="mark-chip warn">{words.say('bots.draft')}</span>}
              <p class="dim">{standing(bot, state.channels.value.values(), words)}</p>
              {isAhead(bot.formerSecretUntil) && (
                <p class="dim">
                  {words.say('bots.former', { at: words.moment(bot.formerSecretUntil) })}{' '}
                  <button type="button" class="plain" onClick={() => endFormer(bot)}>
                    {words.say('bots.former.end')}
                  </button>
                </p>
              )}
            </div>
            {bot.kind !== 'WEBHOOK' && (
              <button type="button" onClick={() => setOpenedId(bot.id)}>
                {words.say('bots.open')}
              </button>
            )}
            {bot.kind === 'WEBHOOK' && bot.draft !== null && (
              <button type="button" onClick={() => publish(bot)}>
                {words.say('bots.publish')}
              </button>
            )}
            <button type="button" onClick={() => setDoing({ name: 'edit', bot })}>
              {words.say('admin.edit')}
            </button>
            <Menu
              class="to-left"
              label={`${words.say('act.more')}: ${bot.name}`}
              icon="more"
              items={[
                ...(bot.kind === 'WEBHOOK'
                  ? [
                      {
                        label: words.say('bots.versions'),
                        icon: 'history' as const,
                        run: () => setDoing({ name: 'versions', bot }),
                      },
                    ]
                  : []),
                {
                  label: words.say('bots.delete'),
                  icon: 'trash',
                  danger: true,
                  run: () => setDoing({ name: 'delete', bot }),
                },
              ]}
            />
          </li>
        ))}
      </Section>
      <Trouble text={trouble} />
      {trouble !== null && (
        <button type="button" onClick={read}>
          {words.say('app.retry')}
        </button>
      )}
      {doing?.name === 'edit' && <BotDialog bot={doing.bot} onClose={() => setDoing(null)} onMade={made} />}
      {doing?.name === 'delete' && (
        <DeleteBotDialog bot={doing.bot} onClose={() => setDoing(null)} onDone={read} />
      )}
      {doing?.name === 'versions' && (
        <VersionsDialog
          bot={doing.bot}
          textOf={(settings) => programText(settings, words)}
          same={words.say('bots.same.settings')}
          onClose={() => setDoing(null)}
          onOpen={({ settings, version }) => takeBack(doing.bot, settings, version)}
        />
      )}
      {secret !== null && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </div>
  )
}

function isAhead(until: string | null | undefined): until is string {
  return until != null && Date.parse(until) > Date.now()
}

/** Where a program is, as a line. */
function programText({ url, connects }: BotSettings, words: Words): string {
  if (connects === true) return words.say('bots.connects')
  return typeof url === 'string' ? `${words.say('bots.url')}: ${url}` : ''
}

/** "Version 3, published 21 November 2026 · Site, Shop". */
function standing(bot: Bot, channels: Iterable<Channel>, words: Words): string {
  const having = [...channels].filter((channel) => channel.bot.botId === bot.id).map(({ name }) => name)
  return [
    bot.publishedAt === null
      ? words.say('bots.unpublished')
      : words.say('bots.version', { version: bot.version, at: words.moment(bot.publishedAt) }),
    having.length === 0 ? words.say('bots.nowhere') : having.join(', '),
  ].join(' · ')
}
