import { useWords } from '../parts/context.ts'

/** Room for what is on its way: as high as the lines that will stand there, so that nothing jumps. */
export function Skeleton({ rows }: { readonly rows: number }) {
  const words = useWords()
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{words.say('app.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} class="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  )
}
