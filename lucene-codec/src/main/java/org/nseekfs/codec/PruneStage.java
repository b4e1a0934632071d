package org.nseekfs.codec;

import java.util.Locale;

/** Which bound showed that a document cannot matter. */
public enum PruneStage {
  /** The bound of the coarse codes. */
  COARSE,
  /** The tighter bound of coarse and fine codes together. */
  FINE;

  /** The name in reports: {@code coarse}, {@code fine}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
