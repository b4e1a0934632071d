package org.nseekfs.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * A directory that is deleted when it is closed, and when the process is told to end. A file beside
 * it ({@code NAME.lock}) is locked as long, so that what a killed run has left can be told from
 * what another run uses.
 */
public final class DisposableDirectory implements Closeable {

  private static final String TEMPORARY_PREFIX = "nseek-";

  private final Path path;
  private final Lock lock;
  private final Thread cleaner;

  private DisposableDirectory(Path path, Lock lock) {
    this.path = path;
    this.lock = lock;
    this.cleaner = new Thread(this::deleteQuietly);
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /**
   * Makes a directory, in place of what a killed run has left.
   *
   * @param leftovers hears what that was
   * @throws LockObtainFailedException if another run uses it
   */
  static DisposableDirectory create(Path path, Consumer<Path> leftovers) throws IOException {
    Lock lock = lock(path);
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        deleteTree(path);
        leftovers.accept(path);
      }
      return new DisposableDirectory(Files.createDirectory(path), lock);
    } catch (IOException e) {
      unlock(path, lock);
      throw e;
    }
  }

  /** Makes one among the system's temporary files. */
  public static DisposableDirectory temporary() throws IOException {
    Path path = Files.createTempDirectory(TEMPORARY_PREFIX);
    return new DisposableDirectory(path, lock(path));
  }

  /**
   * Deletes what killed runs of this user have left among the system's temporary files.
   *
   * @param leftovers hears what that was
   */
  public static void removeTemporaryLeftovers(Consumer<Path> leftovers) throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> paths =
        Files.newDirectoryStream(temporary, TEMPORARY_PREFIX + "*")) {
      for (Path path : paths) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
            && Files.exists(lockFile(path))
            && Files.getOwner(path).getName().equals(System.getProperty("user.name"))) {
          removeLeftover(path, leftovers);
        }
      }
    }
  }

  private static void removeLeftover(Path path, Consumer<Path> leftovers) throws IOException {
    Lock lock;
    try {
      lock = lock(path);
    } catch (LockObtainFailedException e) {
      // Another run uses it.
      return;
    }
    deleteTree(path);
    unlock(path, lock);
    leftovers.accept(path);
  }

  private static Path lockFile(Path path) {
    return path.resolveSibling(path.getFileName() + ".lock");
  }

  private static Lock lock(Path path) throws IOException {
    Path file = lockFile(path);
    try (Directory parent = FSDirectory.open(file.getParent())) {
      Lock lock = parent.obtainLock(file.getFileName().toString());
      // Another run may have deleted the file since it was opened here.
      lock.ensureValid();
      return lock;
    }
  }

  private static void unlock(Path path, Lock lock) throws IOException {
    Files.deleteIfExists(lockFile(path));
    lock.close();
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and finds nothing to delete.
      return;
    }
  }

  private void delete() throws IOException {
    deleteTree(path);
    unlock(path, lock);
  }

  private void deleteQuietly() {
    try {
      delete();
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
