package org.nseekfs.codec.layout;

/** Where records of equal length lie in a file, without gaps. */
public sealed interface RecordLayout permits RowLayout, PlaneLayout {

  /**
   * What the first record's offset is a multiple of in files we write; in memory it may be none.
   */
  int ALIGNMENT = 64;

  /** Where the first record lies in the file. */
  long offset();

  /** Records. */
  int count();

  /** Bytes of a record. */
  int recordBytes();

  /** Bytes of all records. */
  default long length() {
    return position(count());
  }

  /** Where record {@code index} lies, from the first record on. */
  default long position(int index) {
    return (long) recordBytes() * index;
  }
}
