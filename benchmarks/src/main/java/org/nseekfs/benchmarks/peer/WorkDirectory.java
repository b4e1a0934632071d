package org.nseekfs.benchmarks.peer;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Where the engines of a run put their files; knows which indexes this run has built. */
public final class WorkDirectory {

  private final Path path;
  private final Set<String> built = new HashSet<>();

  /** The directory at {@code path}, which need not exist yet. */
  public WorkDirectory(Path path) {
    this.path = path;
  }

  /** The directory. */
  public Path path() {
    return path;
  }

  /** The place of a file or directory in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Whether this run has built the index {@code name}. */
  boolean hasBuilt(String name) {
    return built.contains(name);
  }

  /** Notes that this run has built the index {@code name}. */
  void noteBuilt(String name) {
    built.add(name);
  }
}
