// Orders to the processes of a bench, one at a time, and their answers.
import type { ChildProcess } from 'node:child_process';

/** What a process says next. @throws when it ends before */
export function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Answer);
    });
  });
}

/** Sends an order, and answers what the process says to it. @throws as `answerOf` */
export function order<Answer>(child: ChildProcess, message: object | string): Promise<Answer> {
  const answer = answerOf<Answer>(child);
  child.send(message);
  return answer;
}
