import type { Mutant } from './mutant';

const in_ =
  (folder: string, tests: string) =>
  (file: string, find: string, put: string): Mutant => ({ file: `${folder}/src/${file}`, find, put, tests });

const firehose = in_('packages/firehose', 'packages/firehose');
const logs = in_('packages/cloudwatch-logs', 'packages/cloudwatch-logs');
const mapping = in_('packages/mapping', 'packages/mapping');
const shrink = (file: string, find: string, put: string): Mutant =>
  in_('packages/mapping', 'packages/mapping/test/(shrink|essentials)')(`shrink/${file}`, find, put);
const scan = in_('packages/json-scan', 'packages/json-scan');
const testkit = in_('packages/testkit', 'packages/testkit/test/slow-event');
const bench = in_('tools/bench', 'tools/bench/test/(hostile-set|payload)');
const fuzz = in_('tools/fuzz', 'tools/fuzz');
const transform = in_(
  'services/transform',
  'services/transform/test/(engines/on-reference|handler|put-back|firehose-client|keep-redrives|properties|drain|deadline)',
);
const redrive = in_(
  'tools',
  'tools/test/repair/(error-line|error-objects|object-claim|redrive-object|try-record|redrive-guards)',
);
const pipeline = in_('tools/pipeline', 'tools/pipeline/test/embedded-s3');

/** Defects of the path that everything else is compared with. */
export const REFERENCE_MUTANTS: readonly Mutant[] = [
  firehose('decode-record.ts', 'bytes.length === (text.length / 4) * 3 - padding', 'true'),
  firehose('decode-record.ts', 'every((byte) => byte === 0)', 'every(() => true)'),
  firehose('decode-record.ts', 'maxOutputLength: maxDecodedBytes', 'maxOutputLength: 2 * maxDecodedBytes'),
  firehose('decode-record.ts', "code === 'Z_BUF_ERROR'", "code === 'Z_DATA_ERROR'"),
  firehose('decode-record.ts', 'gzip[1] !== GZIP_MAGIC[1]', 'false'),
  firehose('marker.ts', 'content[0] !== VERSION', 'false'),
  firehose('marker.ts', 'content[0] === OLD_VERSION', 'true'),
  firehose('marker.ts', 'isOld ? 0 : content[3]!', '0'),
  firehose('marker.ts', '& ~HAS_HEADER_CHECKSUM', ''),
  firehose('marker.ts', 'hasChecksum ? HEADER_CHECKSUM_BYTES : 0', '0'),
  firehose('marker.ts', '.filter(({ id }) => !id.equals(SUBFIELD_ID))', ''),
  firehose('marker.ts', 'all.length <= MAX_EXTRA_BYTES ? all : marker', 'all'),
  firehose('response-ledger.ts', 'Math.max(0, recordIds.length - 1)', 'recordIds.length'),
  firehose('response-ledger.ts', 'this.#bytes + added > this.#maxBytes', 'this.#bytes + added >= this.#maxBytes'),
  firehose('response-ledger.ts', 'this.#bytes += added;', ''),
  firehose('response-ledger.ts', 'Math.ceil(bytes / 3) * 4', 'Math.floor(bytes / 3) * 4'),
  firehose('plan-overflow.ts', 'dataBytes <= maxAloneBytes', 'dataBytes < maxAloneBytes'),
  firehose('plan-overflow.ts', 'marker.deferrals >= MAX_DEFERRALS', 'marker.deferrals > MAX_DEFERRALS'),
  firehose('plan-overflow.ts', 'marker.splits >= MAX_SPLITS', 'marker.splits > MAX_SPLITS'),
  firehose('plan-overflow.ts', '      left - right,', '      right - left,'),
  firehose('group-by-bytes.ts', 'bytes + size > maxBytes', 'bytes + size >= maxBytes'),
  firehose('group-by-bytes.ts', 'index - start >= maxCount', 'index - start > maxCount'),

  logs('subscription-message.ts', "messageType === 'CONTROL_MESSAGE'", 'false'),
  logs('subscription-message.ts', 'isUtf8(bytes)', 'true'),
  logs('subscription-message.ts', "messageType !== 'DATA_MESSAGE'", 'false'),
  logs('subscription-message.ts', 'owner === undefined || ', ''),
  logs('subscription-message.ts', '|| !hasLogEvents', ''),
  logs('log-event.ts', 'if (logEventsStart === ABSENT) return true;', ''),
  logs('log-event.ts', 'spans[0] !== ABSENT && bytes[spans[0]!] === QUOTE;', 'spans[0] !== ABSENT;'),
  logs('log-event.ts', '(offset - first) % 2 === 1', 'false'),
  logs('log-event.ts', 'Number.isSafeInteger(value) ? value : undefined', 'value'),
  logs('log-event.ts', "text === '' ? undefined : text", 'text'),
  logs('log-source.ts', '[A-Za-z0-9_-]{0,99}', '[A-Za-z0-9_-]*'),
  logs('log-source.ts', "'kube-apiserver-audit-'", "'kube-apiserver-'"),
  logs('with-log-events.ts', 'if (index > 0) parts.push(COMMA);', ''),

  mapping('time-text.ts', 'day.getUTCDate() === Number(match[2])', 'true'),
  mapping('time-text.ts', 'milliseconds! <= LAST_MILLISECOND', 'true'),
  mapping('string-column.ts', 'if (bytes > maxBytes) break;', 'if (bytes >= maxBytes) break;'),
  mapping('column-value.ts', 'if (room < 0) break;', ''),
  mapping('column-value.ts', 'Number.isSafeInteger(value)', 'Number.isInteger(value)'),
  mapping('column-value.ts', 'else if (token === Token.STRING) yield', 'else if (token !== Token.NUMBER) yield'),
  mapping('object-ref.ts', "namespace !== '' || name !== '' || subresource !== ''", "name !== ''"),
  mapping('object-ref.ts', "namespace === '' ? resource", "namespace !== '' ? resource"),
  mapping('object-ref.ts', 'requestUri.slice(0, query)', 'requestUri'),
  mapping('row-mapper.ts', 'whole.length > maxRawEventBytes', 'whole.length >= maxRawEventBytes'),
  mapping('row-mapper.ts', "picked.kind === 'object' && flaw === undefined", "picked.kind === 'object'"),
  mapping('on-one-line.ts', '|| line[at] === CARRIAGE_RETURN', ''),
  mapping('append-member.ts', "isEmpty ? '' : ','", "','"),
  mapping('degrade-event.ts', "if (kind === 'other') return 'not_object';", ''),
  mapping('degrade-event.ts', 'object.length + reserved > maxBytes', 'object.length > maxBytes'),
  mapping('fit-json-string.ts', "replace(/[\\ud800-\\udbff]$/, '')", 'concat()'),
  shrink('steps.ts', ' && plan.isNamed(around, owner)', ''),
  shrink('steps.ts', 'right.bytes - left.bytes', 'left.bytes - right.bytes'),
  shrink('steps.ts', 'if (excess <= 0) break;', ''),
  shrink('steps.ts', 'Math.max(LONG_STRING_BYTES, bytes - excess)', 'LONG_STRING_BYTES'),
  shrink('steps.ts', 'if (cutBytes >= plan.excess)', 'if (true)'),
  shrink('steps.ts', 'plan.reserves.fill(0, 0, plan.values.count);', ''),
  shrink('steps.ts', 'Math.max(bytes - plan.excess, LEAST_PART_BYTES)', 'bytes - plan.excess'),
  shrink('steps.ts', '  reserveEssentials(plan);\n', ''),
  shrink('cut-string-token.ts', ' && isSurrogate(bytes, next, 0x43, 0x46)', ' && false'),
  shrink('cut-string-token.ts', 'at + utf8Length(byte)', 'at + 1'),
  shrink('event-parts.ts', "  'annotations',\n", ''),
  shrink('event-parts.ts', "  'authenticationMetadata',\n", ''),
  shrink('event-parts.ts', "  ['roleRef'],\n", ''),
  shrink('event-parts.ts', "[...spec, 'hostIPC']", "[...spec, 'hostNetwork']"),
  shrink('event-parts.ts', "  ['impersonatedUser', 'username'],\n", ''),
  shrink('event-parts.ts', "[path.join('\\0'), path]", '[path, path]'),
  shrink('share-room.ts', 'SMALL_MEMBER_BYTES = 256', 'SMALL_MEMBER_BYTES = 16'),
  shrink('share-room.ts', 'isFromStart = !isFromStart', 'isFromStart = true'),
  shrink('share-room.ts', 'if (smallBytes + longBytes <= room) return false;', ''),
  shrink('share-room.ts', 'if (left < LEAST_PORTION_BYTES) break;', 'if (left < LARGEST_OF_MANY_BYTES) break;'),
  shrink('root-members.ts', 'if (earlier !== undefined) plan.drop(earlier);', ''),
  shrink('root-members.ts', 'plan.replaced.add(annotation);', ''),
  shrink('shrink-plan.ts', 'if (this.fates[container] === Fate.DROPPED) continue;', ''),
  shrink('shrink-event.ts', 'if (isLate()) return undefined;', ''),
  shrink('removed-paths.ts', 'if (this.#made === MAX_PATHS) {', 'if (false) {'),
  shrink('removed-paths.ts', 'this.#bytes + bytes > MAX_LISTED_BYTES', 'false'),
  shrink('write-shrunk.ts', 'fates[around.container] !== Fate.THINNED && ', ''),
  shrink('keep-essentials.ts', 'event[start] === QUOTE ?', 'false ?'),
  mapping('string-column.ts', 'text.toWellFormed()', 'text'),
  mapping('column-value.ts', 'text.toWellFormed()', 'text'),

  scan('salvage-object.ts', 'value === Token.NUMBER && !isDelimited(reader)', 'false'),
  scan('salvage-object.ts', 'deepest = wholeEnds.length - 1;\n      continue;', 'continue;'),
  scan('pick-members.ts', 'for (const slot of member.slots) spans.fill(ABSENT, 2 * slot, 2 * slot + 2);', ''),
  scan(
    'json-reader.ts',
    'reader.expects = isObject ? EXPECTS_KEY : EXPECTS_VALUE;',
    'reader.expects = isObject ? EXPECTS_KEY_OR_CLOSE : EXPECTS_VALUE;',
  ),
  scan('value-table.ts', 'bytes[next] === BACKSLASH ? 2 : 1', '1'),
  scan('value-table.ts', 'if (this.count === maxValues) return false;', ''),
  scan('scan-scalar.ts', 'if (byte < SPACE) return failAt(next);', ''),

  testkit('hostile/fill.ts', 'left -= Buffer.byteLength(part) + 1;', 'left -= part.length;'),
  testkit('arbitrary/slow-event.ts', '/ bulks.length) - 1;', ') - 1;'),
  bench('payload/payload-sets.ts', 'hasDeclined: true', 'hasDeclined: false'),
  bench('payload/payload-sets.ts', 'yield packAlone(text());', 'yield packAlone(MANY_VALUES_EVENTS[0]!.text());'),
  fuzz('fuzz.ts', '!random.chance(slowShare)', 'true'),

  transform('map-log-events.ts', 'logEvent.account ?? message.owner', 'message.owner'),
  transform(
    'transform-record.ts',
    "return drop(reading.message, 'control_message');",
    "return { kind: 'dropped', reason: 'control_message', logEvents: 0 };",
  ),
  transform('transform-record.ts', 'mapped.rowBytes.length === 0', 'false'),
  transform('transform-batch.ts', 'deliveryOrder(markers, decodedBytes)', '[...markers.keys()]'),
  transform('transform-batch.ts', 'Math.max(msForOthers, ', 'Math.max(0, '),
  transform('transform-batch.ts', 'bytesAhead * SLOWEST_MS_PER_BYTE', '0'),
  transform('transform-record.ts', 'if (settings.isLate(record.payload.length))', 'if (false)'),
  transform('map-log-events.ts', 'if (outcome === undefined) return false;', ''),
  firehose('plan-overflow.ts', 'decodedBytes[left]! - decodedBytes[right]! ||', ''),
  firehose('peek-decoded-bytes.ts', 'data.startsWith(GZIP_BASE64) && ', ''),
  transform('build-put-back.ts', 'record.logEvents.slice(start, end)', 'record.logEvents.slice(start, end - 1)'),
  transform('build-put-back.ts', 'withMarker(record.gzip, overflow.marker)', 'record.gzip'),
  transform('build-put-back.ts', 'marker);\n}', '{ ...marker, redrives: 0 });\n}'),
  transform('put-back.ts', 'fruitless = accepted.length === 0 ? fruitless + 1 : 0;', 'fruitless += 1;'),
  transform('put-back.ts', 'tools.random() * ceilingMs', 'ceilingMs'),
  transform('put-back.ts', 'const refused = answer.ok ? batch : pending;', 'const refused = batch;'),
  transform('firehose-client.ts', 'if (isAccepted === isFailed) return UNMATCHED;', ''),
  transform('firehose-client.ts', ' || FailedPutCount === failed', ' || true'),
  transform('firehose-client.ts', 'status = (output.response as { statusCode?: number }).statusCode;', ''),
  transform('firehose-client.ts', 'if (status !== undefined && status < FIRST_REDIRECT) return UNMATCHED;', ''),
  transform(
    'create-handler.ts',
    "answers.every((one) => one === 'accepted')",
    "answers.some((one) => one === 'accepted')",
  ),

  redrive('redrive/redrive-object.ts', '    await claim();\n', ''),
  redrive('redrive/redrive-object.ts', 'redrives >= tools.maxRedrives', 'redrives > tools.maxRedrives'),
  redrive('redrive/object-claim.ts', 'later.claim.id === progress.claim.id', 'later.claim.id !== progress.claim.id'),
  redrive('redrive/object-claim.ts', '    await beating;\n', ''),
  redrive('redrive/try-record.ts', ' || now() - startedAt > allowedMs', ''),
  redrive('redrive/try-record.ts', "['deadline_exceeded', 'reingest_unfinished']", '[]'),
  redrive('redrive/function-size.ts', 'Math.min(1, memoryMb / MB_PER_VCPU)', '1'),
  redrive('redrive/error-line.ts', 'readMarker(data).redrives + 1', '1'),
  redrive('redrive/error-objects.ts', 'lines === maxLines', 'false'),
  redrive('redrive/error-objects.ts', 'const isWritten = found === text;', 'const isWritten = false;'),
  redrive('redrive/error-objects.ts', 'ownClaims.add(progress.claim.id);', 'ownClaims.clear();'),
  redrive(
    'redrive/error-objects.ts',
    '!isWritten && !ownClaims.has(readProgress(found, progress.eTag)?.claim?.id)',
    'false',
  ),

  pipeline('conditional-writes.ts', '(lastWrites.get(path) ?? Promise.resolve())', 'Promise.resolve()'),
  pipeline('conditional-writes.ts', "ifNoneMatch === '*' && eTag !== undefined", 'false'),
];
