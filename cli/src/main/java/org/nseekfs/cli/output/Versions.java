package org.nseekfs.cli.output;

import org.nseekfs.search.audit.SoftwareVersions;
import picocli.CommandLine.IVersionProvider;

/** What {@code nseek --version} prints. */
public final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    SoftwareVersions versions = SoftwareVersions.current();
    return new String[] {
      "nseek " + versions.nseekfs(), "Lucene " + versions.lucene(), "Java " + Runtime.version()
    };
  }
}
