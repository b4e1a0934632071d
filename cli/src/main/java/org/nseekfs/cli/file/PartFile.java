package org.nseekfs.cli.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written beside its place ({@code NAME.part}) and moved there once it is complete:
 * the place holds a whole file or what it held. The part is locked while it is written, so that
 * what a killed run has left can be told from what another run is writing.
 */
public final class PartFile implements Closeable {

  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private boolean committed;

  private PartFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  /**
   * Begins a file that will be {@code target}, in place of what a killed run has left.
   *
   * @throws IOException naming the file, if another run is writing it
   */
  public static PartFile create(Path target) throws IOException {
    removeLeftover(target);
    Path part = part(target);
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (!lock(channel)) {
      channel.close();
      throw written(target);
    }
    return new PartFile(target, part, channel);
  }

  /**
   * Deletes what a killed run has left of {@code target}.
   *
   * @return whether there was anything
   * @throws IOException naming the file, if another run is writing it
   */
  public static boolean removeLeftover(Path target) throws IOException {
    Path part = part(target);
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      if (!lock(channel)) {
        throw written(target);
      }
      return Files.deleteIfExists(part);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Where {@code target} is written. */
  public static Path part(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static IOException written(Path target) {
    return new IOException(
        target + " is being written by another run: wait until it has ended, or name another file");
  }

  /**
   * Writes all bytes at the file's position.
   *
   * @throws FileSystemException naming the file, if there is no room for them
   */
  public void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /** Moves on to {@code position}. */
  void position(long position) throws IOException {
    channel.position(position);
  }

  /** Completes the file and moves it into place, over a file of that name. */
  public void commit() throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw unwritten(e);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
  }

  private FileSystemException unwritten(IOException e) {
    FileSystemException named =
        new FileSystemException(target.toString(), null, "cannot be written: " + e.getMessage());
    named.initCause(e);
    return named;
  }

  /** Discards what was not committed. */
  @Override
  public void close() throws IOException {
    if (!committed) {
      Files.deleteIfExists(part);
    }
    channel.close();
  }
}
