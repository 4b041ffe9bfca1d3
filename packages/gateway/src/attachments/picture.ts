import { createBoundedQueue } from '../bounded-queue.ts'

/**
 * Pictures are decoded and written anew: what comes out is a picture and nothing else. Places, cameras, comments and whatever was hung on
 * behind the last pixel stay behind; the colour profile stays, or photographs would fade.
 */
export interface Picture {
  readonly bytes: Uint8Array
  /** In pixels, as shown: turned as the camera said. */
  readonly width: number
  readonly height: number
  /** WebP, at most {@link PREVIEW_PIXELS} on its longer side. */
  readonly preview: Uint8Array
}

export type PictureAnswer = Picture | 'too_many_pixels' | 'not_a_picture' | 'overloaded'

/** 40 megapixels, 160 MB decoded: the cameras of today's telephones, and no bomb. Checked on the header, before decoding. */
export const PICTURE_PIXELS_MAX = 40_000_000
export const PREVIEW_PIXELS = 480
/** Above 85 JPEGs grow fast and nobody sees it. */
const JPEG_QUALITY = 85
const PREVIEW_QUALITY = 75
/** Each may take 160 MB and a core. */
const PICTURES_AT_ONCE_MAX = 2
/** Each that waits holds its upload, up to 25 MB. */
const PICTURES_WAITING_MAX = 16

export interface Pictures {
  /**
   * [EP21] Writes the picture anew in its own format. Animations (`keep`) give back the bytes that came, with the preview of the first image.
   * `not_a_picture`: damaged, or of a kind that cannot be decoded here (animated WebP). `overloaded`: too many wait.
   */
  rewrite(bytes: Uint8Array, mimeType: string, keep: boolean): Promise<PictureAnswer>
}

export function createPictures(): Pictures {
  const queue = createBoundedQueue(PICTURES_AT_ONCE_MAX, PICTURES_WAITING_MAX)
  return {
    async rewrite(bytes, mimeType, keep) {
      return (await queue(() => rewriteNow(bytes, mimeType, keep))) ?? 'overloaded'
    },
  }
}

async function rewriteNow(bytes: Uint8Array, mimeType: string, keep: boolean): Promise<PictureAnswer> {
  try {
    const { width, height } = await open(bytes).metadata()
    const preview = await open(bytes)
      .resize(PREVIEW_PIXELS, PREVIEW_PIXELS, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: PREVIEW_QUALITY })
      .bytes()
    return { bytes: keep ? bytes : await encode(open(bytes), mimeType), width, height, preview }
  } catch (cause) {
    return refusalOf(cause)
  }
}

function open(bytes: Uint8Array): Bun.Image {
  return new Bun.Image(bytes, { maxPixels: PICTURE_PIXELS_MAX, autoOrient: true })
}

async function encode(picture: Bun.Image, mimeType: string): Promise<Uint8Array> {
  switch (mimeType) {
    case 'image/png':
      return picture.png().bytes()
    case 'image/jpeg':
      return picture.jpeg({ quality: JPEG_QUALITY }).bytes()
    default:
      return picture.webp({ quality: JPEG_QUALITY }).bytes()
  }
}

/** Every error of the codecs has a code of this family; anything else is a fault of ours or of the machine. */
function refusalOf(cause: unknown): 'too_many_pixels' | 'not_a_picture' {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ERR_IMAGE_TOO_MANY_PIXELS') return 'too_many_pixels'
  if (code.startsWith('ERR_IMAGE_')) return 'not_a_picture'
  throw cause
}
