/** The text of a form's field; a field that is not there is empty. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** What a submitted form holds; the page's own handling of the submission is prevented. */
export function submitted(event: SubmitEvent): FormData {
  event.preventDefault()
  return new FormData(event.currentTarget instanceof HTMLFormElement ? event.currentTarget : undefined)
}
