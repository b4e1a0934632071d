package org.nseekfs.cli.index;

/** Names of the fields in an index that the command made. */
public final class Fields {

  /** The row's number in the file of vectors: stored and numeric doc values. */
  public static final String ID = "id";

  /** The vector. */
  public static final String VECTOR = "vector";

  /** Words and gloss, for text search. */
  public static final String TEXT = "text";

  public static final String KEY = "key";
  public static final String WORDS = "words";
  public static final String GLOSS = "gloss";

  private Fields() {}
}
