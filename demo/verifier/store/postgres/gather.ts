/**
 * Gathers what waits until a lane is free, then hands all of it over together: the busier the verifier, the more share one journey to
 * the database. `handle` must not reject.
 */
export function gather<Work>(lanes: number, handle: (together: Work[]) => Promise<void>): (work: Work) => void {
  const most = 200;
  let waiting: Work[] = [];
  let free = lanes;

  function depart() {
    while (free > 0 && waiting.length > 0) {
      const together = waiting.slice(0, most);
      waiting = waiting.slice(most);
      free--;
      void handle(together).then(() => {
        free++;
        depart();
      });
    }
  }

  return (work) => {
    if (waiting.push(work) === 1) setImmediate(depart);
  };
}
