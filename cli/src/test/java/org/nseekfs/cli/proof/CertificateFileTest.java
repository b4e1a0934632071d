package org.nseekfs.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.cli.build.IndexBuilder;
import org.nseekfs.cli.build.IndexSettings;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.quantization.ElementType;

class CertificateFileTest {

  private static final VectorSource VECTORS =
      VectorSource.of(new float[][] {{.6f, .8f}, {-1, 0}, {-0f, 1}, {.28f, .96f}});

  @TempDir static Path shared;
  private static Path genuine;

  @TempDir Path folder;

  @BeforeAll
  static void certifyASearch() throws IOException {
    genuine = shared.resolve("genuine.json");
    certify(ElementType.F32, shared.resolve("index")).write(genuine);
  }

  private static CertificateFile certify(ElementType type, Path index) throws IOException {
    IndexSettings settings = IndexSettings.DEFAULT.withType(type);
    try (Directory directory = FSDirectory.open(index)) {
      new IndexBuilder(settings, Map.of()).build(directory, VECTORS, rows -> {});
    }
    try (VectorIndex opened = VectorIndex.open(index, Fields.VECTOR)) {
      CertificateFile.Request query =
          new CertificateFile.Request(Fields.VECTOR, 3, opened.target(VECTORS, 2));
      return CertificateFile.of(opened, query, query.ask().search(opened.searcher()));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F16", "F32", "F64"})
  void whatIsWrittenIsReadBitForBit(ElementType type) throws IOException {
    CertificateFile written = certify(type, folder.resolve("index"));
    Path file = folder.resolve("certificate.json");

    written.write(file);
    CertificateFile read = CertificateFile.read(file);

    assertEquals(written.certificate(), read.certificate());
    assertEquals(written.commit(), read.commit());
    assertEquals(written.query().ask(), read.query().ask());
    assertEquals("8000000000000000", read.query().target().bits().getFirst());
  }

  @Test
  void aByteOrderMarkIsNoPartOfIt() throws IOException {
    String json = Files.readString(genuine);
    Path file = Files.writeString(folder.resolve("file.json"), "\uFEFF" + json);
    assertEquals(
        CertificateFile.read(genuine).certificate(), CertificateFile.read(file).certificate());
    assertMalformed(Files.writeString(file, json, StandardCharsets.UTF_16), "UTF-16");
  }

  @Test
  void itIsWrittenWholeOverAnOldOneOrNotAtAll() throws IOException {
    Path file = Files.writeString(folder.resolve("old.json"), "old");
    CertificateFile.read(genuine).write(file);
    assertEquals(Files.readString(genuine), Files.readString(file));

    Path occupied = Files.createDirectories(folder.resolve("occupied.json/inside")).getParent();
    assertThrows(IOException.class, () -> CertificateFile.read(genuine).write(occupied));
    assertFalse(Files.exists(folder.resolve("occupied.json.part")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/format | \"nseek certificate 9\" | format must be",
        "/query/k | 0 | query: k must be at least 1, got 0",
        "/query/k | 2.5 | query.k: ",
        "/query/k | \"4\" | query.k: ",
        "/query/target | null | query.target: ",
        "/query/target/element | \"HALF\" | query.target.element: ",
        "/query/target/values/1 | 0.25 | has the value 0.25 at position 1",
        "/query/target/values/1 | 0.1 | must hold elements of type float, got 0.1 at position 1",
        "/query/target/values | [] | target has 0 values and the bits of 2",
        "/certificate | null | certificate: ",
        "/certificate/asked | null | certificate.asked: ",
        "/certificate/asked/field | null | certificate.asked.field: ",
        "/certificate/digest | null | certificate.digest: ",
        "/certificate/vectors/element_types/0 | \"F7\" | certificate.vectors.element_types[0]: ",
        "/certificate/pruning/pruned/COARSE | null | certificate.pruning.pruned",
        "/certificate/pruning/pruned/LUCK | 3 | LUCK",
        "/certificate/answer/ranking/1 | null | certificate.answer.ranking",
        "/certificate/answer/ranking/1/raw/value | 0.5 | raw: value 0.5 has the bits 3fe00000",
        "/certificate/answer/kth_raw | 0.5 | certificate.answer.kth_raw: expected an object",
        "/certificate/answer/margins/1/value | \"much\" | margins[1]: value must be a number",
        "/certificate/extra | 1 | extra",
      })
  void aFaultIsNamedWithItsPlace(String place, String json, String message) throws IOException {
    assertMalformed(
        JsonTree.read(genuine).set(place, json).write(folder.resolve("file.json")), message);
  }

  @Test
  void aMissingFigureIsNamed() throws IOException {
    for (String place : new String[] {"asked", "vectors", "pruning", "answer", "digest"}) {
      JsonTree tree = JsonTree.read(genuine);
      tree.root().withObject("/certificate").remove(place);
      assertMalformed(tree.write(folder.resolve("file.json")), "'" + place + "'");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no certificate",
        "null | no certificate",
        "[] | no certificate",
        "{} | format",
        "{\"format\" : | no certificate: line 1",
        "vector | no certificate: line 1",
      })
  void aFileThatIsNoCertificateIsRefused(String content, String message) throws IOException {
    assertMalformed(Files.writeString(folder.resolve("file.json"), content), message);
  }

  private static void assertMalformed(Path file, String message) {
    MalformedFileException fault =
        assertThrows(MalformedFileException.class, () -> CertificateFile.read(file));
    assertTrue(fault.getMessage().startsWith(file + ": "), fault.getMessage());
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }
}
