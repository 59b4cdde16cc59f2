import type { JsonObject } from '../../build/go-json';
import { secondTime } from '../timestamps';

/** One entry of managedFields: which manager owns which fields. */
export function managedFields(
  manager: string,
  apiVersion: string,
  micros: number,
  fieldsV1: JsonObject,
  { operation = 'Update', subresource }: { operation?: 'Apply' | 'Update'; subresource?: string } = {},
): JsonObject {
  return { manager, operation, apiVersion, time: secondTime(micros), fieldsType: 'FieldsV1', fieldsV1, subresource };
}

/** An owner reference of a controller. */
export function ownerReference(apiVersion: string, kind: string, name: string, uid: string): JsonObject {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** `{"f:a":{},"f:b":{}}`: the form in which managedFields names fields. */
export function ownedFields(...names: readonly string[]): JsonObject {
  return Object.fromEntries([...names].sort().map((name) => [`f:${name}`, {}]));
}
