import { Token, nextToken, openReader } from '@eks-sentinel/json-scan';

/** The JSON object in `object` with one more member at its end; `json` is the text of its value. */
export function appendMember(object: Buffer, name: string, json: string): Buffer {
  const reader = openReader(object);
  nextToken(reader);
  const isEmpty = nextToken(reader) === Token.OBJECT_END;
  const head = object.subarray(0, object.lastIndexOf('}'));
  return Buffer.concat([head, Buffer.from(`${isEmpty ? '' : ','}${JSON.stringify(name)}:${json}}`)]);
}
