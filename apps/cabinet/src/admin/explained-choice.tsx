/** A box to tick, with the sentence that says what it does; both are read with it. */
export function ExplainedChoice(props: {
  readonly name: string
  readonly label: string
  readonly lead: string
  /** Default: not ticked. */
  readonly ticked?: boolean
  readonly onTick?: (isTicked: boolean) => void
}) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        name={props.name}
        defaultChecked={props.ticked ?? false}
        onChange={({ currentTarget }) => props.onTick?.(currentTarget.checked)}
      />
      <span>
        {props.label}. <span class="dim">{props.lead}</span>
      </span>
    </label>
  )
}
