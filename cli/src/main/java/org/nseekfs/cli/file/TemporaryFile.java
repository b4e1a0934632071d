package org.nseekfs.cli.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;

/** Files for what is to be mapped and is not a file yet, which the system deletes on its own. */
final class TemporaryFile {

  private static final int BUFFER_BYTES = 1 << 20;

  private TemporaryFile() {}

  /**
   * A file in the system's directory for temporary ones that holds all of {@code in}, which {@code
   * path} names in messages. It vanishes when the channel and mappings of it are closed.
   *
   * @throws MalformedFileException if {@code in} cannot be unpacked, or takes more than half of the
   *     space that is free there
   */
  static FileChannel of(Path path, InputStream in) throws IOException {
    Path file = Files.createTempFile("nseek", null);
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      long most = Files.getFileStore(file.getParent()).getUsableSpace() / 2;
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = read(path, in, buffer); read >= 0; read = read(path, in, buffer)) {
        if (channel.position() + read > most) {
          throw new MalformedFileException(
              path,
              "takes more than half of the space that is free in "
                  + file.getParent()
                  + ": unpack it to a file, or name another directory in"
                  + " NSEEK_JAVA_OPTS=-Djava.io.tmpdir=DIR");
        }
        write(file, channel, ByteBuffer.wrap(buffer, 0, read));
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static int read(Path path, InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (ZipException | EOFException e) {
      throw new MalformedFileException(
          path, "cannot be unpacked: " + e.getMessage() + "; it is damaged or cut off");
    }
  }

  private static void write(Path file, FileChannel channel, ByteBuffer bytes)
      throws FileSystemException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      FileSystemException named =
          new FileSystemException(file.toString(), null, "cannot be written: " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }
}
