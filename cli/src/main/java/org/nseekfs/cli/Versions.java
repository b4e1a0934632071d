package org.nseekfs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.lucene.util.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code nseek --version} prints. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = Versions.class.getResourceAsStream("version.properties")) {
      properties.load(stream);
    }
    return new String[] {
      "nseek " + properties.getProperty("version"),
      "Lucene " + Version.LATEST,
      "Java " + Runtime.version()
    };
  }
}
