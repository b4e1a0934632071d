package org.nseekfs.campaign;

import java.nio.file.Path;

/** One kind of attack. It is made round by round, each from a seed of its own. */
interface Attack {

  /** What it is called on the command line and in the report. */
  String name();

  /** What a round tries, for the report. */
  String tries();

  /**
   * Makes one attempt, the same for the same seed save for what threads and processes do in their
   * own time.
   *
   * @param seed of everything that is random
   * @param folder an empty folder, removed afterwards
   * @param outcomes gets what came of it, unless that is a fault
   * @throws Exception if a promise was broken; assertion errors say which
   */
  void round(long seed, Path folder, Outcomes outcomes) throws Exception;
}
