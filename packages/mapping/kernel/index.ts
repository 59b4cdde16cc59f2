// What the host can call. `packages/mapping/src/fast` is the host; `memory-map.ts` there is the contract between the two.
export { inflate, inflatedSourceEnd } from './inflate/inflate';
export { openLongEvent, writeLongRow } from './long-event';
export { mapLogEvents } from './map-log-events';
export { setProgram } from './write-row';
