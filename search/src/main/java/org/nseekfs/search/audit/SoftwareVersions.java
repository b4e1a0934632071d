package org.nseekfs.search.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.lucene.util.Version;

/**
 * What a search ran on.
 *
 * @param nseekfs the version of this library
 * @param lucene the version of Lucene
 */
public record SoftwareVersions(String nseekfs, String lucene) {

  /** The versions that run now. */
  public static SoftwareVersions current() {
    Properties properties = new Properties();
    try (InputStream stream = SoftwareVersions.class.getResourceAsStream("version.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SoftwareVersions(properties.getProperty("version"), Version.LATEST.toString());
  }
}
