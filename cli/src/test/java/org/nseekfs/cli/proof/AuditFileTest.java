package org.nseekfs.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nseekfs.cli.build.IndexBuilder;
import org.nseekfs.cli.build.IndexSettings;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactRadiusVectorQuery;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.audit.AuditRecord;

class AuditFileTest {

  private static final VectorSource VECTORS =
      VectorSource.of(new float[][] {{.6f, .8f}, {-1, 0}, {-0f, 1}, {.28f, .96f}});

  @TempDir static Path folder;
  private static Path genuine;

  @BeforeAll
  static void auditASearch() throws IOException {
    genuine = written(new ExactKnnVectorQuery(Fields.VECTOR, new float[] {-0f, 1}, 3));
  }

  private static AuditRecord audit(ExactVectorQuery query) throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      new IndexBuilder(IndexSettings.DEFAULT, Map.of()).build(directory, VECTORS, rows -> {});
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        return AuditRecord.of(searcher, query, query.search(searcher));
      }
    }
  }

  private static Path written(ExactVectorQuery query) throws IOException {
    Path file = folder.resolve(query.getClass().getSimpleName() + ".json");
    AuditFile.of(audit(query)).write(file);
    return file;
  }

  @Test
  void whatIsWrittenIsReadBitForBit() throws IOException {
    float[] target = {.5f, -0f};
    for (ExactVectorQuery query :
        List.of(
            new ExactKnnVectorQuery(Fields.VECTOR, target, 2),
            new ExactKnnVectorQuery(Fields.VECTOR, target, 7),
            new ExactRadiusVectorQuery(Fields.VECTOR, target, .1))) {
      AuditFile file = AuditFile.of(audit(query));
      Path path = folder.resolve("file.json");

      file.write(path);

      assertEquals(file, AuditFile.read(path));
      assertEquals(query, AuditFile.read(path).query());
    }
  }

  @Test
  void everyPropertyIsDocumented() throws IOException {
    String schema = Files.readString(Path.of("..", "search", "AUDIT.md"));
    List<String> places = JsonTree.read(genuine).leaves();
    assertTrue(places.size() > 30, places.toString());
    for (String place : places) {
      for (String property : place.substring(1).split("/")) {
        boolean isNoName = property.matches("\\d+|_0.*|audit|proof|certificate|software|commit");
        assertTrue(isNoName || schema.contains(property + "`"), property);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/format | \"nseek certificate 1\" | format must be \"nseek audit 1\"",
        "/audit | null | no audit record: audit: ",
        "/audit/software/lucene | null | audit.software.lucene: ",
        "/audit/commit/generation | \"one\" | audit.commit.generation: ",
        "/audit/commit/segments/0 | null | audit.commit.segments",
        "/audit/target/type | \"F7\" | audit.target.type: ",
        "/audit/target/type | \"F16\" | query: target must be of type f32, f64 or byte, got f16",
        "/audit/target/bits | \"\" | query: target must have at least 1 element",
        "/audit/proof/certificate | null | audit.proof.certificate: ",
        "/audit/proof/certificate/asked/k | 0 | query: k must be at least 1, got 0",
        "/audit/proof/decision_margin/first | 0.5 | audit.proof.decision_margin.first: expected",
        "/audit/extra | 1 | extra",
      })
  void aFaultIsNamedWithItsPlace(String place, String json, String message) throws IOException {
    Path file = JsonTree.read(genuine).set(place, json).write(folder.resolve("fault.json"));
    MalformedFileException fault =
        assertThrows(MalformedFileException.class, () -> AuditFile.read(file));
    assertTrue(fault.getMessage().startsWith(file + ": "), fault.getMessage());
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }
}
