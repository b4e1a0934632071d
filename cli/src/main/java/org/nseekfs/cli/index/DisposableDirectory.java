package org.nseekfs.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory that is deleted when it is closed, and when the process is told to end. */
public final class DisposableDirectory implements Closeable {

  private final Path path;
  private final Thread cleaner;

  private DisposableDirectory(Path path) {
    this.path = path;
    this.cleaner = new Thread(this::deleteQuietly);
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /** Makes a directory that is not there yet. */
  public static DisposableDirectory create(Path path) throws IOException {
    return new DisposableDirectory(Files.createDirectory(path));
  }

  /** Makes one among the system's temporary files. */
  public static DisposableDirectory temporary() throws IOException {
    return new DisposableDirectory(Files.createTempDirectory("nseek-"));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    deleteTree(path);
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and finds nothing to delete.
      return;
    }
  }

  private void deleteQuietly() {
    try {
      deleteTree(path);
    } catch (IOException e) {
      // Nobody is left to hear of it; the directory's name says whose it was.
      return;
    }
  }

  /** Deletes a directory with all that is in it, if it is there. */
  static void deleteTree(Path root) throws IOException {
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(root, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
