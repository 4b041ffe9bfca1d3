import { z } from 'zod'
import { parseAllowance } from '@pult/bots'
import { parsePushHosts, parseTrustedProxies } from '@pult/gateway'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

function isCidrList(text: string): boolean {
  try {
    parseTrustedProxies(listOf(text))
    return true
  } catch {
    return false
  }
}

function isPushHostList(text: string): boolean {
  try {
    parsePushHosts(listOf(text))
    return true
  } catch {
    return false
  }
}

function isAllowance(text: string): boolean {
  try {
    parseAllowance(listOf(text))
    return true
  } catch {
    return false
  }
}

function isAddress(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return schemes.includes(protocol) && hostname !== ''
}

function isNameOr(shape: RegExp): (text: string) => boolean {
  return (text) => text === '' || shape.test(text)
}

function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '')
}

/** Every setting, its meaning and its default: the one place. `pult config` prints it. */
const settings = {
  PORT: {
    about: 'The port to listen on.',
    schema: z
      .string()
      .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is not a port from 0 to 65535')
      .transform(Number),
    initial: '8080',
  },
  HOST: { about: 'The address to listen on; empty: all.', schema: z.string(), initial: '' },
  PULT_DATA: {
    about: 'The folder of everything that is kept.',
    schema: z.string().min(1),
    initial: './data',
  },
  DATABASE_URL: {
    about:
      'A PostgreSQL database, e.g. postgres://pult:password@db.example.com:5432/pult: workspaces are kept there instead of in PULT_DATA.',
    schema: z
      .string()
      .refine(
        (text) => text === '' || isAddress(text, ['postgres:', 'postgresql:']),
        'is not an address like postgres://name:password@host:5432/database',
      ),
    initial: '',
    isSecret: true,
  },
  NATS_URL: {
    about:
      'NATS, by which several machines tell one another at once, e.g. nats://name:password@host:4222, or tls://; several with commas.',
    schema: z
      .string()
      .refine(
        (text) => text === '' || text.split(',').every((one) => isAddress(one.trim(), ['nats:', 'tls:'])),
        'is not an address like nats://name:password@host:4222',
      ),
    initial: '',
    isSecret: true,
  },
  NATS_CA: {
    about: 'The file of who signs the certificate of NATS, where that is nobody whom this machine knows.',
    schema: z.string(),
    initial: '',
  },
  NATS_CERT: {
    about: 'The file of our own certificate, where NATS asks for one; NATS_KEY is the file of its key.',
    schema: z.string(),
    initial: '',
  },
  NATS_KEY: { about: 'The file of the key of NATS_CERT.', schema: z.string(), initial: '' },
  NATS_CREDS: {
    about: 'The file of credentials (.creds), where NATS goes by accounts.',
    schema: z.string(),
    initial: '',
  },
  PULT_PUBLIC_URL: {
    about: 'The address that the world sees, e.g. https://chat.example.com; empty: the one asked by.',
    schema: z
      .string()
      .refine(
        (text) => text === '' || /^https?:\/\/[^/\s?#@]+\/?$/.test(text),
        'is not an address like https://chat.example.com',
      )
      .transform((text) => text.replace(/\/$/, '')),
    initial: '',
  },
  PULT_ADMIN_EMAIL: {
    about: 'Makes the first admin without a question.',
    schema: z.union([z.literal(''), z.email('is not an e-mail address')]),
    initial: '',
  },
  PULT_ADMIN_PASSWORD: {
    about: 'Their password, 8 to 128 characters.',
    schema: z
      .string()
      .refine(
        (text) => text === '' || (text.length >= 8 && text.length <= 128),
        'has not 8 to 128 characters',
      ),
    initial: '',
    isSecret: true,
  },
  PULT_TRUSTED_PROXIES: {
    about:
      'Addresses or networks of proxies whose X-Forwarded-For and X-Request-Id are believed, e.g. 127.0.0.1, 10.0.0.0/8.',
    schema: z.string().refine(isCidrList, 'is not a list of addresses or networks').transform(listOf),
    initial: '',
  },
  PULT_PUSH_HOSTS: {
    about:
      'Push services besides those of the known browsers, e.g. push.example.com, *.example.org:8443; for trials on this machine also http://127.0.0.1:9000.',
    schema: z.string().refine(isPushHostList, 'is not a list of push services').transform(listOf),
    initial: '',
  },
  PULT_OUTBOUND_ALLOW: {
    about:
      'Hosts and networks inside of the company that bots may ask, e.g. crm.example.com, 10.0.0.0/8, http://127.0.0.1:9000; everything public over HTTPS they may ask anyway.',
    schema: z.string().refine(isAllowance, 'is not a list of hosts and networks').transform(listOf),
    initial: '',
  },
  PULT_S3_BUCKET: {
    about:
      'The bucket of an S3-compatible storage that keeps the files which people send; empty: the folder attachments in PULT_DATA.',
    schema: z.string().refine(isNameOr(/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/), 'is not the name of a bucket'),
    initial: '',
  },
  PULT_S3_ENDPOINT: {
    about: 'Where the bucket is, e.g. https://storage.example.com; empty: at Amazon, in PULT_S3_REGION.',
    schema: z
      .string()
      .refine(isNameOr(/^https?:\/\/[^\s?#@]+$/), 'is not an address like https://storage.example.com')
      .transform((text) => text.replace(/\/+$/, '')),
    initial: '',
  },
  PULT_S3_REGION: {
    about: 'The region of the bucket; storages that have none take any.',
    schema: z.string().refine(isNameOr(/^[A-Za-z0-9-]+$/), 'is not the name of a region'),
    initial: 'us-east-1',
  },
  PULT_S3_KEY_ID: {
    about: 'The name of the key to the bucket; it must be allowed to write, read, list and remove objects.',
    schema: z.string(),
    initial: '',
  },
  PULT_S3_SECRET: { about: 'The secret of that key.', schema: z.string(), initial: '', isSecret: true },
  PULT_S3_PREFIX: {
    about: 'A folder in the bucket, e.g. pult/files; empty: its root.',
    schema: z
      .string()
      .transform((text) => text.replace(/^\/+|\/+$/g, ''))
      .refine(isNameOr(/^(?!(.*\/)?\.{1,2}(\/|$))[\w.-]+(\/[\w.-]+)*$/), 'is not the name of a folder'),
    initial: '',
  },
  LOG_LEVEL: {
    about: `How much is logged: ${logLevels.join(', ')}. Requests are logged at debug.`,
    schema: z.enum(logLevels, { error: 'is no level of the log' }),
    initial: 'info',
  },
} as const

export type SettingName = keyof typeof settings
export type Config = { readonly [N in SettingName]: z.output<(typeof settings)[N]['schema']> }

export interface ReadConfig {
  readonly config: Config
  readonly sources: Readonly<Record<SettingName, 'environment' | 'default'>>
}

/** What was wrong, one sentence a setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the settings from an environment. An empty value counts as none. @throws ConfigError */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ReadConfig {
  const config: Record<string, unknown> = {}
  const sources: Record<string, 'environment' | 'default'> = {}
  const faults: string[] = []
  for (const [name, setting] of Object.entries(settings)) {
    const given = environment[name]
    const isGiven = given !== undefined && given !== ''
    sources[name] = isGiven ? 'environment' : 'default'
    const parsed = setting.schema.safeParse(isGiven ? given : setting.initial)
    if (parsed.success) config[name] = parsed.data
    else {
      const shown = 'isSecret' in setting ? 'its value' : JSON.stringify(given)
      faults.push(`${name}: ${shown} ${parsed.error.issues[0]?.message ?? 'is wrong'}. ${setting.about}`)
    }
  }
  const read = config as unknown as Config
  if (faults.length === 0 && (read.PULT_ADMIN_EMAIL === '') !== (read.PULT_ADMIN_PASSWORD === '')) {
    faults.push('PULT_ADMIN_EMAIL and PULT_ADMIN_PASSWORD: set both, or neither.')
  }
  if (faults.length === 0) faults.push(...bucketFaults(environment))
  if (faults.length === 0 && (read.NATS_CERT === '') !== (read.NATS_KEY === '')) {
    faults.push('NATS_CERT and NATS_KEY: set both, or neither.')
  }
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  return { config: read, sources: sources as ReadConfig['sources'] }
}

const BUCKET_NEEDS = ['PULT_S3_BUCKET', 'PULT_S3_KEY_ID', 'PULT_S3_SECRET'] as const
/** The runtime's S3 client sends them along with any key, and cannot be told not to. */
const SESSION_TOKENS = ['S3_SESSION_TOKEN', 'AWS_SESSION_TOKEN'] as const

/** Half of a bucket's settings would be a folder that somebody takes for a bucket. */
function bucketFaults(environment: Readonly<Record<string, string | undefined>>): string[] {
  const isGiven = (name: string): boolean => (environment[name] ?? '') !== ''
  if (!Object.keys(settings).some((name) => name.startsWith('PULT_S3_') && isGiven(name))) return []
  const missing = BUCKET_NEEDS.filter((name) => !isGiven(name))
  const foreign = SESSION_TOKENS.filter(isGiven)
  return [
    ...(missing.length === 0
      ? []
      : [
          `${missing.join(' and ')}: missing. A bucket needs ${BUCKET_NEEDS.join(', ')}; without a bucket no PULT_S3_ setting is given.`,
        ]),
    ...foreign.map(
      (name) =>
        `${name}: is sent along with the key of PULT_S3_KEY_ID and does not belong to it. Take it out of Pult's environment, and give Pult a key that lasts.`,
    ),
  ]
}

/** One line of the manual for each setting. */
export const settingList: readonly {
  readonly name: SettingName
  readonly about: string
  readonly initial: string
}[] = Object.entries(settings).map(([name, { about, initial }]) => ({
  name: name as SettingName,
  about,
  initial,
}))

/** Names that look like ours and are not: a typing error would otherwise be a setting that silently does nothing. */
export function unknownSettings(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('PULT_') && !Object.hasOwn(settings, name))
    .toSorted()
}

/** The settings in force and where each came from; secrets only as set or not. */
export function describeConfig({ config, sources }: ReadConfig): string {
  const lines = Object.entries(settings).map(([name, setting]) => {
    const value = config[name as SettingName]
    const text = Array.isArray(value) ? value.join(', ') : String(value)
    const shown =
      'isSecret' in setting ? (text === '' ? '(not set)' : '(set)') : text === '' ? '(empty)' : text
    return `${name.padEnd(22)} ${shown.padEnd(28)} ${sources[name as SettingName].padEnd(12)} ${setting.about}`
  })
  return lines.join('\n')
}
