// What nobody caught: told to the operator, then the process drains and ends, and whoever started it starts another.
import type { Log } from '@xieshou/schema/frame/services.ts';

/** Exit code of a process that is to be replaced: EX_SOFTWARE of sysexits.h. scripts/bootstrap.mjs knows it, too. */
export const FAULT = 70;
/** A drain that does not end by itself is cut off. */
const DRAIN_WITHIN_MS = 10_000;

/**
 * Ends the process after an exception or rejection that nobody caught, since what it left half-done is unknown: what runs is
 * answered, sockets are told 1001, the database is closed, the exit code is FAULT.
 */
export function endOnFault(log: Log, stop: () => Promise<void>): void {
  let isEnding = false;
  process.on('uncaughtException', (error, origin) => {
    log.error({ err: error, origin }, 'an error that nobody caught: this process ends, to be replaced');
    if (isEnding) return;
    isEnding = true;
    process.exitCode = FAULT;
    const end = () => process.exit(FAULT);
    setTimeout(end, DRAIN_WITHIN_MS);
    stop().then(end, end);
  });
}
