package org.nseekfs.cli.measure;

import java.io.IOException;
import java.util.List;

/** What the right answers are. */
public interface Truth {

  /** How many of the documents found for a query are among its true nearest. */
  int right(int query, List<Neighbour> found) throws IOException;
}
