/** What is wrong and what to do, in English. `{node}` and `{field}` are known to every sentence. */
export const problemsEn = {
  not_a_flow: 'This is not a flow of version 1. Export it again, or begin a new one.',
  too_deep: 'Conditions or a body are nested more than {maximum} deep. Make several nodes of it.',
  field_missing: '{node}: {field} is missing. Fill it in.',
  field_wrong: '{node}: {field} is not written as it should be. Correct it.',
  field_long: '{node}: {field} has more than {maximum}. Shorten it.',
  field_short: '{node}: {field} needs at least {minimum}. Add to it.',
  field_unknown: '{node}: there is no field {field}. Remove it.',
  start_missing: 'The flow starts at “{to}”, and there is no such node. Choose where it starts.',
  name_reserved: '“{node}” cannot be a node’s name: it means that the flow waits. Rename the node.',
  exit_missing: '{node}: {field} leads nowhere. Connect it, or let it wait for the client.',
  exit_unknown: '{node}: {field} leads to “{to}”, and there is no such node. Connect it to another.',
  node_unreachable: '{node}: nothing leads here. Connect it, or delete it.',
  loop_without_wait:
    'These nodes lead round and round without asking anything: {path}. Put a question in, or let one of them wait.',
  path_too_long:
    '{node}: from here {count} nodes follow each other without a question, and {maximum} may. Put a question in.',
  says_too_many:
    '{node}: from here {count} messages follow each other without a question, and {maximum} may. Join some, or put a question in.',
  flow_large:
    'The flow takes {count} characters, and {maximum} may be. Shorten texts, or make two bots of it.',
  calls_too_many:
    '{node}: from here {count} HTTP calls follow each other without a question, and {maximum} may. Put a question in.',
  variable_unknown:
    '{node}: {field} reads “{name}”, which nothing fills. Ask for it, set it, or correct the name.',
  variable_built_in: '{node}: {field} cannot fill “{name}”, which the flow is told. Choose another name.',
  variable_twice: 'The variable “{name}” is listed twice. Remove one.',
  variables_many: 'There are {count} variables, and {maximum} may be. Remove some.',
  secret_misplaced: '{node}: {field} reads “{name}”; secrets may stand in HTTP nodes only. Remove it.',
  time_zone_unknown: '{node}: there is no time zone “{name}”. Write it as Europe/Moscow.',
  hours_closed: '{node}: it is never open. Add hours to a weekday.',
  hours_same:
    '{node}: {field} begins and ends at the same time. Correct one of them; all day is 00:00-24:00.',
  holiday_wrong: '{node}: there is no day {name}. Correct it.',
  range_wrong: '{node}: no answer can be at least {minimum} and at most {maximum}. Correct one of them.',
  tries_without_exit: '{node}: too many wrong answers lead nowhere. Connect tooMany.',
  exit_without_tries: '{node}: tooMany is connected, but nothing says how many are too many. Set tries.',
  choice_twice: '{node}: two buttons say “{name}”. Change one.',
  words_empty: '{node}: “{name}” has no letters, so nothing can match it. Change it.',
  question_twice: '{node}: “{name}” is asked in two entries, so neither will be found by it. Remove one.',
  url_wrong: '{node}: the address must begin with https:// or http:// and a host. Correct it.',
  url_host_variable:
    '{node}: no variable may stand in the scheme or host of an address. Move it behind the first slash.',
  header_forbidden: '{node}: the header {name} is set by the server itself. Remove it.',
  body_not_sent: '{node}: {name} sends no body. Remove the body, or choose POST.',
  pointer_wrong: '{node}: “{name}” is no JSON Pointer. Write it as /order/state.',
  group_unknown: '{node}: there is no such group. Choose another.',
  layout_unknown: 'The layout places “{name}”, and there is no such node. Remove it.',
  unavailable_hands_over:
    '{node}: this hands over again as soon as nobody was to be had. Ask the client something first.',
  unavailable_unsaid:
    'The flow hands over, and does not say what to do when no operator is to be had. Choose a node for it.',
  people_unreachable:
    'Nobody who talks to this flow can ever reach a person. Add a hand-over, or words that call one.',
  text_too_long: 'The text is longer than {maximum} characters. Shorten it.',
  text_string_open: 'A text begins here and does not end on this line. Close it with ".',
  text_string_wrong:
    'This text is not written as in JSON. Write \\ for a backslash and " for a quotation mark.',
  text_unexpected: '“{found}” stands where {wanted} should. Correct it.',
  text_ends: 'The line ends where {wanted} should stand. Add it.',
  text_too_much: 'Nothing may follow here, and “{found}” does. Remove it.',
  text_unknown_line: 'No line begins with “{found}”. Correct the word, or write a node’s name with a colon.',
  text_kind_first:
    '“{found}” cannot be a node’s first line. Begin with say, ask, if, set, hours, http, faq, jump, hand over or close.',
  text_misplaced: '“{found}” does not belong into a node of this kind. Remove it, or move it.',
  text_two_kinds: 'A node does one thing, and “{found}” is another. Make a node of it.',
  text_name: '“{found}” cannot be a node’s name. Begin with a letter; letters, digits, _ and - may follow.',
  text_twice: '“{name}” is there already. Remove one, or rename it.',
  text_outside: 'This line stands in, and there is no node above it. Write a node’s name with a colon first.',
  text_brackets: '“and” and “or” meet here. Put brackets around what belongs together.',
  text_json: 'The lines below are no JSON. Correct them.',
  text_no_question: 'An answer needs a question before it. Write it as ? "…".',
} as const
