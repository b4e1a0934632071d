package org.nseekfs.cli;

import java.io.IOException;

/** What the right answers are. */
interface Truth {

  /** How many of the ids found for a query are among its true nearest. */
  int right(int query, long[] found) throws IOException;
}
