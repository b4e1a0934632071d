package org.nseekfs.codec.spi;

import java.util.Locale;

/** What showed that documents cannot matter, without their vectors. */
public enum PruneStage {
  /** Bounds from the coarse plane of codes. */
  COARSE,
  /** Bounds from the fine plane of codes. */
  FINE;

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
