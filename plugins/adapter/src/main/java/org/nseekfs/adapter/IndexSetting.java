package org.nseekfs.adapter;

/** The setting that lets an index have vector fields, where engines give codecs by settings. */
public final class IndexSetting {

  /** What requests call it. */
  public static final String KEY = "index.nseek";

  /**
   * What a node that has started without the plugin has made of the setting it did not know. It
   * stays so, and the index has it still.
   */
  public static final String ARCHIVED_KEY = "archived." + KEY;

  /** Why the setting stays as it is in copies: these have vectors and mappings already. */
  public static final String KEPT_IN_COPIES =
      KEY
          + " cannot be taken from an index that is cloned, shrunk, split or restored: leave it out"
          + " of the request";

  private IndexSetting() {}

  /** What is said of a vector field in an index without the setting. */
  public static String missingFor(String field) {
    return VectorField.typed(field)
        + " needs an index with the setting "
        + KEY
        + ": true, which an index can only be given when it is created";
  }
}
