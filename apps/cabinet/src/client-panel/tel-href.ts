/** "+44 (20) 7946-0958" → "tel:+442079460958"; null where there is nothing to dial. */
export function telHref(phone: string): string | null {
  const dialled = phone.replaceAll(/[^\d+]/g, '')
  return /\d{3}/.test(dialled) ? `tel:${dialled}` : null
}
