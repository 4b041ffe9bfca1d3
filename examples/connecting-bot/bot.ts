/**
 * A bot without an address: it connects to Pult from wherever it runs, greets, knows one answer, and calls an operator. The secret is shown when the bot is made.
 *
 *     PULT_URL=https://chat.example.com PULT_BOT_SECRET=whsec_… bun examples/connecting-bot/bot.ts
 */
import { createBotClient, type WebhookEvent, type WebhookReply } from '@pult/client'

const button = { id: 'operator', label: 'Call an operator' }

function answer({ type, data }: WebhookEvent): WebhookReply {
  if (type === 'session.received') {
    return { answers: [{ name: 'say', body: `Hello, ${data.session.name}!`, actions: [button] }] }
  }
  const { body, actionId } = data.message
  if (/hours|open/i.test(body)) return { answers: [{ name: 'say', body: 'We are here from 9 to 18.' }] }
  // What one answer leaves in `memory`, the next event of the session brings back.
  if (actionId !== button.id && data.memory !== 'puzzled') {
    const question = 'I do not know that. Shall I call somebody?'
    return { answers: [{ name: 'say', body: question, actions: [button] }], memory: 'puzzled' }
  }
  return { answers: [{ name: 'handOver', summary: `Asked: ${body}` }] }
}

const bot = createBotClient({
  url: process.env['PULT_URL'] ?? 'http://localhost:8080',
  secret: process.env['PULT_BOT_SECRET'] ?? '',
  onEvent: answer,
  onError: (error) => process.stderr.write(`${String(error)}\n`),
})
bot.onConnection(({ name }) => process.stdout.write(`${name}\n`))
bot.onStopped(({ name }) => process.stderr.write(`Stopped: ${name}. Is the secret the right one?\n`))
bot.connect()
