package org.nseekfs.cli.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file of numbers is not what its name or its header promises; the message names the file. */
public final class MalformedFileException extends IOException {

  private static final long serialVersionUID = 1;

  /** {@code fault} of {@code file}: what was expected, what stands there, and where. */
  public MalformedFileException(Path file, String fault) {
    super(file + ": " + fault);
  }
}
