import type { NatsAddress } from '@pult/cluster'
import type { Config } from './config.ts'

/** What the settings say of NATS; undefined: there is none. */
export function natsAddress(config: Config): NatsAddress | undefined {
  const { NATS_URL: url, NATS_CA: ca, NATS_CERT: cert, NATS_KEY: key, NATS_CREDS: creds } = config
  if (url === '') return undefined
  return {
    url,
    tls: { caFile: given(ca), certFile: given(cert), keyFile: given(key) },
    credentialsFile: given(creds),
  }
}

function given(text: string): string | undefined {
  return text === '' ? undefined : text
}
