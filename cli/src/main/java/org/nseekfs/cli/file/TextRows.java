package org.nseekfs.cli.file;

import java.io.IOException;

/** Which parts of the records of a text are elements of vectors. */
interface TextRows {

  /** The record that holds the first vector: 1 if there is a header line, else 0. */
  int firstRecord();

  /**
   * The elements of the vector in a record, unchecked.
   *
   * @throws MalformedFileException naming the line, if it is not as the others
   */
  String[] elements(int record) throws IOException;

  /** Where in its record an element is: {@code column 3}. */
  String place(int position);

  /** What to do where an element of the first vector is no number, behind "; "; may be empty. */
  String remedy(int position);
}
