package org.nseekfs.codec.spi;

import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.util.Properties;
import org.apache.lucene.util.Version;

/**
 * The versions of Lucene that this jar runs on.
 *
 * <p>Older ones lack classes that it needs, so they are refused. Newer ones than it was tested with
 * are taken: only where one of them lacks something too is it refused, by {@link #lacking}.
 */
public final class SupportedLucene {

  private static final Version OLDEST;
  private static final Version NEWEST;

  static {
    try (InputStream stream = SupportedLucene.class.getResourceAsStream("lucene.properties")) {
      Properties versions = new Properties();
      versions.load(stream);
      OLDEST = Version.parse(versions.getProperty("oldest"));
      NEWEST = Version.parse(versions.getProperty("newest"));
    } catch (IOException | ParseException e) {
      throw new IllegalStateException("lucene.properties of this jar cannot be read", e);
    }
  }

  private SupportedLucene() {}

  /**
   * Checks the Lucene on the class path.
   *
   * @throws IllegalStateException naming its version and those that work, if it is too old
   */
  public static void require() {
    require(Version.LATEST);
  }

  static void require(Version running) {
    if (!running.onOrAfter(OLDEST)) {
      throw new IllegalStateException(message(running));
    }
  }

  /**
   * What to throw where a class of ours does not fit the Lucene on the class path.
   *
   * @throws LinkageError {@code error}, if it was tested with this Lucene, so is no fault of it
   */
  public static IllegalStateException lacking(LinkageError error) {
    return lacking(error, Version.LATEST);
  }

  static IllegalStateException lacking(LinkageError error, Version running) {
    if (NEWEST.onOrAfter(running)) {
      throw error;
    }
    return new IllegalStateException(message(running) + "; it failed with " + error, error);
  }

  private static String message(Version running) {
    return "NSeekFS works with Lucene "
        + OLDEST
        + " to "
        + NEWEST
        + ", but "
        + running
        + " is on the class path: bring lucene-core, and all other jars of Lucene, to one of these"
        + " versions";
  }
}
