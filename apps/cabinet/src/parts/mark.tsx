/** A desk with three faders: the same drawing as the favicon. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" class="mark-ground" />
      <path class="mark-line" d="M9 7v18M16 7v18M23 7v18" />
      <path class="mark-knob" d="M6 19h6M13 11h6M20 16h6" />
    </svg>
  )
}
