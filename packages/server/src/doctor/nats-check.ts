import { probeNats, readNatsUrl, type NatsAddress } from '@pult/cluster'
import { withoutPassword } from '../database-address.ts'
import { type Finding, ok, problem, sentenceOf } from './finding.ts'
import { shownMs } from './milliseconds.ts'

/** What is larger is read from the database instead: it works, and costs more than the bus spares. */
const PAYLOAD_BYTES_MIN = 256 * 1024
const LIMIT_MS = 4_000

/** NATS of NATS_URL. */
export async function checkNats(address: NatsAddress): Promise<readonly Finding[]> {
  const { url } = address
  const shown = readNatsUrl(url).servers.join(', ')
  try {
    const { version, payloadBytesMax, roundTripMs, isHeard } = await probeNats(address, LIMIT_MS)
    const says = `NATS ${version} at ${shown} answers in ${shownMs(roundTripMs)}, takes messages of ${Math.floor(payloadBytesMax / 1024)} KiB`
    if (!isHeard)
      return [
        problem(
          'nats',
          `${says}, and does not pass on what is published`,
          'Allow this user to publish and to subscribe to pult.>',
        ),
      ]
    if (payloadBytesMax < PAYLOAD_BYTES_MIN)
      return [problem('nats', says, 'Raise max_payload of the server to its usual 1MB.')]
    return [ok('nats', says)]
  } catch (error) {
    const said = withoutSecrets(sentenceOf(error), url)
    return [
      problem(
        'nats',
        `${shown} cannot be used (${said})`,
        /authori[sz]ation/i.test(said)
          ? 'The name, the password or the token in NATS_URL is wrong.'
          : 'Is nats-server running, is its address right, and does a firewall let this machine through? Until then nodes tell each other by the database.',
      ),
    ]
  }
}

/** A name without a password is a token. */
function withoutSecrets(said: string, urls: string): string {
  return urls.split(',').reduce((text, one) => {
    const { username, password } = new URL(one.trim())
    return password === '' && username !== ''
      ? text.replaceAll(username, '[redacted]').replaceAll(decodeURIComponent(username), '[redacted]')
      : withoutPassword(text, one.trim())
  }, said)
}
