package org.nseekfs.cli.index;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * A directory beside the place of an index, where it is written by one run at a time; moved to its
 * place once it is complete, and deleted otherwise, also when the process is told to end.
 */
public final class StagedIndex implements AutoCloseable {

  private final Path target;
  private final DisposableDirectory staging;
  private final boolean replaces;

  private StagedIndex(Path target, DisposableDirectory staging, boolean replaces) {
    this.target = target;
    this.staging = staging;
    this.replaces = replaces;
  }

  /**
   * Makes a directory for an index that will lie at {@code target}, and removes what a killed run
   * has left of one; an index that such a run had moved away is put back.
   *
   * @param overwrite whether an index of the command that is there may be replaced
   * @param leftovers hears what was removed
   * @throws IOException if another run makes an index at {@code target}, or something is there that
   *     may not be replaced
   */
  public static StagedIndex create(Path target, boolean overwrite, Consumer<Path> leftovers)
      throws IOException {
    return create(target, leftovers, place -> requireReplaceable(target, place, overwrite));
  }

  /**
   * Makes a directory for an index that will replace the one at {@code target}, whoever made it;
   * otherwise as the other method.
   *
   * @throws IOException if another run makes an index there, or files are there that are no part of
   *     an index
   */
  public static StagedIndex replacing(Path target, Consumer<Path> leftovers) throws IOException {
    if (Files.notExists(target.toAbsolutePath().normalize().getParent())) {
      throw new NoSuchFileException(target.toString());
    }
    return create(target, leftovers, place -> requireNothingElse(target, place));
  }

  /** Throws if what is at a place may not be replaced. */
  @FunctionalInterface
  private interface Permission {
    void require(Path place) throws IOException;
  }

  private static StagedIndex create(Path target, Consumer<Path> leftovers, Permission replacement)
      throws IOException {
    Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
    Path parent = place.getParent();
    if (parent == null) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.createDirectories(parent);
    if (!Files.isWritable(parent)) {
      throw new AccessDeniedException(parent.toString());
    }
    DisposableDirectory staging = stage(target, sibling(place, "new"), leftovers);
    try {
      recover(place, leftovers);
      boolean replaces = Files.exists(place) && !isEmptyDirectory(place);
      if (replaces) {
        replacement.require(place);
      }
      return new StagedIndex(place, staging, replaces);
    } catch (IOException e) {
      staging.close();
      throw e;
    }
  }

  private static DisposableDirectory stage(Path target, Path path, Consumer<Path> leftovers)
      throws IOException {
    try {
      return DisposableDirectory.create(path, leftovers);
    } catch (LockObtainFailedException e) {
      throw new IOException(
          "another run is making an index in "
              + target
              + ": wait until it has ended, or name another place",
          e);
    }
  }

  /** Ends the move of an index to make room for a new one, by a run that was killed meanwhile. */
  private static void recover(Path place, Consumer<Path> leftovers) throws IOException {
    Path old = sibling(place, "old");
    if (!Files.exists(old)) {
      return;
    }
    if (Files.exists(place)) {
      DisposableDirectory.deleteTree(old);
      leftovers.accept(old);
    } else {
      move(old, place);
    }
  }

  /** A hidden name beside {@code place}; not a temp file's, for its rights. */
  private static Path sibling(Path place, String what) {
    return place.resolveSibling("." + place.getFileName() + ".nseek-" + what);
  }

  private static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void requireReplaceable(Path target, Path place, boolean overwrite)
      throws IOException {
    if (!Files.isDirectory(place) || !isOurs(place)) {
      throw new IOException(
          target + " exists and is no index made by nseek: it is left alone; name another place");
    }
    if (!overwrite) {
      throw new IOException(
          target + " holds an index already: name another place, or replace it with --overwrite");
    }
  }

  private static void requireNothingElse(Path target, Path place) throws IOException {
    try (Stream<Path> entries = Files.list(place)) {
      Optional<String> other =
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(name -> !isOfIndex(name))
              .sorted()
              .findFirst();
      if (other.isPresent()) {
        throw new IOException(
            target
                + " holds "
                + other.get()
                + ", which is no file of an index and would be deleted: move it away");
      }
    }
  }

  private static boolean isOfIndex(String name) {
    return IndexFileNames.CODEC_FILE_PATTERN.matcher(name).matches()
        || name.startsWith(IndexFileNames.SEGMENTS)
        || name.equals(IndexWriter.WRITE_LOCK_NAME);
  }

  private static boolean isOurs(Path place) throws IOException {
    try (Directory directory = FSDirectory.open(place)) {
      return DirectoryReader.indexExists(directory)
          && IndexMetadata.isIn(SegmentInfos.readLatestCommit(directory).getUserData());
    }
  }

  /** Where to write. */
  public Path staging() {
    return staging.path();
  }

  /** Moves the index to its place; what it replaces is deleted afterwards. */
  public void publish() throws IOException {
    if (!replaces) {
      Files.deleteIfExists(target);
      move(staging.path(), target);
      return;
    }
    Path old = sibling(target, "old");
    move(target, old);
    try {
      move(staging.path(), target);
    } catch (IOException e) {
      move(old, target);
      throw e;
    }
    DisposableDirectory.deleteTree(old);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  @Override
  public void close() throws IOException {
    staging.close();
  }

  /** Bytes of all files in a directory that has no subdirectories. */
  public static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
