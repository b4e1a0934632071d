package org.nseekfs.solr;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.ExactKnnVectorQuery;

/** The jars of the plugin, as the module's zip has them. */
final class PluginJars {

  private static final List<Class<?>> ONE_OF_EACH =
      List.of(
          NSeekVectorField.class,
          VectorField.class,
          ExactKnnVectorQuery.class,
          NSeekVectorsFormat.class,
          ElementType.class);

  private PluginJars() {}

  /** Where the tests have them from: jars, or directories that are yet to become jars. */
  static List<Path> locations() {
    return ONE_OF_EACH.stream().map(PluginJars::location).toList();
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts them into {@code lib}. */
  static void copyTo(Path lib) throws IOException {
    Files.createDirectories(lib);
    for (Path location : locations()) {
      if (Files.isDirectory(location)) {
        pack(location, lib.resolve("jar" + locations().indexOf(location) + ".jar"));
      } else {
        Files.copy(location, lib.resolve(location.getFileName()));
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      for (Path file : files) {
        packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
  }
}
