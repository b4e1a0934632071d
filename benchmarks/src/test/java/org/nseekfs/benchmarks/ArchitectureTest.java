package org.nseekfs.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks, on the built classes, that no arrow between packages runs back up. */
class ArchitectureTest {

  /** A package uses only what is named before it. */
  private static final List<String> UPWARDS =
      List.of(
          "org.nseekfs.cli.file",
          "org.nseekfs.cli.output",
          "org.nseekfs.cli.embedding",
          "org.nseekfs.cli.index",
          "org.nseekfs.cli.build",
          "org.nseekfs.cli.convert",
          "org.nseekfs.cli.inspect",
          "org.nseekfs.cli.proof",
          "org.nseekfs.cli.search",
          "org.nseekfs.cli.measure",
          "org.nseekfs.cli.report",
          "org.nseekfs.cli.retrieval",
          "org.nseekfs.cli.demo",
          "org.nseekfs.cli",
          "org.nseekfs.benchmarks.kernel",
          "org.nseekfs.benchmarks.data",
          "org.nseekfs.benchmarks.peer",
          "org.nseekfs.benchmarks.generate",
          "org.nseekfs.benchmarks.engine",
          "org.nseekfs.benchmarks.result",
          "org.nseekfs.benchmarks.recall",
          "org.nseekfs.benchmarks.retrieval",
          "org.nseekfs.benchmarks.harness",
          "org.nseekfs.benchmarks.served",
          "org.nseekfs.benchmarks");

  /** Where JMH's processor puts what it makes. */
  private static final String GENERATED = ".jmh_generated";

  private static final JavaClasses BUILT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.nseekfs.cli", "org.nseekfs.benchmarks");

  @Test
  void everyPackageHasItsPlace() {
    Set<String> packages =
        BUILT.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.endsWith(GENERATED))
            .collect(Collectors.toSet());
    assertEquals(Set.copyOf(UPWARDS), packages);
  }

  @Test
  void noPackageUsesOneAboveIt() {
    for (int place = 0; place < UPWARDS.size() - 1; place++) {
      noClasses()
          .that()
          .resideInAPackage(UPWARDS.get(place))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(UPWARDS.subList(place + 1, UPWARDS.size()).toArray(String[]::new))
          .check(BUILT);
    }
  }
}
