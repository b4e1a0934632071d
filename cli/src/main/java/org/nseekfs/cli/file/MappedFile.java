package org.nseekfs.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file mapped into memory, whatever its size; may be read by many threads until closed. */
final class MappedFile implements AutoCloseable {

  private final Path path;
  private final Arena arena;
  private final MemorySegment bytes;

  private MappedFile(Path path, Arena arena, MemorySegment bytes) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
  }

  /** Makes what reads a file of its mapping; the mapping is closed if that fails. */
  interface Parser<T> {
    T parse(MappedFile file) throws IOException;
  }

  /** Maps the file {@code path}. */
  static <T> T open(Path path, Parser<T> parser) throws IOException {
    requireFile(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return parse(map(path, channel), parser);
    }
  }

  /** Maps a temporary file of all that {@code in} holds, see {@link TemporaryFile#of}. */
  static <T> T open(Path path, InputStream in, Parser<T> parser) throws IOException {
    try (FileChannel channel = TemporaryFile.of(path, in)) {
      return parse(map(path, channel), parser);
    }
  }

  private static <T> T parse(MappedFile file, Parser<T> parser) throws IOException {
    try {
      return parser.parse(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Checks that {@code path} is a file.
   *
   * @throws IOException saying what it is if it is none
   */
  static void requireFile(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new MalformedFileException(path, "is a directory: name a file");
    }
    if (Files.notExists(path)) {
      throw new NoSuchFileException(path.toString(), null, "is not a file");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new MalformedFileException(path, "is no regular file: write its data to one");
    }
  }

  private static MappedFile map(Path path, FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      throw new MalformedFileException(path, "the file is empty");
    }
    Arena arena = Arena.ofShared();
    try {
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asReadOnly();
      return new MappedFile(path, arena, bytes);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  MemorySegment bytes() {
    return bytes;
  }

  long size() {
    return bytes.byteSize();
  }

  /**
   * {@code rows} as an int.
   *
   * @throws MalformedFileException if there are more
   */
  int requireRows(long rows) throws MalformedFileException {
    if (rows > Integer.MAX_VALUE) {
      throw malformed("must hold at most " + Integer.MAX_VALUE + " vectors, has " + rows);
    }
    return (int) rows;
  }

  MalformedFileException malformed(String fault) {
    return new MalformedFileException(path, fault);
  }

  @Override
  public void close() {
    arena.close();
  }
}
