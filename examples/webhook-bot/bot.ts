/**
 * A bot behind a webhook: it greets, knows one answer, and calls an operator. The secret is shown when the bot is made.
 *
 *     PULT_WEBHOOK_SECRET=whsec_… PORT=3000 bun examples/webhook-bot/bot.ts
 */
import { verifyWebhook, type WebhookEvent, type WebhookReply } from '@pult/client'

const secret = process.env['PULT_WEBHOOK_SECRET'] ?? ''
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
  return {
    answers: [{ name: 'handOver', summary: `Asked: ${body}`, fields: { from: data.session.channel } }],
  }
}

const server = Bun.serve({
  port: Number(process.env['PORT'] ?? 3000),
  async fetch(request) {
    const letter = await verifyWebhook({ headers: request.headers, body: await request.text() }, secret)
    return letter === null
      ? new Response('Not from Pult.', { status: 401 })
      : Response.json(answer(letter.event))
  },
})
process.stdout.write(`Listening at ${String(server.port)}\n`)
